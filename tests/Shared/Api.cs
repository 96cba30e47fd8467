using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator;
using Xunit;

namespace Dify.TestSupport;

/// <summary>A simulator and a plain HTTP client: what the server says, without this project's own client between.</summary>
internal sealed class Api : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ResponseDrainTimeout = TimeSpan.Zero })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private Api(SimulatorHost host)
    {
        Host = host;
        _http.BaseAddress = host.BaseUri;
    }

    public SimulatorHost Host { get; }

    public SimulatorState State => Host.State;

    public static async Task<Api> StartAsync() =>
        new(await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken));

    public static JsonObject Question(string query = "hi", string user = "ann", bool streams = true, string? conversation = null)
    {
        var json = new JsonObject
        {
            ["query"] = query,
            ["inputs"] = new JsonObject(),
            ["user"] = user,
            ["response_mode"] = streams ? "streaming" : "blocking",
        };
        if (conversation is not null)
            json["conversation_id"] = conversation;

        return json;
    }

    public SimulatedApp AddApp(string name = "cat", string mode = "chat", ChatScript? script = null) => State.AddApp(name, mode, app =>
    {
        app.CreateKey();
        app.Script = script ?? app.Script;
    });

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string? key,
        HttpContent? content = null,
        HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead
    )
    {
        using var request = new HttpRequestMessage(method, path.TrimStart('/')) { Content = content };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);

        return await _http.SendAsync(request, completion, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        SimulatedApp app,
        JsonNode? json = null,
        HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead
    ) => SendAsync(method, path, app.Keys.First(), json is null ? null : Json(json.ToJsonString()), completion);

    public async Task<JsonObject> GetAsync(string path, SimulatedApp app, HttpStatusCode status = HttpStatusCode.OK) =>
        await ReadAsync(await SendAsync(HttpMethod.Get, path, app), status);

    public async Task<JsonObject> PostAsync(string path, SimulatedApp app, JsonNode json, HttpStatusCode status = HttpStatusCode.OK) =>
        await ReadAsync(await SendAsync(HttpMethod.Post, path, app, json), status);

    /// <summary>What runs a workflow or a Text Generator.</summary>
    public static JsonObject Order(JsonObject? inputs = null, string user = "ann", bool streams = true) =>
        new()
        {
            ["inputs"] = inputs ?? new JsonObject { ["topic"] = "x" },
            ["user"] = user,
            ["response_mode"] = streams ? "streaming" : "blocking",
        };

    /// <summary>The events of a chat's whole stream.</summary>
    public Task<IReadOnlyList<JsonObject>> ChatAsync(SimulatedApp app, JsonObject? question = null) =>
        StreamAsync("chat-messages", app, question ?? Question());

    /// <summary>The events of a workflow's whole stream.</summary>
    public Task<IReadOnlyList<JsonObject>> RunAsync(SimulatedApp app, JsonObject? inputs = null) =>
        StreamAsync("workflows/run", app, Order(inputs));

    public async Task<IReadOnlyList<JsonObject>> StreamAsync(string path, SimulatedApp app, JsonObject body)
    {
        using var response = await SendAsync(HttpMethod.Post, path, app, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return Events(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<IReadOnlyList<JsonObject>> EventsAsync(string path, SimulatedApp app)
    {
        using var response = await SendAsync(HttpMethod.Get, path, app);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Events(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public static IReadOnlyList<JsonObject> Events(string text) =>
    [
        .. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(frame => frame.TrimStart('\n'))
            .Where(frame => frame.StartsWith("data: ", StringComparison.Ordinal))
            .Select(frame => JsonNode.Parse(frame[6..])!.AsObject()),
    ];

    public static async Task<JsonObject> ReadAsync(HttpResponseMessage response, HttpStatusCode status = HttpStatusCode.OK)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
            return JsonNode.Parse(text)!.AsObject();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
    }
}
