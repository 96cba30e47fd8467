using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces;

/// <summary>What a workspace knows of an app and its key that the app's own API does not tell.</summary>
internal enum KeyFinding
{
    /// <summary>Nothing: the workspace cannot be asked, or the app is of none.</summary>
    Unknown,

    /// <summary>The key is one of the app's.</summary>
    Present,

    /// <summary>The app is there, and the key is none of its keys.</summary>
    Missing,

    /// <summary>The app is there, and its API is switched off.</summary>
    ApiOff,

    /// <summary>The app is not in the workspace any more.</summary>
    AppGone,
}

/// <summary>
/// Asks the workspace of a binding about its key, where there is a connection that opens by itself. Whatever goes wrong means that
/// nothing is known.
/// </summary>
internal sealed class KeyInquiry
{
    private readonly AppRegistry _registry;
    private readonly WorkspaceConnector _connector;
    private readonly ConcurrentDictionary<string, Lazy<Task<OpenWorkspace>>> _open = new(AppName.Comparer);

    public KeyInquiry(AppRegistry registry, WorkspaceConnector connector) => (_registry, _connector) = (registry, connector);

    /// <summary>What has become of the app and of its key, for one that does not work.</summary>
    public Task<KeyFinding> ExplainAsync(AppBinding binding, CancellationToken cancellationToken) =>
        AskAsync(binding, async (open, appId) =>
        {
            var app = await open.Client.Apps.GetAsync(appId, cancellationToken).ConfigureAwait(false);
            if (app.EnableApi == false)
                return KeyFinding.ApiOff;
            var keys = await open.Client.AppKeys.ListAsync(appId, cancellationToken).ConfigureAwait(false);
            var isThere = keys.Any(key =>
                KeyJournal.IsSameId(key.Id, binding.KeyId) || (key.Key is { } whole && whole.Fingerprint == binding.KeyFingerprint)
            );
            return isThere ? KeyFinding.Present
                : binding.KeyId is not null || keys.All(key => key.Key is not null) ? KeyFinding.Missing
                : KeyFinding.Unknown;
        }, cancellationToken);

    /// <summary>
    /// Whether a key that somebody else put into the vault is one of the app's: two apps may have one name and one mode. Nothing is known
    /// where the server shows parts of keys only.
    /// </summary>
    public Task<KeyFinding> FindAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken) =>
        AskAsync(binding, async (open, appId) =>
        {
            var keys = await open.Client.AppKeys.ListAsync(appId, cancellationToken).ConfigureAwait(false);
            return keys.Any(one => one.Key is { } whole && whole.Equals(key)) ? KeyFinding.Present
                : keys.All(one => one.Key is not null) ? KeyFinding.Missing
                : KeyFinding.Unknown;
        }, cancellationToken);

    private async Task<KeyFinding> AskAsync(
        AppBinding binding,
        Func<OpenWorkspace, string, Task<KeyFinding>> ask,
        CancellationToken cancellationToken
    )
    {
        if (
            binding is not { AppId: { } appId, Workspace: { } workspace }
            || _registry.FindWorkspace(workspace) is not { } connection
            || WaysIn.IsProgrammatic(connection.Way)
        )
        {
            return KeyFinding.Unknown;
        }

        OpenWorkspace? open = null;
        try
        {
            open = await _open
                .GetOrAdd(workspace, _ => new Lazy<Task<OpenWorkspace>>(() => _connector.OpenAsync(connection, cancellationToken)))
                .Value.ConfigureAwait(false);
            return await ask(open, appId).ConfigureAwait(false);
        }
        catch (DifyApiException e) when (e.StatusCode == 404)
        {
            return open is not null && await IsOfBindingAsync(open, binding, cancellationToken).ConfigureAwait(false)
                ? KeyFinding.AppGone
                : KeyFinding.Unknown;
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
        {
            return KeyFinding.Unknown;
        }
    }

    // What one workspace does not have may be in another. The connection may have been made anew, for another one, since the app was bound;
    // and an answer counts only of the workspace that it was made for.
    private static async Task<bool> IsOfBindingAsync(OpenWorkspace open, AppBinding binding, CancellationToken cancellationToken)
    {
        if (open.Connection.Registered > binding.Registered)
            return false;
        try
        {
            var current = await open.Client.Workspaces.GetCurrentAsync(cancellationToken).ConfigureAwait(false);
            return KeyJournal.IsSameId(current.Id, open.Connection.WorkspaceId);
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
        {
            return false;
        }
    }
}
