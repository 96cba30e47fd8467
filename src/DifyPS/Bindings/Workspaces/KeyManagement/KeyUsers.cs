using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces.Keys;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// Which names of this machine a key of a workspace serves. The vault decides, by as much of a key as the server shows: what an entry says
/// of its key may be older than what another registry, or somebody by hand, has put there, and may have been edited. The vault is read
/// once a command.
/// </summary>
internal sealed class KeyUsers
{
    private readonly ConcurrentDictionary<string, Task<ApiKey?>> _keys = new(AppName.Comparer);

    /// <summary>The names.</summary>
    /// <param name="key">The key, as the workspace lists it.</param>
    /// <param name="appId">The app that has it; null for a key of knowledge.</param>
    /// <param name="apps">The entries.</param>
    /// <param name="connector">Reads keys. Nothing is sent with them.</param>
    /// <param name="isSure">Whether a vault that does not open is an error; else what is in it serves nothing.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<IReadOnlyList<string>> OfAsync(
        WorkspaceKey key,
        string? appId,
        IEnumerable<AppBinding> apps,
        AppConnector connector,
        bool isSure,
        CancellationToken cancellationToken
    )
    {
        var users = new List<string>();
        foreach (var app in apps.Where(app => MayBe(appId, app)))
        {
            var own = await FindOwnAsync(app, connector, isSure, cancellationToken).ConfigureAwait(false);
            if (own is null ? IsKnown(key, app) : key.Fits(own) ?? IsKnown(key, app))
                users.Add(app.Name);
        }

        return users;
    }

    /// <summary>The first name that the key of an id serves; null when none does, or the workspace lists no such key.</summary>
    public async Task<string?> FindFirstAsync(
        string keyId,
        string? appId,
        OpenWorkspace open,
        IEnumerable<AppBinding> apps,
        AppConnector connector,
        CancellationToken cancellationToken
    )
    {
        var keys = await open.KeysOf(appId).ListAsync(cancellationToken).ConfigureAwait(false);
        if (keys.FirstOrDefault(one => DifyId.AreSame(one.Id, keyId)) is not { } key)
            return null;
        var users = await OfAsync(key, appId, apps, connector, isSure: true, cancellationToken).ConfigureAwait(false);
        return users.Count > 0 ? users[0] : null;
    }

    private static bool IsKnown(WorkspaceKey key, AppBinding app) =>
        DifyId.AreSame(app.KeyId, key.Id) || (key.Key is { } whole && whole.Fingerprint == app.KeyFingerprint);

    private static bool MayBe(string? appId, AppBinding app) =>
        app.IsKnowledge == (appId is null) && (app.AppId is null || DifyId.AreSame(app.AppId, appId));

    private async Task<ApiKey?> FindOwnAsync(AppBinding app, AppConnector connector, bool isSure, CancellationToken cancellationToken)
    {
        try
        {
            return await _keys.GetOrAdd(app.Name, _ => ReadAsync(app, connector, cancellationToken)).ConfigureAwait(false);
        }
        catch (DifyCommandException) when (!isSure)
        {
            return null;
        }
    }

    private static async Task<ApiKey?> ReadAsync(AppBinding app, AppConnector connector, CancellationToken cancellationToken)
    {
        try
        {
            return await connector.FindKeyAsync(app, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyCommandException e) when (e.ErrorId == "VaultNotFound")
        {
            // A name without a key uses none.
            return null;
        }
    }
}
