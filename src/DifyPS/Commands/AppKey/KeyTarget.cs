using System.Collections.Generic;
using System.Linq;
using Dify.Client.Workspaces.Keys;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces;
using DifyPS.Common;

namespace DifyPS.Commands;

/// <summary>An app whose keys are meant.</summary>
/// <param name="Connection">The workspace it is in.</param>
/// <param name="AppId">Dify's id of it.</param>
/// <param name="AppName">Its own name in Dify, where that is known.</param>
/// <param name="Binding">The name that was asked for, or the first that is bound to the app; null when there is none.</param>
internal sealed record KeyTarget(WorkspaceConnection Connection, string AppId, string? AppName, AppBinding? Binding)
{
    /// <summary>What people call it.</summary>
    public string Name => Binding?.Name ?? AppName ?? AppId;

    /// <summary>A key of it as it is given.</summary>
    public DifyAppKey Show(WorkspaceKey key, IEnumerable<AppBinding> apps, bool isNew = false) =>
        new()
        {
            App = Binding?.Name,
            Workspace = Connection.Name,
            AppId = AppId,
            AppName = AppName,
            KeyId = key.Id,
            Masked = key.Masked,
            CreatedAt = key.CreatedAt?.ToLocalTime(),
            LastUsedAt = key.LastUsedAt?.ToLocalTime(),
            BoundAs = [.. apps.Where(app => IsKeyOf(key, app)).Select(app => app.Name)],
            ApiKey = isNew ? key.Key!.ToSecureString() : null,
        };

    /// <summary>Whether a name's calls are served by a key: by its id, or by the key itself where the server shows it whole.</summary>
    public static bool IsKeyOf(WorkspaceKey key, AppBinding app) =>
        DifyId.AreSame(app.KeyId, key.Id) || (key.Key is { } whole && whole.Fingerprint == app.KeyFingerprint);
}
