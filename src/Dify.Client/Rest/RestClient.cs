using System;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Rest;

/// <summary>Any operation of the Service API, raw: with the key, the retries and the errors of the other clients.</summary>
public sealed class RestClient
{
    private readonly HttpTransport _transport;

    internal RestClient(HttpTransport transport) => _transport = transport;

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call; of a streamed answer, also while it is read.</param>
    /// <returns>The answer, to be disposed.</returns>
    /// <exception cref="ArgumentException">The path leads elsewhere, or there is more than one body; nothing was sent.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DifyApiException">Dify answers with an error.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public async Task<RestResponse> SendAsync(RestRequest request, CancellationToken cancellationToken = default)
    {
        if (request is null)
            throw new ArgumentNullException(nameof(request));

        Route route = "/" + RestPath.Check(request.Path, _transport.Server.BaseUri);
        foreach (var pair in request.Query ?? [])
            route = route.With(pair.Key, pair.Value);

        // The query may hold what is nobody's business; it stays out of messages.
        var call = new ApiRequest(request.Method, route.Named(route.Template.Split('?')[0]))
        {
            Content = ContentOf(request),
            Stream = request.Stream,
            IsDownload = request.IsDownload,
            Accept = request.Stream ? EventStream.MediaType + ", application/json;q=0.9, */*;q=0.8" : "application/json, */*;q=0.8",
        };
        return await _transport
            .SendAsync(call, (response, token) => ReadAsync(response, call, token, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    private static Func<HttpContent>? ContentOf(RestRequest request)
    {
        var bodies = (request.JsonBytes is null ? 0 : 1) + (request.Json is null ? 0 : 1) + (request.Multipart is null ? 0 : 1);
        if (bodies > 1)
            throw new ArgumentException(Strings.RestBodyTwice, nameof(request));

        if (request.Multipart is { } form)
        {
            if (form.FilePath is { } path && !File.Exists(path))
                throw new FileNotFoundException(Strings.FormatFileNotThere(path), path);

            return () => MultipartOf(form);
        }

        var json = request.JsonBytes ?? (request.Json is { } element ? Encoding.UTF8.GetBytes(element.GetRawText()) : null);
        return json is null ? null : () => ResponseReader.JsonContent(json);
    }

    private static MultipartFormDataContent MultipartOf(RestMultipart form)
    {
        var content = new MultipartFormDataContent();
        foreach (var field in form.Fields ?? [])
            content.Add(new StringContent(field.Value, Encoding.UTF8), field.Key);

        if (form.FilePath is { } path)
        {
            var file = new StreamContent(
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, useAsync: true)
            );
            file.Headers.ContentType = MediaTypeHeaderValue.Parse(form.FileContentType);
            content.Add(file, form.FileField, form.FileName ?? Path.GetFileName(path));
        }

        return content;
    }

    private async Task<RestResponse> ReadAsync(
        HttpResponseMessage response,
        ApiRequest call,
        CancellationToken opening,
        CancellationToken reading
    )
    {
        var origin = new StreamOrigin(_transport, call.Operation)
        {
            StaysOverPause = call.Route.Path.IndexOf("continue_on_pause=true", StringComparison.OrdinalIgnoreCase) >= 0,
        };
        if (call.Stream)
        {
            var isEvents =
                response.Content?.Headers.ContentType?.MediaType is { } type
                && type.Equals(EventStream.MediaType, StringComparison.OrdinalIgnoreCase);
            return new RestResponse(
                response,
                await EventStream.GuardAsync(response, origin, isEvents, opening, reading).ConfigureAwait(false),
                origin
            );
        }

        var body = await ResponseReader
            .ReadWholeAsync(ResponseReader.OpenAsync(response, opening), _transport, call.Operation, opening)
            .ConfigureAwait(false);
        return new RestResponse(response, new MemoryStream(body, writable: false), origin);
    }
}
