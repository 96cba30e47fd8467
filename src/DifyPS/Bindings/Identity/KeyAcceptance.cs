using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>
/// Takes a key that came out of a vault for an entry: one that is not the pinned one has to prove itself, and is pinned then.
/// </summary>
internal sealed class KeyAcceptance(AppRegistry registry, PipelineVaults vaults, AppConnector connector)
{
    /// <summary>Gives the entry as it is then; throws where the key is not its app's.</summary>
    /// <param name="binding">The entry.</param>
    /// <param name="key">The key as its vault has it.</param>
    /// <param name="former">The key that was good until now, where somebody has that.</param>
    /// <param name="isKnown">Whether the entry is the one that this process has used.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public async Task<AppBinding> AcceptAsync(
        AppBinding binding,
        ApiKey key,
        ApiKey? former,
        bool isKnown,
        CancellationToken cancellationToken
    )
    {
        var noted = binding;
        if (!connector.Guard.IsPinned(binding, key))
        {
            var state = await connector.Guard.CheckAsync(binding, key, cancellationToken, former, isKnown).ConfigureAwait(false);
            connector.Guard.RequireOwnServer(binding, key);
            var identity = await connector.IdentifyAsync(binding, key, cancellationToken).ConfigureAwait(false);
            RequireSameApp(identity, binding, key);
            // Two apps may have one name and one mode. Where the app's own workspace shows its keys, it says which is which.
            var found = connector.Inquiry is { } inquiry
                ? await inquiry.FindAsync(binding, key, cancellationToken).ConfigureAwait(false)
                : KeyFinding.Unknown;
            if (found is KeyFinding.Missing or KeyFinding.AppGone)
                throw identity.OtherAppOf(binding);

            var keyId = await FindOwnIdAsync(binding, key, cancellationToken).ConfigureAwait(false);
            noted = await PinAsync(binding, key, state, keyId, cancellationToken).ConfigureAwait(false);
            await new LeftKeys(registry, connector)
                .WarnOfReplacedAsync(binding, noted, cancellationToken)
                .ConfigureAwait(false);
        }

        KeyCache.Store(registry, binding, key);
        return noted;
    }

    /// <summary>A key that was changed outside has to open the same app, and be no other name's.</summary>
    public void RequireSameApp(AppIdentity identity, AppBinding binding, ApiKey key)
    {
        if (!identity.IsAppOf(binding) && !IsMintedKnowledge(binding, key))
            throw identity.MismatchOf(binding);
        connector.Guard.RequireFree(binding, key);
    }

    // A knowledge key tells nothing of its workspace; one that was minted here for this entry, and stored, is in the journal till it is
    // bound.
    private bool IsMintedKnowledge(AppBinding binding, ApiKey key) =>
        binding.IsKnowledge && key.Kind == ApiKeyKind.Knowledge && KeyJournal.IdOf(registry.KeyOperations, binding, key) is not null;

    // A registry that is older than its vault, such as one that was restored, meets a key that was made here since: then its id stands
    // beside it, and the app's own list says whether that is so. A key that somebody else has put there has nothing beside it.
    private async Task<string?> FindOwnIdAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken)
    {
        if (binding is not { KeyId: not null, AppId: not null } || connector.Inquiry is not { } inquiry)
            return null;
        var beside = await vaults.FindMetadataAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false);
        return beside is not null
            && SecretMetadata.KeyIdIn(binding, beside) is { } told
            && DifyId.AreSame(told, await inquiry.FindIdAsync(binding, key, cancellationToken).ConfigureAwait(false))
            ? told
            : null;
    }

    private async Task<AppBinding> PinAsync(
        AppBinding binding,
        ApiKey key,
        KeyState state,
        string? ownId,
        CancellationToken cancellationToken
    )
    {
        connector.Trace(Strings.FormatVerboseKeyRotated(binding.Name, binding.RemoteName));
        var noted = binding;
        try
        {
            await registry.UpdateAsync(
                async apps =>
                {
                    var current = apps.Named(binding.Name);
                    if (current is not null && current.KeyFingerprint == key.Fingerprint && BindingSeal.Holds(current, key))
                    {
                        // Another process found the same, and was faster.
                        noted = current;
                        return null;
                    }

                    if (current is null || !BindingSeal.IsSame(current, binding))
                        throw BindingChecks.Overtaken(binding.Name);
                    BindingChecks.KeyIsFree(apps, binding, key);
                    // The id of a key that somebody else put there is not known. One that was minted here is in the journal still.
                    var keyId = KeyJournal.IdOf(registry.KeyOperations, current, key) ?? ownId;
                    noted = (current with { KeyId = keyId, Verified = DateTimeOffset.UtcNow }).SealedBy(key);
                    // Whoever rotated it may have taken the metadata away with the old key; the next time they are the witness. Where
                    // nothing but the app's answer speaks for the entry, a secret of another name may be anybody's.
                    var isOwner = noted.OwnsSecret && (state == KeyState.Vouched || BindingGuard.HasOwnSecret(noted));
                    await vaults.DescribeAsync(noted, isOwner, cancellationToken).ConfigureAwait(false);
                    return apps.Select(app => ReferenceEquals(app, current) ? noted : app).ToList();
                },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (DifyCommandException e) when (e.ErrorId is "RegistryNotWritable" or "RegistryLocked")
        {
            // A registry shipped by a team may be read-only. The key proved itself; the next process asks again.
            noted = binding;
            connector.Warn(Strings.FormatKeyNotNoted(binding.Name, e.Message));
        }

        return noted;
    }
}
