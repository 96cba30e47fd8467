using System;
using System.Collections.Generic;
using System.Linq;
using DifyPS.Bindings.Registry;

namespace DifyPS.Bindings.Workspaces;

/// <summary>
/// The names by which this machine knows the apps of a workspace. The registry is looked at anew for each app: somebody may bind apps
/// while they are listed.
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
            _names = apps.Where(IsHere).ToLookup(app => app.AppId!, app => app.Name, StringComparer.OrdinalIgnoreCase);
            _apps = apps;
        }

        return [.. _names[appId]];
    }

    // Ids are like no others, but for a server that was made of another one's backup: there, the connection tells which one is meant. A
    // connection that is not there any more tells nothing.
    private bool IsHere(AppBinding app) =>
        app.AppId is not null
        && (
            app.Workspace is null
            || AppName.Comparer.Equals(app.Workspace, connection.Name)
            || registry.FindWorkspace(app.Workspace) is not { } other
            || (IsSame(other.WorkspaceId, connection.WorkspaceId) && IsSame(other.Server, connection.Server))
        );

    private static bool IsSame(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
