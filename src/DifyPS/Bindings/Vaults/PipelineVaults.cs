using System;
using System.Collections.Generic;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Vaults;

/// <summary>
/// The vaults, for work that runs off the pipeline thread: SecretManagement's cmdlets run on it alone. A secret that is not there is
/// looked for again when nobody is writing any more: SecretStore takes the one before out of its file and puts the new one in with a
/// second write, and whoever looks between the two, in another process, finds nothing.
/// </summary>
internal sealed class PipelineVaults
{
    private readonly ISecretVaults _vaults;
    private readonly IPipeline _pipeline;
    private readonly AppRegistry _registry;

    /// <param name="vaults">The vaults.</param>
    /// <param name="pipeline">The way to the thread that may ask them.</param>
    /// <param name="registry">Whose lock everybody holds who writes a secret.</param>
    public PipelineVaults(ISecretVaults vaults, IPipeline pipeline, AppRegistry registry)
    {
        _vaults = vaults;
        _pipeline = pipeline;
        _registry = registry;
    }

    /// <summary>The named vault, or the default one.</summary>
    public Task<string> ResolveAsync(string? vault, CancellationToken cancellationToken) =>
        _pipeline.InvokeAsync(() => vault is null ? _vaults.DefaultVault() : _vaults.RequireVault(vault), cancellationToken);

    public Task<SecureString?> ReadAsync(string vault, string secret, CancellationToken cancellationToken) =>
        LookAsync(() => _vaults.Read(vault, secret), cancellationToken);

    /// <summary>
    /// The same in this moment, where nobody has to be waited for: a place that is free is looked at again by whoever writes to it, under
    /// the lock.
    /// </summary>
    public Task<SecureString?> PeekAsync(string vault, string secret, CancellationToken cancellationToken) =>
        _pipeline.InvokeAsync(() => _vaults.Read(vault, secret), cancellationToken);

    /// <summary>The secret as it is kept, of whatever kind.</summary>
    public Task<object?> ReadValueAsync(string vault, string secret, CancellationToken cancellationToken) =>
        LookAsync(() => _vaults.ReadValue(vault, secret), cancellationToken);

    /// <summary>True when nothing was there before.</summary>
    public Task<bool> WriteAsync(
        string vault,
        string secret,
        SecureString value,
        IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancellationToken
    ) => _pipeline.InvokeAsync(() => _vaults.Write(vault, secret, value, metadata), cancellationToken);

    public Task RemoveAsync(string vault, string secret, CancellationToken cancellationToken) =>
        _pipeline.InvokeAsync(() => { _vaults.Remove(vault, secret); return true; }, cancellationToken);

    public Task<IReadOnlyList<SecretEntry>> ListAsync(string vault, CancellationToken cancellationToken) =>
        _pipeline.InvokeAsync(() => _vaults.List(vault), cancellationToken);

    public Task<IReadOnlyDictionary<string, string>?> FindMetadataAsync(string vault, string secret, CancellationToken cancellationToken) =>
        LookAsync(() => _vaults.FindMetadata(vault, secret), cancellationToken);

    /// <summary>
    /// Has what stands beside a secret say what the binding says, where that is the module's to write: see <see
    /// cref="SecretMetadata.Amended"/>.
    /// </summary>
    public Task DescribeAsync(AppBinding binding, bool isOwner, CancellationToken cancellationToken) =>
        _pipeline.InvokeAsync(
            () =>
            {
                if (
                    _vaults.FindMetadata(binding.Vault, binding.Secret) is { } beside
                    && SecretMetadata.Amended(beside, binding, isOwner) is { } amended
                )
                {
                    _vaults.WriteMetadata(binding.Vault, binding.Secret, amended);
                }
                return true;
            },
            cancellationToken
        );

    /// <summary>Whether two secrets are one, also where two vaults open one store.</summary>
    public async Task<bool> IsSamePlaceAsync(
        string vault,
        string secret,
        string otherVault,
        string otherSecret,
        CancellationToken cancellationToken
    ) =>
        AppName.Comparer.Equals(secret, otherSecret)
        && (
            AppName.Comparer.Equals(vault, otherVault)
            || await IsSameStoreAsync(vault, otherVault, cancellationToken).ConfigureAwait(false)
        );

    private Task<bool> IsSameStoreAsync(string vault, string other, CancellationToken cancellationToken) =>
        _pipeline.InvokeAsync(() => _vaults.IsSameStore(vault, other), cancellationToken);

    private async Task<T?> LookAsync<T>(Func<T?> look, CancellationToken cancellationToken)
        where T : class
    {
        var found = await _pipeline.InvokeAsync(look, cancellationToken).ConfigureAwait(false);
        return found is null && await _registry.WaitForWritersAsync(cancellationToken).ConfigureAwait(false)
            ? await _pipeline.InvokeAsync(look, cancellationToken).ConfigureAwait(false)
            : found;
    }
}
