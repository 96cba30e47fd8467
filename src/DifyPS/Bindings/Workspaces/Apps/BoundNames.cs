using System;
using System.Collections.Generic;
using System.Linq;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;

namespace DifyPS.Bindings.Workspaces.Apps;

/// <summary>
/// The names by which this machine knows the apps of a workspace. The registry is looked at anew for each app: somebody may bind apps
/// while they are listed. An id that nothing proves makes no app one that is bound.
/// </summary>
internal sealed class BoundNames(AppRegistry registry, WorkspaceConnection connection)
{
    private IReadOnlyList<AppBinding>? _apps;
    private ILookup<string, string>? _names;

    /// <summary>The names that are bound to an app.</summary>
    public IReadOnlyList<string> Of(string appId)
    {
        var apps = registry.Apps;
        if (_names is null || !ReferenceEquals(_apps, apps))
        {
            _names = apps.Where(app => app.AppId is not null && !IdProof.IsNeeded(app) && AppPlaces.IsHere(registry, app, connection))
                .ToLookup(app => app.AppId!, app => app.Name, StringComparer.OrdinalIgnoreCase);
            _apps = apps;
        }

        return [.. _names[appId]];
    }
}
