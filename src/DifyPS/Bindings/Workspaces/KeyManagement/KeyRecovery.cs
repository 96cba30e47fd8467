using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces.Keys;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// Ends or undoes what was begun with an app's key by work that was cut off: what the vault has decides, since a key that is there may be
/// in use. The lock of the app has to be held; that the work is in the journal then says that nobody is at it.
/// </summary>
internal sealed class KeyRecovery
{
    private readonly AppRegistry _registry;
    private readonly PipelineVaults _vaults;
    private readonly AppConnector _connector;
    private readonly KeyMinter _minter;
    private readonly KeyNotices _notices;

    public KeyRecovery(AppRegistry registry, PipelineVaults vaults, AppConnector connector, KeyMinter minter, KeyNotices notices)
    {
        _notices = notices;
        _registry = registry;
        _vaults = vaults;
        _connector = connector;
        _minter = minter;
    }

    private enum Place
    {
        /// <summary>The entry has the new key.</summary>
        Entry,

        /// <summary>The vault has it, and the entry has not.</summary>
        Vault,

        /// <summary>Nothing has it.</summary>
        Nowhere,
    }

    /// <summary>Sees to all that is left about an app, or about knowledge when null.</summary>
    public async Task SettleAsync(OpenWorkspace open, string? appId, CancellationToken cancellationToken)
    {
        foreach (var operation in _minter.Journal.Of(open.Connection.WorkspaceId, appId))
            await SettleAsync(open, operation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sees to one piece of work.</summary>
    public Task SettleAsync(OpenWorkspace open, KeyOperation operation, CancellationToken cancellationToken) =>
        operation.Step switch
        {
            KeyStep.Minting => SettleMintingAsync(open, operation, cancellationToken),
            KeyStep.Minted => SettleMintedAsync(open, operation, cancellationToken),
            KeyStep.Revoking => SettleRevokingAsync(open, operation, cancellationToken),
            _ => Task.CompletedTask,
        };

    /// <summary>Revokes the key of before, when its time has come, and closes the matter.</summary>
    public Task RevokeAsync(OpenWorkspace open, KeyOperation operation, CancellationToken cancellationToken) =>
        RevokeAsync(open, operation, user: null, cancellationToken);

    /// <param name="open">The workspace.</param>
    /// <param name="operation">The work.</param>
    /// <param name="user">Who is known to use the key all the same.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    private async Task RevokeAsync(
        OpenWorkspace open,
        KeyOperation operation,
        AppBinding? user,
        CancellationToken cancellationToken
    )
    {
        if (operation.RevokeAfter > DateTimeOffset.UtcNow)
            return;
        // Whatever anybody did to the registry meanwhile: what is in use is not revoked. A key that was bound again has no id there.
        user ??= _registry.Apps.FirstOrDefault(app =>
            DifyId.AreSame(app.KeyId, operation.OldKeyId) || app.KeyFingerprint == operation.Before
        );
        if (user is not null)
        {
            _notices.Once(Strings.FormatOldKeyInUse(operation.OldKeyId, user.Name));
        }
        else if (operation.OldKeyId is { } old)
        {
            if (!await KeyMinter.TryDeleteAsync(open, operation.AppId, old, cancellationToken).ConfigureAwait(false))
            {
                var removal = KeyErrors.RemovalOf(open.Connection.Name, operation.AppId, old);
                _notices.Once(Strings.FormatOldKeyLeft(old, _notices.NameOf(operation), open.Connection.Name, removal));
            }

            KeyPoint.Pass(KeyPoint.Revoked);
        }

        await _minter.Journal.ForgetAsync(operation, cancellationToken).ConfigureAwait(false);
    }

    // Since it was noted, somebody may have put the key of before back into its vault, of which the registry knows nothing yet.
    private async Task SettleRevokingAsync(OpenWorkspace open, KeyOperation operation, CancellationToken cancellationToken)
    {
        var entry = (operation.Name ?? operation.Planned?.Name) is { } name ? _registry.Find(name) : null;
        var isInUse =
            entry is not null
            && operation.Before is { } before
            && !(operation.RevokeAfter > DateTimeOffset.UtcNow)
            && (await _connector.FindKeyAsync(entry, cancellationToken).ConfigureAwait(false))?.Fingerprint == before;
        await RevokeAsync(open, operation, isInUse ? entry : null, cancellationToken).ConfigureAwait(false);
    }

    private async Task SettleMintingAsync(OpenWorkspace open, KeyOperation operation, CancellationToken cancellationToken)
    {
        IReadOnlyList<WorkspaceKey> found;
        try
        {
            found = await _minter.FindAsync(open, operation, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyApiException e) when (WorkspaceRefusals.IsGone(e))
        {
            // The app is gone, and its keys with it; unless the session is in another workspace.
            await open.Client.Workspaces.RequireCurrentAsync(open.Connection.WorkspaceId, cancellationToken).ConfigureAwait(false);
            await _minter.Journal.ForgetAsync(operation, cancellationToken).ConfigureAwait(false);
            return;
        }

        // As many as were asked for are all ours, whichever of them is whose.
        var asked = _minter.Journal.Of(operation.WorkspaceId, operation.AppId).Count(one => one.Step == KeyStep.Minting);
        if (found.Count > 0 && found.Count <= asked)
        {
            foreach (var key in found)
            {
                if (await _minter.UndoAsync(open, operation with { KeyId = key.Id }).ConfigureAwait(false))
                    _notices.Once(Strings.FormatLostKeyRevoked(_notices.NameOf(operation), open.Connection.Name, KeyErrors.Describe(key)));
            }

            return;
        }

        if (found.Count > 0)
        {
            var lost = KeyErrors.Lost(open, operation, _notices.NameOf(operation), found, null);
            _notices.Once($"{lost.Message} {lost.RecommendedAction}");
        }
        else if (!KeyMinter.IsOver(operation))
        {
            // The request of whoever was killed may come still.
            return;
        }

        await _minter.Journal.ForgetAsync(operation, cancellationToken).ConfigureAwait(false);
    }

    private async Task SettleMintedAsync(OpenWorkspace open, KeyOperation operation, CancellationToken cancellationToken)
    {
        if (operation.Planned is not { } planned)
        {
            // It was for whoever asked for it, who never got it, unless somebody has bound it since.
            if (_registry.Apps.Any(app => app.KeyFingerprint == operation.KeyFingerprint))
                await _minter.Journal.ForgetAsync(operation, cancellationToken).ConfigureAwait(false);
            else
                await _minter.UndoAsync(open, operation).ConfigureAwait(false);
            return;
        }

        var (place, key) = await FindKeyAsync(operation, planned, cancellationToken).ConfigureAwait(false);
        if (place == Place.Nowhere)
        {
            await _minter.UndoAsync(open, operation).ConfigureAwait(false);
            return;
        }

        // The entry may say what the vault does not: then the vault was changed since, and both are left as they are.
        if (key is null || !BindingSeal.Holds(planned, key))
        {
            _notices.Once(Strings.FormatKeyWorkUnclear(planned.Name, _registry.Path));
            return;
        }

        AppIdentity identity;
        try
        {
            identity = await _connector.IdentifyAsync(planned, key, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyApiException e) when (e.StatusCode == 401)
        {
            // Somebody has revoked it: there is nothing to end.
            await _minter.Journal.ForgetAsync(operation, cancellationToken).ConfigureAwait(false);
            return;
        }

        var before = _registry.Find(planned.Name);
        var isSameApp = before?.KeyFingerprint == operation.Before && DifyId.AreSame(before?.AppId, planned.AppId);
        if (before is not null && isSameApp && identity.OtherModeThan(before) is { } mismatch)
        {
            await _minter.UndoAsync(open, operation).ConfigureAwait(false);
            throw mismatch;
        }

        var bound = planned with { RemoteName = identity.Name, Mode = identity.Mode, Verified = DateTimeOffset.UtcNow };
        if (await SwitchAsync(operation, bound.SealedBy(key), key, cancellationToken).ConfigureAwait(false) is { } next)
            await RevokeAsync(open, next, cancellationToken).ConfigureAwait(false);
    }

    // Under the registry's lock, as every write to a vault is, and past any copy of it that this process has: a stale one would have a key
    // revoked that is in use.
    private async Task<(Place Place, ApiKey? Key)> FindKeyAsync(
        KeyOperation operation,
        AppBinding planned,
        CancellationToken cancellationToken
    )
    {
        var found = (Place.Nowhere, (ApiKey?)null);
        await _registry
            .UpdateAsync(
                async apps =>
                {
                    ApiKey? key = null;
                    try
                    {
                        using var secret = await _vaults.ReadAsync(planned.Vault, planned.Secret, cancellationToken).ConfigureAwait(false);
                        key = secret is null ? null : ApiKey.FromSecureString(secret);
                    }
                    catch (Exception e) when (e is ArgumentException or DifyCommandException { ErrorId: "SecretNotAKey" })
                    {
                        // Whatever it is, it is not the key.
                    }

                    if (key?.Fingerprint != operation.KeyFingerprint)
                        key = null;
                    var isBound = apps.Any(app => app.KeyFingerprint == operation.KeyFingerprint);
                    found = (isBound ? Place.Entry : key is not null ? Place.Vault : Place.Nowhere, key);
                    return null;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return found;
    }

    private async Task<KeyOperation?> SwitchAsync(
        KeyOperation operation,
        AppBinding bound,
        ApiKey key,
        CancellationToken cancellationToken
    )
    {
        KeyOperation? next = null;
        AppBinding? before = null;
        var isDone = false;
        await _registry
            .UpdateDocumentAsync(
                document =>
                {
                    before = document.Apps.Named(bound.Name);
                    // Another key was bound to the name since: it is not for work of before to take it away.
                    isDone = before?.KeyFingerprint == operation.Before || before?.KeyFingerprint == operation.KeyFingerprint;
                    if (!isDone)
                        return Task.FromResult<RegistryDocument?>(null);
                    BindingChecks.KeyIsFree(document.Apps, bound, key);
                    next = KeySwitcher.Next(operation);
                    // What is not sealed may have been changed since, and stays.
                    bound = before is null ? bound : bound with { User = before.User, Unknown = before.Unknown };
                    return Task.FromResult<RegistryDocument?>(KeySwitcher.Put(document, bound, operation, next));
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        if (isDone)
        {
            if (before is not null)
                KeyCache.Drop(_registry, before);
            KeyCache.Store(_registry, bound, key);
            return next;
        }

        _notices.Once(Strings.FormatKeyWorkUnclear(bound.Name, _registry.Path));
        return null;
    }
}
