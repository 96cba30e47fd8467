using System;
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

/// <summary>What is to become of a name: which app it stands for, and what of the key that it has.</summary>
internal sealed record KeyOrder
{
    public required OpenWorkspace Open { get; init; }

    /// <summary>The entry as it is; null for a new one.</summary>
    public AppBinding? Before { get; init; }

    /// <summary>The entry as it is to be, but for its key.</summary>
    public required AppBinding Draft { get; init; }

    /// <summary>The key that is revoked once the new one is in its place; null to revoke none.</summary>
    public string? OldKeyId { get; init; }

    /// <summary>How long that waits.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>The revocation of the key that the name has, where that is another app's: noted, and left to who ordered it.</summary>
    public KeyOperation? Replaces { get; init; }

    /// <summary>Whether the input variables are asked for.</summary>
    public bool AsksInputs { get; init; }

    /// <summary>Whether an API that is off is switched on; null where nobody could have asked for that.</summary>
    public bool? EnablesApi { get; init; }

    /// <summary>Whether a secret that is in the way is written over.</summary>
    public bool Force { get; init; }
}

/// <summary>
/// Gives a name a new key: minted, asked whose it is, stored and read back, bound, and the old one revoked, in this order. The journal
/// knows each step before it is done. The lock of the app has to be held.
/// </summary>
internal sealed class KeySwitcher
{
    private readonly AppRegistry _registry;
    private readonly PipelineVaults _vaults;
    private readonly AppConnector _connector;
    private readonly KeyMinter _minter;
    private readonly KeyRecovery _recovery;
    private readonly BindingSecrets _secrets;
    private readonly KeyNotices _notices;

    public KeySwitcher(
        AppRegistry registry,
        PipelineVaults vaults,
        AppConnector connector,
        KeyMinter minter,
        KeyRecovery recovery,
        KeyNotices notices
    )
    {
        _notices = notices;
        _registry = registry;
        _vaults = vaults;
        _connector = connector;
        _minter = minter;
        _recovery = recovery;
        _secrets = new BindingSecrets(registry, vaults, connector);
    }

    public async Task<AppBinding> RunAsync(KeyOrder order, CancellationToken cancellationToken)
    {
        var note = KeyOperation.Of(order.Open, order.Draft.AppId) with
        {
            Before = order.Before?.KeyFingerprint,
            OldKeyId = order.OldKeyId,
            RevokeAfter = order.Grace > TimeSpan.Zero ? DateTimeOffset.UtcNow + order.Grace : null,
        };
        var (operation, key) = await _minter
            .MintAsync(order.Open, note, made => Plan(order, made), cancellationToken)
            .ConfigureAwait(false);
        var isStored = false;
        AppBinding binding;
        KeyOperation? next;
        try
        {
            binding = await VerifyAsync(order, operation.Planned!, key.Key!, cancellationToken).ConfigureAwait(false);
            KeyPoint.Pass(KeyPoint.Verified);
            (binding, next) = await StoreAsync(order, operation, binding, key.Key!, () => isStored = true, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e))
        {
            await CleanUpAsync(order.Open, operation, isStored, cancellationToken).ConfigureAwait(false);
            throw;
        }

        KeyPoint.Pass(KeyPoint.Switched);
        if (order.Before is not null)
            KeyCache.Drop(_registry, order.Before);
        KeyCache.Store(_registry, binding, key.Key!);
        await _secrets.RemoveReplacedAsync(order.Before, binding, cancellationToken).ConfigureAwait(false);
        if (next is not null)
            await RevokeAsync(order.Open, next, cancellationToken).ConfigureAwait(false);
        KeyPoint.Pass(KeyPoint.Done);
        return binding;
    }

    /// <summary>The work that is left once the entry has its new key; null when none is.</summary>
    public static KeyOperation? Next(KeyOperation operation) =>
        operation.OldKeyId is null ? null : operation with { Step = KeyStep.Revoking };

    /// <summary>The registry with the entry, and with what is left to do: both are written at once.</summary>
    public static RegistryDocument Put(RegistryDocument document, AppBinding binding, KeyOperation operation, KeyOperation? next)
    {
        var changed = document with
        {
            Apps = [.. document.Apps.NotNamed(binding.Name), binding],
        };
        return next is null ? KeyJournal.Without(changed, operation) : KeyJournal.With(changed, next);
    }

    // What cannot be revoked now stays in the journal; the app has its new key all the same.
    private async Task RevokeAsync(OpenWorkspace open, KeyOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            await _recovery.RevokeAsync(open, operation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
        {
            _notices.Left(operation, operation.OldKeyId!, open.Connection.Name, e.Message);
        }
    }

    private async Task CleanUpAsync(OpenWorkspace open, KeyOperation operation, bool isStored, CancellationToken cancellationToken)
    {
        if (!isStored)
        {
            await _minter.UndoAsync(open, operation).ConfigureAwait(false);
            return;
        }

        try
        {
            await _recovery.SettleAsync(open, operation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e))
        {
            _notices.Left(operation, operation.KeyId!, open.Connection.Name, e.Message);
        }
    }

    private static AppBinding Plan(KeyOrder order, WorkspaceKey key) =>
        (order.Draft with { KeyId = key.Id }).In(WorkspacePlace.Of(order.Open.Connection)).SealedBy(key.Key!);

    private async Task<AppBinding> VerifyAsync(KeyOrder order, AppBinding planned, ApiKey key, CancellationToken cancellationToken)
    {
        var client = _connector.ClientFor(planned, key);
        AppIdentity identity;
        try
        {
            identity = await AppIdentity.AskAsync(client, key.Kind, planned, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyApiException e) when (e.StatusCode == 403 && planned.AppId is not null)
        {
            if (order.EnablesApi != true)
                throw KeyErrors.ApiOff(order.Open.Connection, planned.Name, planned.AppId, order.EnablesApi is not null, e);
            await order.Open.Client.Apps.SetApiEnabledAsync(planned.AppId, true, cancellationToken).ConfigureAwait(false);
            identity = await AppIdentity.AskAsync(client, key.Kind, planned, cancellationToken).ConfigureAwait(false);
        }

        var isSameApp = order.Before is { } former && DifyId.AreSame(former.AppId, planned.AppId);
        if (isSameApp && !order.Force && identity.OtherModeThan(order.Before!) is { } mismatch)
            throw mismatch;
        var inputs = order.AsksInputs
            ? await identity.AskInputsAsync(client, cancellationToken).ConfigureAwait(false)
            : planned.Inputs;
        return planned with
        {
            RemoteName = identity.Name,
            Mode = identity.Mode,
            Inputs = inputs,
            LimitedToBases = identity.IsLimited ? true : null,
            Verified = DateTimeOffset.UtcNow,
        };
    }

    private async Task<(AppBinding Binding, KeyOperation? Next)> StoreAsync(
        KeyOrder order,
        KeyOperation operation,
        AppBinding binding,
        ApiKey key,
        Action onStoring,
        CancellationToken cancellationToken
    )
    {
        var next = Next(operation);
        await _registry
            .UpdateDocumentAsync(
                async document =>
                {
                    var current = document.Apps.Named(binding.Name);
                    if (order.Before is null)
                        BindingChecks.NameIsFree(document.Apps, binding.Name, force: false);
                    else if (current is null || !BindingChecks.IsUnchanged(current, order.Before))
                        throw BindingChecks.Overtaken(binding.Name);
                    BindingChecks.KeyIsFree(document.Apps, binding, key);
                    if (order.Before is null || !BindingGuard.SamePlace(order.Before, binding))
                    {
                        await BindingChecks.PlaceIsFreeAsync(document.Apps, binding, _vaults, cancellationToken).ConfigureAwait(false);
                        if (!order.Force)
                            await _secrets.RequireUnusedAsync(binding, key, cancellationToken).ConfigureAwait(false);
                    }

                    onStoring();
                    using var secret = key.ToSecureString();
                    var isNew = await _secrets.WriteAsync(binding, secret, cancellationToken).ConfigureAwait(false);
                    KeyPoint.Pass(KeyPoint.Stored);
                    binding = (binding with { OwnsSecret = isNew || binding.OwnsSecret }).SealedBy(key);
                    var changed = Put(document, binding, operation, next);
                    return order.Replaces is null ? changed : KeyJournal.With(changed, order.Replaces);
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return (binding, next);
    }
}
