using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces.Keys;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

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
/// nothing is known, unless the app has to be proved.
/// </summary>
internal sealed partial class KeyInquiry
{
    private readonly AppRegistry _registry;
    private readonly WorkspaceConnector _connector;
    private readonly ConcurrentDictionary<string, Lazy<Task<OpenWorkspace>>> _open = new(AppName.Comparer);

    public KeyInquiry(AppRegistry registry, WorkspaceConnector connector) => (_registry, _connector) = (registry, connector);

    /// <summary>The name of the connection by which an entry is asked about.</summary>
    public string NameFor(AppBinding binding) => AppPlaces.WorkspaceOf(_registry, binding);

    /// <summary>What has become of the app and of its key, for one that does not work.</summary>
    public Task<KeyFinding> ExplainAsync(AppBinding binding, CancellationToken cancellationToken) =>
        AskAsync(
            binding,
            (open, appId) =>
                appId is null
                    ? ExplainKnowledgeAsync(open, binding, cancellationToken)
                    : ExplainAppAsync(open, appId, binding, cancellationToken),
            cancellationToken
        );

    /// <summary>
    /// Whether a key that somebody else put into the vault is one of the app's: two apps may have one name and one mode. Where the server
    /// shows parts of keys only, it is known that it is none of them, and not that it is one.
    /// </summary>
    public Task<KeyFinding> FindAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken) =>
        AskAsync(binding, async (open, appId) =>
        {
            // Knowledge has one list of keys, and nothing there tells one that was changed outside from another's.
            if (appId is null)
                return KeyFinding.Unknown;
            // A token that opens several apps is in the list of none.
            if (SharedKey.AppIdOf(binding, key) is not null)
                return KeyFinding.Unknown;
            var keys = await open.Client.AppKeys.ListAsync(appId, cancellationToken).ConfigureAwait(false);
            return keys.Any(one => one.Key is { } whole && whole.Equals(key)) ? KeyFinding.Present
                : keys.All(one => one.Fits(key) == false) ? KeyFinding.Missing
                : KeyFinding.Unknown;
        }, cancellationToken);

    /// <summary>
    /// The same for an entry that was verified just now, of whose ids nothing is known yet; where keys are shown in part, by what the app
    /// of that id is called, and its mode. A way in that tells no keys can only say that it is another app.
    /// </summary>
    public async Task<KeyFinding> CompareAsync(AppBinding verified, ApiKey key, CancellationToken cancellationToken) =>
        verified is { Workspace: null, AppId: not null }
            ? (await LocateAsync(verified, key, cancellationToken).ConfigureAwait(false)).Finding
            : await ComparePlacedAsync(verified, key, cancellationToken).ConfigureAwait(false);

    private Task<KeyFinding> ComparePlacedAsync(AppBinding verified, ApiKey key, CancellationToken cancellationToken) =>
        AskAsync(
            verified,
            async (open, appId) =>
                appId is null
                    ? KeyFinding.Unknown
                    : await KeyOwner.FindAsync(open, verified, appId, key, cancellationToken).ConfigureAwait(false),
            cancellationToken,
            takesProgrammatic: true
        );

    /// <summary>
    /// Throws <c>AppIdentityMismatch</c> where the app that a verified entry names by its id does not have the key, and whatever keeps the
    /// workspace from telling: the id is what leads a rotation to the app. Gives false where nobody can tell.
    /// </summary>
    /// <param name="verified">The entry, as it was verified just now.</param>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="isBound">Whether it is in the registry already.</param>
    public async Task<bool> RequireOwnerAsync(
        AppBinding verified,
        ApiKey key,
        CancellationToken cancellationToken,
        bool isBound = false
    )
    {
        if (verified.AppId is null && !KeyRotation.IsMinted(verified))
            return false;
        if (verified.Workspace is null)
            return await RequirePlaceAsync(verified, key, cancellationToken, isBound).ConfigureAwait(false) is not null;
        var connection = AppPlaces.ConnectionOf(_registry, verified);
        if (verified.AppId is not { } appId)
        {
            // A way in that makes no keys tells no keys either, and nothing is rotated by it.
            if (WaysIn.IsProgrammatic(connection.Way))
                return false;
            await RequireOfKnowledgeAsync(connection, verified, key, cancellationToken).ConfigureAwait(false);
            return true;
        }

        KeyFinding finding;
        try
        {
            var open = await OpenAsync(connection, cancellationToken).ConfigureAwait(false);
            finding = await KeyOwner.FindAsync(open, verified, appId, key, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyApiException e) when (e.StatusCode == 404)
        {
            finding = KeyFinding.AppGone;
        }

        return finding is KeyFinding.Missing or KeyFinding.AppGone
            ? throw AppIdentity.NotOfApp(verified, connection.Name, isBound)
            : finding == KeyFinding.Present;
    }

    /// <summary>Dify's id of a key of the app, where the app's keys tell it; null where they do not.</summary>
    public async Task<string?> FindIdAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken)
    {
        string? id = null;
        await AskAsync(
                binding,
                async (open, appId) =>
                {
                    if (appId is not null && await KeyOwner.ListAsync(open, appId, cancellationToken).ConfigureAwait(false) is { } keys)
                        id = KeyOwner.OnlyOne(keys, key)?.Id;
                    return KeyFinding.Unknown;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return id;
    }

    private static async Task<KeyFinding> ExplainAppAsync(
        OpenWorkspace open,
        string appId,
        AppBinding binding,
        CancellationToken cancellationToken
    )
    {
        var app = await open.Client.Apps.GetAsync(appId, cancellationToken).ConfigureAwait(false);
        if (app.EnableApi == false)
            return KeyFinding.ApiOff;
        var keys = await open.Client.AppKeys.ListAsync(appId, cancellationToken).ConfigureAwait(false);
        var isThere = keys.Any(key =>
            DifyId.AreSame(key.Id, binding.KeyId) || (key.Key is { } whole && whole.Fingerprint == binding.KeyFingerprint)
        );
        return isThere ? KeyFinding.Present
            : binding.KeyId is not null || keys.All(key => key.Key is not null) ? KeyFinding.Missing
            : KeyFinding.Unknown;
    }

    // What is missing in one workspace may be in another: the connection may have been made anew since the key was bound.
    private static async Task<KeyFinding> ExplainKnowledgeAsync(
        OpenWorkspace open,
        AppBinding binding,
        CancellationToken cancellationToken
    )
    {
        var keys = await open.Client.KnowledgeKeys.ListAsync(cancellationToken).ConfigureAwait(false);
        return keys.Any(key => DifyId.AreSame(key.Id, binding.KeyId)) ? KeyFinding.Present
            : await IsOfBindingAsync(open, binding, cancellationToken).ConfigureAwait(false) ? KeyFinding.Missing
            : KeyFinding.Unknown;
    }

    // Some roles may not see the keys: then the next rotation finds out.
    private async Task RequireOfKnowledgeAsync(
        WorkspaceConnection connection,
        AppBinding verified,
        ApiKey key,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var open = await OpenAsync(connection, cancellationToken).ConfigureAwait(false);
            var keys = await open.Client.KnowledgeKeys.ListAsync(cancellationToken).ConfigureAwait(false);
            if (keys.FirstOrDefault(one => DifyId.AreSame(one.Id, verified.KeyId)) is not { } listed || listed.Fits(key) == false)
                throw KeyErrors.NotOfKnowledge(verified, connection.Name);
        }
        catch (DifyApiException e) when (e.StatusCode == 403)
        {
        }
    }

    private async Task<KeyFinding> AskAsync(
        AppBinding binding,
        Func<OpenWorkspace, string?, Task<KeyFinding>> ask,
        CancellationToken cancellationToken,
        bool takesProgrammatic = false
    )
    {
        if (
            binding.Workspace is null
            || (binding.AppId is null && !KeyRotation.IsMinted(binding))
            || AppPlaces.FindConnection(_registry, binding) is not { } connection
            || (WaysIn.IsProgrammatic(connection.Way) && !takesProgrammatic)
        )
        {
            return KeyFinding.Unknown;
        }

        OpenWorkspace? open = null;
        try
        {
            open = await OpenAsync(connection, cancellationToken).ConfigureAwait(false);
            return await ask(open, binding.AppId).ConfigureAwait(false);
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
        if (AppPlaces.IsPlacedIn(binding, open.Connection) is null && open.Connection.Registered > binding.Registered)
            return false;
        try
        {
            var current = await open.Client.Workspaces.GetCurrentAsync(cancellationToken).ConfigureAwait(false);
            return DifyId.AreSame(current.Id, open.Connection.WorkspaceId);
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
        {
            return false;
        }
    }

    private Task<OpenWorkspace> OpenAsync(WorkspaceConnection connection, CancellationToken cancellationToken) =>
        _open
            .GetOrAdd(connection.Name, _ => new Lazy<Task<OpenWorkspace>>(() => _connector.OpenAsync(connection, cancellationToken)))
            .Value;
}
