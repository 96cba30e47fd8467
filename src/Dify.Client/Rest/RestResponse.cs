using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Rest;

/// <summary>A good answer to a raw request. To be disposed: until then a streamed answer holds its connection.</summary>
public sealed class RestResponse : IDisposable
{
    private readonly StreamOrigin _origin;

    internal RestResponse(HttpResponseMessage response, Stream body, StreamOrigin origin)
    {
        _origin = origin;
        Stream = body;
        StatusCode = (int)response.StatusCode;
        ContentType = response.Content?.Headers.ContentType?.ToString();
        var headers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        Add(headers, response.Headers);
        if (response.Content is { } content)
            Add(headers, content.Headers);

        Headers = headers;
    }

    /// <summary>The HTTP status, 200 to 299.</summary>
    public int StatusCode { get; }

    /// <summary>The headers, by name in any case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }

    /// <summary>The content type, with its parameters.</summary>
    public string? ContentType { get; }

    /// <summary>
    /// The body. Of a streamed answer, reading throws <see cref="DifyStreamException"/> when the connection is lost
    /// (<c>StreamBroken</c>) or silent too long (<c>StreamIdle</c>).
    /// </summary>
    public Stream Stream { get; }

    /// <summary>Reads the body as JSON, of at most <see cref="DifyClientOptions.MaxTextBytes"/>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The JSON.</returns>
    /// <exception cref="DifyConnectionException">The body is too large, or not JSON (<c>InvalidResponse</c>).</exception>
    /// <exception cref="DifyStreamException">A streamed body did not come to its end.</exception>
    public async Task<JsonElement> ReadJsonAsync(CancellationToken cancellationToken = default)
    {
        var body = await ReadWholeAsync(cancellationToken).ConfigureAwait(false);
        return ResponseReader.ParseJson(body, ContentType, _origin.Transport, _origin.Operation);
    }

    /// <summary>
    /// Reads the body as text (UTF-8, or another Unicode encoding by its mark), of at most <see cref="DifyClientOptions.MaxTextBytes"/>.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The text.</returns>
    /// <exception cref="DifyConnectionException">The body is too large (<c>InvalidResponse</c>).</exception>
    /// <exception cref="DifyStreamException">A streamed body did not come to its end.</exception>
    public async Task<string> ReadTextAsync(CancellationToken cancellationToken = default)
    {
        using var reader = new StreamReader(new MemoryStream(await ReadWholeAsync(cancellationToken).ConfigureAwait(false)), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Reads the body as a stream of events. An <c>error</c> event is given, then thrown.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The events, without pings.</returns>
    /// <exception cref="InvalidOperationException">The request was not a streamed one, or the answer is no stream of events.</exception>
    /// <exception cref="DifyApiException">An <c>error</c> event came.</exception>
    /// <exception cref="DifyStreamException">The stream did not come to its end.</exception>
    public IAsyncEnumerable<DifyEvent> ReadEventsAsync(CancellationToken cancellationToken = default) =>
        Stream is GuardedStream { IsEvents: true } body
            ? EventStream.ReadAsync(body, _origin, cancellationToken)
            : throw new InvalidOperationException(
                HarmlessText.Line(_origin.Transport.Redact(Strings.FormatRestNotAStream(ContentType ?? Strings.ContentTypeUnknown)))
            );

    /// <inheritdoc/>
    public void Dispose() => Stream.Dispose();

    private Task<byte[]> ReadWholeAsync(CancellationToken cancellationToken) =>
        ResponseReader.ReadWholeAsync(Task.FromResult(Stream), _origin.Transport, _origin.Operation, cancellationToken);

    private static void Add(Dictionary<string, IReadOnlyList<string>> all, HttpHeaders headers)
    {
        foreach (var header in headers)
            all[header.Key] = header.Value.ToArray();
    }
}
