using System;
using System.Globalization;
using System.Net.Http;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport.Redaction;

namespace Dify.Client.Transport;

/// <summary>Sends calls: the only place where a credential meets a request.</summary>
internal sealed class HttpTransport
{
#if NET
    private const int LargeBody = 1024 * 1024;

#endif
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

    private async Task<T> AttemptAsync<T>(RequestState state, Func<HttpResponseMessage, CancellationToken, Task<T>> read)
        where T : class?
    {
        var call = state.Call;
        HttpResponseMessage? response = null;
        var keep = false;
        try
        {
            while (true)
            {
                if (IsSigned(call) && !Credential.IsReady)
                    await state.AskCredentialAsync(() => Credential.PrepareAsync(this, state.CancellationToken)).ConfigureAwait(false);

                using (var request = CreateRequest(state))
                {
                    var start = Options.Clock.GetTimestamp();
                    try
                    {
                        response = await SendThroughAsync(request, state).ConfigureAwait(false);
                    }
                    finally
                    {
                        if (Options.Trace is not null)
                            TraceCall(call, start, response);
                    }
                }

                if (call.Address is null)
                    Credential.Observe(response, this);

                UnpackedContent.Unpack(response, Options.MaxDecompressionRatio);
                if ((int)response.StatusCode == 417 && state.Expects)
                    state.Expects = false;
                else if (!Credential.IsCurable((int)response.StatusCode) || !await RefreshAsync(state).ConfigureAwait(false))
                    break;

                response.Dispose();
                response = null;
            }

            if ((int)response.StatusCode == 407 && _invoker is null && Proxies.For(Server) is not null)
                throw ConnectFailures.ProxyRefused(407, null, this, call.Operation);

            if ((int)response.StatusCode is >= 300 and < 400)
                throw ExceptionMapper.Redirect(response, this, call.Operation);

            if (!response.IsSuccessStatusCode && !IsGone(response, state))
            {
                var refusal = await ErrorReader.ReadAsync(response, this, state).ConfigureAwait(false);
                if (refusal.IsThrottled)
                    Options.OnTooManyRequests?.Invoke(refusal.RetryAfter);

                throw refusal;
            }

            var result = await read(response, state.Deadline.Token).ConfigureAwait(false);
            keep = call.Stream;
            return result;
        }
        catch (Exception e) when (ExceptionMapper.IsNetwork(e))
        {
            // Some handlers show a cancellation as a broken connection.
            state.Deadline.Token.ThrowIfCancellationRequested();
            throw response is not null && ExceptionMapper.IsSpoilt(e)
                ? ExceptionMapper.Spoilt(e, this, call.Operation)
                : ExceptionMapper.Connection(e, this, call.Operation, answered: response is not null);
        }
        catch (OperationCanceledException e) when (!state.Deadline.Token.IsCancellationRequested && e.InnerException is TimeoutException)
        {
            throw ConnectFailures.Timeout(e, this, call.Operation);
        }
        finally
        {
            if (!keep)
                response?.Dispose();
        }
    }

    // A try before this one may have deleted it, and its answer was lost: then it is as the caller wants it.
    private static bool IsGone(HttpResponseMessage response, RequestState state) =>
        response.StatusCode == System.Net.HttpStatusCode.NotFound && state.Call.WantsGone && state.MayBeDone;

    private static bool IsSigned(ApiRequest call) => call.Address is null && !call.IsOpen;

    private HttpRequestMessage CreateRequest(RequestState state)
    {
        var call = state.Call;
        var request = new HttpRequestMessage(
            call.Method,
            call.Address ?? new Uri(Server.BaseUri.AbsoluteUri + call.Route.Path, UriKind.Absolute)
        );
        try
        {
            if (IsSigned(call))
                state.Applied = Credential.Apply(request);

            call.Headers?.Invoke(request);
            request.Headers.TryAddWithoutValidation("Accept", call.Accept);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", call.IsDownload ? "identity" : UnpackedContent.Accepted);
            request.Headers.TryAddWithoutValidation("User-Agent", Options.UserAgent);

            // The platform repeats a request without a body by itself when its connection is closed on it; a run must not be.
            request.Content = call.Content?.Invoke()
                ?? call.Upload?.Invoke(state.Deadline.Restart)
                ?? (call.IsIdempotent ? null : new ByteArrayContent([]));
#if NET
            if (state.Expects && request.Content?.Headers.ContentLength > LargeBody)
            {
                // A server may refuse a body by its length and close: told so beforehand, its answer is not lost to the reset.
                request.Headers.ExpectContinue = true;
            }

            request.Version = System.Net.HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
#endif
            return request;
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    private void TraceCall(ApiRequest call, long start, HttpResponseMessage? response)
    {
        var outcome = response is null ? Strings.TraceNoAnswer : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        var took = Options.Clock.GetElapsedTime(start).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        Trace(Strings.FormatTraceCall(call.Method.Method, call.Route.Template.TrimStart('/'), outcome, took));
    }

    private Task<HttpResponseMessage> SendThroughAsync(HttpRequestMessage request, RequestState state)
    {
        if (_invoker is not null)
            return _invoker.SendAsync(request, state.Deadline.Token);

        return ProxyPassword.For(Server) is { } password
            ? SendThroughAsync(password, request, state)
            : ConnectionPool.Get(Server).SendAsync(request, state.Deadline.Token);
    }

    private Task<HttpResponseMessage> SendThroughAsync(ProxyPassword password, HttpRequestMessage request, RequestState state) =>
        password.SendAsync(
            () => ConnectionPool.Get(Server).SendAsync(request, state.Deadline.Token),
            () => ConnectFailures.ProxyRefused(407, null, this, state.Call.Operation),
            state.Deadline.Token
        );

    private async Task<bool> RefreshAsync(RequestState state)
    {
        if (state.IsRefreshed || state.Applied is not { } rejected)
            return false;

        // How long that takes is not the server's doing.
        state.IsRefreshed = true;
        var isFresher = false;
        await state
            .AskCredentialAsync(async () =>
                isFresher = await Credential.RefreshAsync(rejected, this, state.CancellationToken).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        state.Deadline.Restart();
        if (isFresher)
        {
            Trace(
                Strings.FormatTraceFresherKey(state.Call.Method.Method, state.Call.Route.Template.TrimStart('/'), Credential.Fingerprint)
            );
        }

        return isFresher;
    }
}
