using System;
using System.Net.Http;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport.Redaction;

namespace Dify.Client.Transport;

/// <summary>Sends calls: the only place where a credential meets a request.</summary>
internal sealed partial class HttpTransport
{
    private static readonly Task<object?> NoResult = Task.FromResult<object?>(null);
    private readonly HttpMessageInvoker? _invoker;

    public HttpTransport(DifyServer server, Credential credential, DifyClientOptions options, HttpMessageInvoker? invoker)
    {
        options.Check();
        Server = server;
        Options = options;
        Credential = credential;
        _invoker = invoker;
    }

    public DifyServer Server { get; }

    public Credential Credential { get; }

    public DifyClientOptions Options { get; }

    /// <summary>Sends to the host of an address, and to no other, what goes there without the credential.</summary>
    public HttpTransport To(Uri address)
    {
        var skip = Server.SkipCertificateCheck && address.Authority == Server.BaseUri.Authority;
        return new HttpTransport(
            DifyServer.Create(address.GetLeftPart(UriPartial.Authority), allowUnencryptedAuthentication: false, skip),
            Credential,
            Options,
            _invoker
        );
    }

    /// <summary>Sends to the same server with another credential.</summary>
    public HttpTransport As(Credential credential) => new(Server, credential, Options, _invoker);

    /// <summary>Sends to another API of the same server, with the same credential.</summary>
    public HttpTransport At(DifyServer server) => new(server, Credential, Options, _invoker);

    public Task<T> GetAsync<T>(Route route, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => SendAsync(new ApiRequest(HttpMethod.Get, route), type, cancellationToken);

    /// <summary>The same for what is read field by field.</summary>
    public Task<T> GetAsync<T>(Route route, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class => SendAsync(new ApiRequest(HttpMethod.Get, route), read, cancellationToken);

    /// <summary>Sends a call whose answer is JSON.</summary>
    public Task<T> SendAsync<T>(ApiRequest call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        SendAsync(call, (response, token) => ResponseReader.ReadJsonAsync(response, type, this, call, token), cancellationToken);

    /// <summary>The same for what is read field by field.</summary>
    public Task<T> SendAsync<T>(ApiRequest call, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class =>
        SendAsync(call, (response, token) => ResponseReader.ReadJsonAsync(response, read, this, call, token), cancellationToken);

    /// <summary>Deletes what the route names. The body, if there is one, is given as for <see cref="ApiRequest.Content"/>.</summary>
    public Task DeleteAsync(Route route, Func<HttpContent>? content, CancellationToken cancellationToken) =>
        SendAsync(new ApiRequest(HttpMethod.Delete, route) { Content = content, WantsGone = true }, cancellationToken);

    /// <summary>Sends a call of whose answer only the status counts.</summary>
    public Task SendAsync(ApiRequest call, CancellationToken cancellationToken) =>
        SendAsync(call, static (_, _) => NoResult, cancellationToken);

    /// <summary>
    /// Sends a call, again when it should be, and hands the good answer to <paramref name="read"/>, which belongs to the
    /// try: what fails in it may be retried too. The answer is disposed afterwards unless the call is a stream.
    /// </summary>
    public async Task<T> SendAsync<T>(
        ApiRequest call,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken
    )
        where T : class?
    {
        if (Server.IsUnencryptedElsewhere && !Server.AllowUnencryptedAuthentication)
            throw ExceptionMapper.Unencrypted(this, call.Operation);

        cancellationToken.ThrowIfCancellationRequested();
        using var deadline = new Deadline(Options.Clock, Options.RequestTimeout, cancellationToken);
        var state = new RequestState(this, call, deadline, cancellationToken);
        ExceptionDispatchInfo failure;
        try
        {
            try
            {
                return await AttemptAsync(state, read).ConfigureAwait(false);
            }
            catch (DifyException e) when (RetryPolicy.IsDue(state, e))
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }

            return await RetryPipeline.RunAsync(state, failure, s => AttemptAsync(s, read)).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested && deadline.IsExpired)
        {
            throw ExceptionMapper.Timeout(deadline, state.LastError ?? e, this, call.Operation);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested && e.CancellationToken != cancellationToken)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    public void Trace(string line) => Options.Trace?.Invoke(line);

    /// <summary>
    /// Takes the credential, and the password of a proxy on the way, out of text that came from the other side, which may have
    /// repeated it.
    /// </summary>
    public string Redact(string text) => Redactor.Redact(text, [.. Credential.Secrets, .. Proxies.Secrets(Server)]);
}
