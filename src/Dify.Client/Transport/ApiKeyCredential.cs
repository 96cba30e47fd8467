using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport.Redaction;

namespace Dify.Client.Transport;

/// <summary>An API key of an app or of knowledge: <c>Authorization: Bearer …</c>.</summary>
public sealed class ApiKeyCredential : Credential
{
    private const string AppIdHeader = "X-Dify-App-ID";

    private readonly Func<ApiKey, CancellationToken, Task<ApiKey?>>? _refresh;
    private ApiKey _key;
    private ApiKey? _rejected;

    /// <summary>Makes one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="refresh">
    /// Asked when the server answers 401: given the rejected key it gives a fresher one, or null. What it throws goes to the caller as
    /// it is.
    /// </param>
    public ApiKeyCredential(ApiKey key, Func<ApiKey, CancellationToken, Task<ApiKey?>>? refresh = null)
    {
        _key = key ?? throw new ArgumentNullException(nameof(key));
        _refresh = refresh;
    }

    /// <inheritdoc/>
    public override string Fingerprint => Key.Fingerprint;

    // The rejected key too: what the server said of it may be told later. It is looked for behind the one in use, whose
    // place it leaves only when it can be found here.
    internal override IReadOnlyList<Secret> Secrets
    {
        get
        {
            var secret = Key.Secret;
            return Volatile.Read(ref _rejected) is { } rejected ? [secret, rejected.Secret] : [secret];
        }
    }

    private protected override object Current => Key;

    private ApiKey Key => Volatile.Read(ref _key);

    /// <summary>Shows the fingerprint, never the key.</summary>
    /// <returns>The fingerprint behind the word ApiKey.</returns>
    public override string ToString() => Key.ToString();

    /// <summary>
    /// Which of the apps that the key opens is meant, by Dify's id of it: sent as <c>X-Dify-App-ID</c> with every request. Null for a key
    /// that opens one app only.
    /// </summary>
    public string? AppId { get; init; }

    private protected override void Write(HttpRequestMessage request, object current)
    {
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + ((ApiKey)current).Value);
        request.Headers.Remove(AppIdHeader);
        if (AppId is not null)
            request.Headers.TryAddWithoutValidation(AppIdHeader, AppId);
    }

    private protected override async Task ReplaceAsync(object rejected, HttpTransport transport, CancellationToken cancellationToken)
    {
        var old = (ApiKey)rejected;
        if (_refresh is not null && await _refresh(old, cancellationToken).ConfigureAwait(false) is { } fresh && !fresh.Equals(old))
        {
            Volatile.Write(ref _rejected, old);
            Volatile.Write(ref _key, fresh);
        }
    }
}
