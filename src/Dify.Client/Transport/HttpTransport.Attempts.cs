using System;
using System.Globalization;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Dify.Client.Transport;

/// <summary>One try of a call: made, signed, sent on its way, and its answer judged.</summary>
internal sealed partial class HttpTransport
{
#if NET
    private const int LargeBody = 1024 * 1024;

#endif
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
