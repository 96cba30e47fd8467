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
using Dify.Client.Values;

namespace Dify.Client.Transport;

/// <summary>Reads bodies with an upper bound.</summary>
internal static class ResponseReader
{
    public const int MaxErrorBytes = 64 * 1024;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = JsonFormat.MaxDepth };

    /// <summary>The first bytes of a body, as text; what cannot be read, or not in time, is left out.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="opening">The call's time.</param>
    /// <param name="caller">The caller's own token: only this one is a reason to give up.</param>
    public static async Task<string> ReadStartAsync(HttpResponseMessage response, CancellationToken opening, CancellationToken caller)
    {
        var start = new MemoryStream();
        try
        {
            await CopyAsync(OpenAsync(response, opening), start, MaxErrorBytes, opening).ConfigureAwait(false);
        }
        catch (Exception e) when (ExceptionMapper.IsNetwork(e) || (e is OperationCanceledException && !caller.IsCancellationRequested))
        {
            // The status is known, and says more than the lost rest of its explanation.
        }

        return Encoding.UTF8.GetString(start.GetBuffer(), 0, (int)start.Length);
    }

    public static Task<T> ReadJsonAsync<T>(
        HttpResponseMessage response,
        JsonTypeInfo<T> type,
        HttpTransport transport,
        ApiRequest call,
        CancellationToken cancellationToken
    )
        where T : class =>
        ReadAsync(response, body => JsonSerializer.Deserialize(JsonText.Check(body), type), transport, call, cancellationToken);

    /// <summary>The same for what is read field by field.</summary>
    public static Task<T> ReadJsonAsync<T>(
        HttpResponseMessage response,
        Func<JsonElement, T?> read,
        HttpTransport transport,
        ApiRequest call,
        CancellationToken cancellationToken
    )
        where T : class => ReadAsync(response, body => read(Parse(body)), transport, call, cancellationToken);

    /// <exception cref="DifyConnectionException">It is not JSON (<c>InvalidResponse</c>).</exception>
    public static JsonElement ParseJson(byte[] body, string? contentType, HttpTransport transport, string operation)
    {
        try
        {
            return Parse(body);
        }
        catch (JsonException e)
        {
            throw NotJson(contentType, body, transport, operation, e);
        }
    }

    public static async Task<byte[]> ReadWholeAsync(
        Task<Stream> body,
        HttpTransport transport,
        string operation,
        CancellationToken cancellationToken
    )
    {
        var all = new MemoryStream();
        return await CopyAsync(body, all, transport.Options.MaxTextBytes, cancellationToken).ConfigureAwait(false) is null
            ? throw TooLarge(transport, operation)
            : all.ToArray();
    }

    private static DifyConnectionException TooLarge(HttpTransport transport, string operation) =>
        ExceptionMapper.Invalid(
            Strings.FormatAnswerTooLarge(transport.Server.DisplayName, operation, HtmlText.Size(transport.Options.MaxTextBytes)),
            operation,
            transport,
            advice: Strings.ActionAnswerTooLarge
        );

    private static DifyConnectionException NotJson(string? type, byte[] body, HttpTransport transport, string operation, Exception inner)
    {
        var start = HtmlText.Plain(transport.Redact(Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 4096))), 200);
        var what = HtmlText.Instead(type is null ? null : transport.Redact(type), start);
        return ExceptionMapper.Invalid(
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

    // One step for all, since each costs a first call: a method that waits is a dozen to be compiled.
    private static async Task<T> ReadAsync<T>(
        HttpResponseMessage response,
        Func<byte[], T?> parse,
        HttpTransport transport,
        ApiRequest call,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var all = new MemoryStream();
        if (
            await CopyAsync(OpenAsync(response, cancellationToken), all, transport.Options.MaxTextBytes, cancellationToken)
                .ConfigureAwait(false)
            is null
        )
        {
            throw TooLarge(transport, call.Operation);
        }

        var body = all.ToArray();
        try
        {
            return parse(body)
                ?? throw ExceptionMapper.Invalid(
                    Strings.FormatAnswerEmpty(transport.Server.DisplayName, call.Operation),
                    call.Operation,
                    transport
                );
        }
        catch (JsonException e)
        {
            throw call.HidesAnswer
                ? ExceptionMapper.Hidden(transport, call.Operation)
                : NotJson(response.Content?.Headers.ContentType?.MediaType, body, transport, call.Operation, e);
        }
    }

    private static JsonElement Parse(byte[] body)
    {
        var reader = new Utf8JsonReader(JsonText.Check(body), ReaderOptions);
        reader.Read();
        var json = JsonElement.ParseValue(ref reader);

        // Anything but white space behind it makes this throw.
        reader.Read();
        return json;
    }

    /// <summary>Copies a body; null when it is larger than <paramref name="limit"/>, of which the beginning is copied.</summary>
    private static async Task<MemoryStream?> CopyAsync(
        Task<Stream> opening,
        MemoryStream target,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var body = await opening.ConfigureAwait(false);
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
                    return null;
            }

            return target;
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
