using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Dify.Client.Tests.Fakes;

internal sealed record SeenRequest(string Method, Uri Uri, string? Authorization, string Accept, string? ContentType, string Body)
{
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}

/// <summary>A server in the place of the network: answers from a list, and remembers what it was asked.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    public const string Key = "app-SecretSecretSecretSecret1";

    private readonly Queue<Func<SeenRequest, CancellationToken, Task<HttpResponseMessage>>> _answers = new();

    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    public ConcurrentQueue<string> Trace { get; } = new();

    public SeenRequest Last => Requests.Last();

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        Body(json, "application/json", status);

    public static HttpResponseMessage Error(int status, string code, string message = "It is so.") =>
        Json($$"""{"code":"{{code}}","message":"{{message}}","status":{{status}}}""", (HttpStatusCode)status);

    public static HttpResponseMessage Body(string text, string? type, HttpStatusCode status)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return new HttpResponseMessage(status) { Content = content };
    }

    public static HttpResponseMessage Events(Stream stream)
    {
        var content = new StreamContent(stream);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }

    public static HttpResponseMessage Events(params string[] json) => Events(new MemoryStream(Encoding.UTF8.GetBytes(Sse(json))));

    public static string Sse(params string[] json) => string.Concat(json.Select(one => $"data: {one}\n\n"));

    public FakeServer Answer(HttpResponseMessage response) => Answer((_, _) => Task.FromResult(response));

    public FakeServer Answer(Exception exception) => Answer((_, _) => Task.FromException<HttpResponseMessage>(exception));

    public FakeServer Answer(Func<SeenRequest, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public DifyClient Client(DifyClientOptions? options = null, string server = "https://dify.test", string key = Key) =>
        new(DifyServer.Create(server), ApiKey.FromString(key), options ?? Options(), this);

    /// <summary>Options under which retries do not wait and time limits do not strike.</summary>
    public DifyClientOptions Options(
        int maxRetries = 3,
        ManualTime? clock = null,
        Func<ApiKey, CancellationToken, Task<ApiKey?>>? refreshKey = null,
        int maxEventBytes = 16 * 1024 * 1024
    ) =>
        new()
        {
            TimeProvider = clock ?? new ManualTime { FireUpTo = TimeSpan.FromMinutes(2) },
            RequestTimeout = TimeSpan.FromMinutes(10),
            IdleTimeout = TimeSpan.FromMinutes(5),
            QuietTimeout = TimeSpan.FromMinutes(5),
            MaxRetries = maxRetries,
            MaxEventBytes = maxEventBytes,
            RefreshKey = refreshKey,
            Trace = Trace.Enqueue,
        };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var seen = new SeenRequest(
            request.Method.Method,
            request.RequestUri!,
            request.Headers.Authorization?.ToString(),
            request.Headers.Accept.ToString(),
            request.Content?.Headers.ContentType?.ToString(),
            request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken))
        {
            Headers = request.Headers.ToDictionary(
                header => header.Key,
                header => string.Join(", ", header.Value),
                StringComparer.OrdinalIgnoreCase
            ),
        };
        Requests.Enqueue(seen);
        return _answers.TryDequeue(out var answer)
            ? await answer(seen, cancellationToken)
            : throw new InvalidOperationException("The test has no answer to " + request.RequestUri!.AbsolutePath);
    }
}
