using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>The secrets that bindings live from: written and deleted where they are the binding's own.</summary>
internal sealed class BindingSecrets
{
    private readonly AppRegistry _registry;
    private readonly PipelineVaults _vaults;
    private readonly AppConnector _connector;

    public BindingSecrets(AppRegistry registry, PipelineVaults vaults, AppConnector connector)
    {
        _registry = registry;
        _vaults = vaults;
        _connector = connector;
    }

    /// <summary>
    /// Deletes the secret that an earlier binding of the name owned, unless the new one lives there too. Where the earlier one was edited,
    /// the secret may be anybody's, and stays.
    /// </summary>
    public async Task RemoveReplacedAsync(AppBinding? replaced, AppBinding binding, CancellationToken cancellationToken)
    {
        // The place that was moved from may be the one that was moved to.
        if (
            replaced is not { OwnsSecret: true }
            || await _vaults
                .IsSamePlaceAsync(replaced.Vault, replaced.Secret, binding.Vault, binding.Secret, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return;
        }

        // Under the lock as every write to a vault is, though the registry itself stays as it is: vaults
        // that rewrite one file for each change lose what two processes write at once.
        await _registry
            .UpdateAsync(
                async apps =>
                {
                    // Two vaults may open one store and not say so; then the new place is empty, too.
                    using var kept = AppName.Comparer.Equals(replaced.Secret, binding.Secret)
                        ? await _vaults.ReadAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false)
                        : null;
                    try
                    {
                        await RemoveAsync(
                                replaced,
                                apps.NotNamed(binding.Name),
                                cancellationToken
                            )
                            .ConfigureAwait(false);
                    }
                    catch (DifyCommandException e) when (e.ErrorId is "BindingChanged" or "KeyAlreadyBound")
                    {
                        _connector.Warn(Strings.FormatSecretLeft(replaced.Secret, replaced.Vault, e.Message));
                    }

                    if (kept is not null)
                        await WriteAgainAsync(binding, kept, cancellationToken).ConfigureAwait(false);
                    return null;
                },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Deletes the secret of a binding, unless another entry lives there, too; throws where it may not be the binding's. The lock has to be
    /// held.
    /// </summary>
    public async Task RemoveAsync(AppBinding binding, IEnumerable<AppBinding> others, CancellationToken cancellationToken)
    {
        if (!await _connector.Guard.MayDeleteSecretAsync(binding, others.ToList(), cancellationToken).ConfigureAwait(false))
            return;
        KeyCache.Drop(_registry, binding);
        await _vaults.RemoveAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>True when nothing was there before.</summary>
    public async Task<bool> WriteAsync(AppBinding binding, SecureString key, CancellationToken cancellationToken)
    {
        KeyCache.Drop(_registry, binding);
        var beside = await _vaults.FindMetadataAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false);
        return await _vaults
            .WriteAsync(binding.Vault, binding.Secret, key, SecretMetadata.Of(binding, beside), cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task WriteAgainAsync(AppBinding binding, SecureString key, CancellationToken cancellationToken)
    {
        using var present = await _vaults.ReadAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false);
        if (present is null)
            await WriteAsync(binding, key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// A vault may be shared: a secret of that name with another key in it may be a colleague's. One that is no key is written over only
    /// where the place is the binding's own. Of a key that is still to be made, whatever is there is another.
    /// </summary>
    public async Task RequireUnusedAsync(AppBinding binding, ApiKey? key, CancellationToken cancellationToken, bool isOwnPlace = false)
    {
        ApiKey? other = null;
        try
        {
            using var present = await _vaults.PeekAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false);
            if (present is null)
                return;
            other = ApiKey.FromSecureString(present);
        }
        catch (Exception e) when (e is ArgumentException or DifyCommandException { ErrorId: "SecretNotAKey" })
        {
            if (isOwnPlace)
                return;
        }

        if (other is null || !other.Equals(key))
        {
            throw new DifyCommandException(
                "SecretAlreadyExists", ErrorCategory.ResourceExists,
                Strings.FormatSecretTaken(binding.Vault, binding.Secret, binding.Name),
                Strings.FormatSecretTakenAction(Quoting.Literal(binding.Secret)),
                binding.Name);
        }
    }
}
