using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// Proves that the ids in an entry are those of its key, before keys of an app are worked on by the name: by the seal, and, where that has
/// sealed what nobody has verified, such as what a vault told, by the workspace. That it said so is noted.
/// </summary>
internal sealed class IdProof(AppRegistry registry, AppConnector connector)
{
    /// <summary>
    /// Whether a seal alone does not speak for the ids: nobody has verified them, or they are of no workspace, as an id is that was written
    /// beside the key of one app. Knowledge has one list of keys, and none leads to another's.
    /// </summary>
    public static bool IsNeeded(AppBinding binding) =>
        !binding.IsKnowledge
        && (
            !binding.IsVerified
            || binding.IdsUnproven == true
            || binding is { AppId: not null, Workspace: null, KeyKind: Keys.AppKind }
        );

    /// <summary>
    /// Throws <c>BindingChanged</c> where the entry was edited, and <c>AppIdentityMismatch</c> where its ids are another app's.
    /// </summary>
    public async Task RequireAsync(AppBinding binding, CancellationToken cancellationToken)
    {
        if (!IsNeeded(binding))
        {
            await connector.RequireUneditedAsync(binding, cancellationToken).ConfigureAwait(false);
            return;
        }

        var (current, key) = await connector.TakeAsync(binding, cancellationToken).ConfigureAwait(false);
        await RequireAsync(current, key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same for an entry that its key has sealed; gives it as it is then.</summary>
    public async Task<AppBinding> RequireAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken)
    {
        if (!IsNeeded(binding) || connector.Inquiry is not { } inquiry)
            return binding;
        var isProved = await inquiry
            .RequireOwnerAsync(await AskAsync(binding, key, cancellationToken).ConfigureAwait(false), key, cancellationToken, isBound: true)
            .ConfigureAwait(false);
        return isProved && binding.IdsUnproven == true
            ? await NoteAsync(binding, key, cancellationToken).ConfigureAwait(false)
            : binding;
    }

    /// <summary>Whether the ids are those of the key, as far as anybody can tell; where nobody can, they are not.</summary>
    public async Task<bool> HoldsAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken) =>
        await FindAsync(binding, key, cancellationToken).ConfigureAwait(false) == KeyFinding.Present;

    /// <summary>What is found of the ids and the key, where that is not known already; whatever goes wrong means that nothing is.</summary>
    public async Task<KeyFinding> FindAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken)
    {
        if (!IsNeeded(binding))
            return KeyFinding.Present;
        if (connector.Inquiry is not { } inquiry)
            return KeyFinding.Unknown;
        try
        {
            var asked = await AskAsync(binding, key, cancellationToken).ConfigureAwait(false);
            return await inquiry.CompareAsync(asked, key, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
        {
            return KeyFinding.Unknown;
        }
    }

    /// <summary>The same; that the workspace has confirmed the ids is noted.</summary>
    public async Task<KeyFinding> ConfirmAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken)
    {
        var finding = await FindAsync(binding, key, cancellationToken).ConfigureAwait(false);
        if (finding == KeyFinding.Present && binding.IdsUnproven == true)
            await NoteAsync(binding, key, cancellationToken).ConfigureAwait(false);
        return finding;
    }

    private async Task<AppBinding> AskAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken)
    {
        var identity = await connector.IdentifyAsync(binding, key, cancellationToken).ConfigureAwait(false);
        return binding with { RemoteName = identity.Name, Mode = identity.Mode };
    }

    private async Task<AppBinding> NoteAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken)
    {
        var noted = binding;
        try
        {
            await registry
                .ReplaceAsync(
                    binding.Name,
                    current => noted = BindingSeal.IsSame(current, binding)
                        ? (current with { IdsUnproven = null }).SealedBy(key)
                        : throw BindingChecks.Overtaken(binding.Name),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (DifyCommandException e) when (e.ErrorId is "RegistryNotWritable" or "RegistryLocked")
        {
            // A registry shipped by a team may be read-only. The workspace is asked again then.
            return binding;
        }

        KeyCache.Store(registry, noted, key);
        return noted;
    }
}
