using System;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;

namespace DifyPS.Binding;

/// <summary>
/// Makes the client that can only reach the binding's own app. A key that comes out of the vault other
/// than it was pinned is asked who it is before anything else is sent with it.
/// </summary>
internal sealed class AppConnector
{
    private static readonly string UserAgent = "DifyPS/" + typeof(AppConnector).Assembly.GetName().Version?.ToString(3);

    private static readonly TimeSpan DefaultTimeout = new DifyClientOptions().RequestTimeout;

    private readonly AppRegistry _registry;
    private readonly PipelineVaults _vaults;
    private readonly Action<string>? _verbose;
    private readonly Action<string> _warn;

    public AppConnector(AppRegistry registry, PipelineVaults vaults, Action<string>? verbose, Action<string> warn)
    {
        _registry = registry;
        _vaults = vaults;
        _verbose = verbose;
        _warn = warn;
    }

    /// <summary>A client with a key that is known to open the binding's app; <paramref name="timeout"/> is for a call, 100 s when null.</summary>
    public async Task<DifyClient> ConnectAsync(
        AppBinding binding, CancellationToken cancellationToken, TimeSpan? timeout = null, Action<TimeSpan?>? onTooManyRequests = null)
    {
        var key = KeyCache.Find(binding) ?? await FetchAsync(binding, cancellationToken).ConfigureAwait(false);
        var options = new DifyClientOptions
        {
            Trace = _verbose,
            UserAgent = UserAgent,
            RequestTimeout = timeout ?? DefaultTimeout,
            OnTooManyRequests = onTooManyRequests,
            RejectedKeyAdvice = () => Keys.RejectedAction(binding),
            RefreshKey = (rejected, token) => RefreshAsync(binding, rejected, token),
        };
        return new DifyClient(binding.ToServer(), key, options);
    }

    /// <summary>A client for asking who a key belongs to, without the ways of a binding.</summary>
    public DifyClient ClientFor(DifyServer server, ApiKey key) => new(
        server, key,
        new DifyClientOptions { Trace = _verbose, UserAgent = UserAgent });

    /// <summary>The key as the vault has it now; throws <c>SecretMissing</c>.</summary>
    public async Task<ApiKey> ReadKeyAsync(AppBinding binding, CancellationToken cancellationToken)
    {
        using var secret = await ReadSecretAsync(binding, cancellationToken).ConfigureAwait(false);
        return Keys.From(secret, binding.Name);
    }

    /// <summary>The same as it is stored, to be written elsewhere.</summary>
    public async Task<SecureString> ReadSecretAsync(AppBinding binding, CancellationToken cancellationToken) =>
        await _vaults.ReadAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false)
            ?? throw new DifyBindingException(
                "SecretMissing", ErrorCategory.ObjectNotFound,
                Strings.FormatSecretMissing(binding.Name, binding.Vault, binding.Secret),
                Strings.FormatSecretMissingAction(binding.Name), binding.Name);

    // The first read of a vault takes long; meanwhile the client gets ready on another thread.
    private async Task<ApiKey> FetchAsync(AppBinding binding, CancellationToken cancellationToken)
    {
        _ = Task.Run(() => DifyClient.WarmUpAsync(binding.ToServer()), CancellationToken.None);
        var key = await ReadKeyAsync(binding, cancellationToken).ConfigureAwait(false);
        return await AcceptAsync(binding, key, cancellationToken).ConfigureAwait(false);
    }

    // A 401: the key may have been rotated in the vault since it was read.
    private async Task<ApiKey?> RefreshAsync(AppBinding binding, ApiKey rejected, CancellationToken cancellationToken)
    {
        KeyCache.Drop(binding.Vault, binding.Secret);
        var key = await ReadKeyAsync(binding, cancellationToken).ConfigureAwait(false);
        if (key.Equals(rejected))
            return null;
        _verbose?.Invoke(Strings.FormatVerboseKeyRejected(binding.Name));
        return await AcceptAsync(binding, key, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ApiKey> AcceptAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken)
    {
        if (key.Fingerprint != binding.KeyFingerprint)
        {
            var identity = await AppIdentity.AskAsync(ClientFor(binding.ToServer(), key), key.Kind, binding, cancellationToken).ConfigureAwait(false);
            if (!identity.IsAppOf(binding))
                throw identity.MismatchOf(binding);
            await PinAsync(binding, key, cancellationToken).ConfigureAwait(false);
        }

        KeyCache.Keep(binding, key);
        return key;
    }

    private async Task PinAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken)
    {
        _verbose?.Invoke(Strings.FormatVerboseKeyRotated(binding.Name, binding.RemoteName));
        try
        {
            await _registry.ReplaceAsync(
                binding.Name,
                current => current.KeyFingerprint == binding.KeyFingerprint
                    ? current with { KeyFingerprint = key.Fingerprint, Verified = DateTimeOffset.UtcNow }
                    : current,
                cancellationToken).ConfigureAwait(false);
        }
        catch (DifyBindingException e) when (e.ErrorId is "RegistryNotWritable" or "RegistryLocked")
        {
            // A registry shipped by a team may be read-only. The key proved itself; the next process asks again.
            _warn(Strings.FormatKeyNotNoted(binding.Name, e.Message));
        }
    }
}
