using System;
using System.Buffers;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;

namespace Dify.Client.Transport;

/// <summary>Reads bodies with an upper bound.</summary>
internal static class Bodies
{
    public const int MaxErrorBytes = 64 * 1024;

    /// <summary>The whole body, or null when it is larger than <paramref name="limit"/>.</summary>
    public static async Task<byte[]?> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        var body = await OpenAsync(response, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(body, limit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The whole body, or null when it is larger than <paramref name="limit"/>.</summary>
    public static async Task<byte[]?> ReadAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        var all = new MemoryStream();
        return await CopyAsync(body, all, limit, cancellationToken).ConfigureAwait(false) ? all.ToArray() : null;
    }

    /// <summary>The first bytes of a body, as text; what cannot be read, or not in time, is left out.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="opening">The call's time.</param>
    /// <param name="caller">The caller's own token: only this one is a reason to give up.</param>
    public static async Task<string> ReadStartAsync(HttpResponseMessage response, CancellationToken opening, CancellationToken caller)
    {
        var start = new MemoryStream();
        try
        {
            var body = await OpenAsync(response, opening).ConfigureAwait(false);
            await CopyAsync(body, start, MaxErrorBytes, opening).ConfigureAwait(false);
        }
        catch (Exception e) when (Failures.IsNetwork(e) || (e is OperationCanceledException && !caller.IsCancellationRequested))
        {
            // The status is known, and says more than the lost rest of its explanation.
        }

        return Encoding.UTF8.GetString(start.GetBuffer(), 0, (int)start.Length);
    }

    public static async Task<T> ReadJsonAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, HttpTransport transport, Call call, CancellationToken cancellationToken)
    {
        var body = await ReadWholeAsync(response, transport, call, cancellationToken).ConfigureAwait(false);
        return ParseJson(body, type, response.Content?.Headers.ContentType?.MediaType, transport, call.Operation)
            ?? throw Failures.Invalid(Strings.FormatAnswerEmpty(transport.Server.DisplayName, call.Operation), call.Operation, transport);
    }

    public static T? ParseJson<T>(byte[] body, JsonTypeInfo<T> type, string? contentType, HttpTransport transport, string operation)
    {
        try
        {
            return JsonSerializer.Deserialize(JsonText.Check(body), type);
        }
        catch (JsonException e)
        {
            throw NotJson(contentType, body, transport, operation, e);
        }
    }

    public static async Task<byte[]> ReadWholeAsync(HttpResponseMessage response, HttpTransport transport, Call call, CancellationToken cancellationToken) =>
        await ReadAsync(response, transport.Options.MaxTextBytes, cancellationToken).ConfigureAwait(false)
            ?? throw TooLarge(transport, call.Operation);

    public static DifyConnectionException TooLarge(HttpTransport transport, string operation) =>
        Failures.Invalid(Strings.FormatAnswerTooLarge(transport.Server.DisplayName, operation, Text.Size(transport.Options.MaxTextBytes)), operation, transport, advice: Strings.ActionAnswerTooLarge);

    private static DifyConnectionException NotJson(string? type, byte[] body, HttpTransport transport, string operation, Exception inner)
    {
        var start = Text.Plain(transport.Redact(Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 4096))), 200);
        var what = Text.Instead(type is null ? null : transport.Redact(type), start);
        return Failures.Invalid(
            inner is JsonText.NotUtf8Exception
                ? Strings.FormatAnswerNotUtf8Json(transport.Server.DisplayName, operation, what)
                : Strings.FormatAnswerNotJson(transport.Server.DisplayName, operation, what),
            operation, transport, inner);
    }

    public static HttpContent JsonContent(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public static Task<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
#if NET
        return response.Content.ReadAsStreamAsync(cancellationToken);
#else
        cancellationToken.ThrowIfCancellationRequested();
        return response.Content is null ? Task.FromResult(Stream.Null) : response.Content.ReadAsStreamAsync();
#endif
    }

    private static async Task<bool> CopyAsync(Stream body, MemoryStream target, int limit, CancellationToken cancellationToken)
    {
#if NETFRAMEWORK
        // Its streams do not hear the token while they wait.
        using var close = cancellationToken.Register(static state => ((Stream)state!).Dispose(), body);
#endif
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int count;
            while ((count = await body.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                var room = limit - target.Length;
                target.Write(buffer, 0, (int)Math.Min(count, room));
                if (count > room)
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(Strings.CallCancelled, e, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
