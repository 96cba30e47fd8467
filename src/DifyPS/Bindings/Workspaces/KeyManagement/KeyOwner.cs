using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces.Apps;
using Dify.Client.Workspaces.Keys;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// Compares what an entry says of its app and its key with the keys that the app has. Servers show them whole, or in part.
/// </summary>
internal static class KeyOwner
{
    /// <summary>
    /// What is found of an app and a key. A way in that tells no keys lists the apps: what the app is called, and its mode, can say that
    /// the key is another's, and never that it is this one's.
    /// </summary>
    public static async Task<KeyFinding> FindAsync(
        OpenWorkspace open,
        AppBinding verified,
        string appId,
        ApiKey key,
        CancellationToken cancellationToken
    ) =>
        WaysIn.IsProgrammatic(open.Connection.Way)
            ? await FindListedAsync(open, verified, appId, cancellationToken).ConfigureAwait(false)
            : await CompareAsync(open, verified, appId, key, cancellationToken).ConfigureAwait(false) switch
            {
                true => KeyFinding.Present,
                false => KeyFinding.Missing,
                null => KeyFinding.Unknown,
            };

    /// <summary>
    /// Whether the app has the key, under the id that the entry names, if it names one. A key that is shown whole decides by itself; of
    /// one that is shown in part, the part has to fit, since any id may have been written beside any key, and the app has to be called as
    /// the entry says. Null where nobody can tell: some roles may see the app, and not its keys, so that it can only be called otherwise.
    /// </summary>
    private static async Task<bool?> CompareAsync(
        OpenWorkspace open,
        AppBinding verified,
        string appId,
        ApiKey key,
        CancellationToken cancellationToken
    )
    {
        // A token that opens several apps is in the list of none.
        var isShared = SharedKey.AppIdOf(verified, key) is not null;
        if (!isShared)
        {
            if (await ListAsync(open, appId, cancellationToken).ConfigureAwait(false) is not { } keys)
                return await IsCalledSoAsync(open, verified, appId, cancellationToken).ConfigureAwait(false) == false ? false : null;
            if (keys.FirstOrDefault(one => one.Key is { } whole && whole.Equals(key)) is { } found)
                return verified.KeyId is null || DifyId.AreSame(found.Id, verified.KeyId);
            var candidates = keys.Where(one => one.Fits(key) != false);
            if (!candidates.Any(one => verified.KeyId is null || DifyId.AreSame(one.Id, verified.KeyId)))
                return false;
        }

        return IsCalledSo(await open.Client.Apps.GetAsync(appId, cancellationToken).ConfigureAwait(false), verified);
    }

    private static bool IsCalledSo(WorkspaceApp app, AppBinding verified) => app.Name == verified.RemoteName && app.Mode == verified.Mode;

    private static async Task<bool?> IsCalledSoAsync(
        OpenWorkspace open,
        AppBinding verified,
        string appId,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return IsCalledSo(await open.Client.Apps.GetAsync(appId, cancellationToken).ConfigureAwait(false), verified);
        }
        catch (DifyApiException e) when (e.StatusCode == 403)
        {
            return null;
        }
    }

    // The name is what a server can look for; only where no app of that name has the id, all are looked at.
    private static async Task<KeyFinding> FindListedAsync(
        OpenWorkspace open,
        AppBinding verified,
        string appId,
        CancellationToken cancellationToken
    )
    {
        var named = new AppFilter { Name = new AppPattern(WildcardPattern.Escape(verified.RemoteName ?? string.Empty)).Part() };
        var app =
            await FindInListAsync(open, named, appId, cancellationToken).ConfigureAwait(false)
            ?? await FindInListAsync(open, new AppFilter(), appId, cancellationToken).ConfigureAwait(false);
        return app is not null
            ? IsCalledSo(app, verified) ? KeyFinding.Unknown : KeyFinding.Missing
            : verified.Mode != AppModes.NewAgent ? KeyFinding.AppGone
            : KeyFinding.Unknown;
    }

    private static async Task<WorkspaceApp?> FindInListAsync(
        OpenWorkspace open,
        AppFilter filter,
        string appId,
        CancellationToken cancellationToken
    )
    {
        await foreach (var app in open.Client.Apps.ListAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            if (DifyId.AreSame(app.Id, appId))
                return app;
        }

        return null;
    }

    /// <summary>The one of the keys that this is, or that alone looks like it; null where there is none, or more.</summary>
    public static WorkspaceKey? OnlyOne(IReadOnlyList<WorkspaceKey> keys, ApiKey key)
    {
        var alike = keys.Where(one => one.Fits(key) == true).Take(2).ToList();
        return alike.Count == 1 ? alike[0] : null;
    }

    /// <summary>The keys of an app; null where the role may not see them.</summary>
    public static async Task<IReadOnlyList<WorkspaceKey>?> ListAsync(
        OpenWorkspace open,
        string appId,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await open.Client.AppKeys.ListAsync(appId, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyApiException e) when (e.StatusCode == 403)
        {
            return null;
        }
    }
}
