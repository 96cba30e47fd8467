using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Dify.Client.Transport;

/// <summary>
/// A password for a proxy is tried by one call at first; the others wait for what comes of it. Refused, it is not given
/// again by this process: accounts are locked after a few wrong passwords, and a list has hundreds of calls.
/// </summary>
internal sealed class ProxyPassword
{
    private static readonly ConcurrentDictionary<(string Proxy, string User, string Password), ProxyPassword> Known = new();

    private readonly SemaphoreSlim _gate = new(1);
    private volatile bool _taken;
    private volatile bool _refused;

    /// <summary>The password on the way to the server; null when no proxy there is given one.</summary>
    public static ProxyPassword? For(DifyServer server) =>
        Proxies.CredentialFor(server) is { } one && Proxies.For(server) is { } proxy
            ? Known.GetOrAdd((proxy.Authority, one.UserName, one.Password), static _ => new ProxyPassword())
            : null;

    /// <summary>Sends, unless the password was refused before.</summary>
    /// <param name="send">Sends.</param>
    /// <param name="refuse">Makes the exception of a password that was refused.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<HttpResponseMessage> SendAsync(
        Func<Task<HttpResponseMessage>> send,
        Func<Exception> refuse,
        CancellationToken cancellationToken
    )
    {
        if (!_taken && !_refused)
        {
            await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (!_taken && !_refused)
                    return await TryAsync(send).ConfigureAwait(false);
            }
            finally
            {
                _gate.Release();
            }
        }

        return _refused ? throw refuse() : await TryAsync(send).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> TryAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            var response = await send().ConfigureAwait(false);
            _refused = response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired;
            _taken = !_refused;
            return response;
        }
        catch (Exception e) when (Proxies.StatusOf(e) == 407)
        {
            _refused = true;
            throw;
        }
    }
}
