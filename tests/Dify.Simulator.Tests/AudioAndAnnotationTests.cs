using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

public sealed class AudioAndAnnotationTests
{
    private const string Nobody = "11111111-2222-3333-4444-555555555555";

    [ContractFact]
    public async Task Annotations_and_jobs_answer_as_described()
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        var created = await Api.ReadAsync(
            await Send(api, app, HttpMethod.Post, "/apps/annotations", """{"question":"q","answer":"a"}"""),
            HttpStatusCode.Created
        );
        await description.CheckAsync("post", "/apps/annotations", created, "201");
        var list = await api.GetAsync("/apps/annotations?limit=500", app);
        await description.CheckAsync("get", "/apps/annotations", list);
        Assert.Equal(100, (int)list["limit"]!);
        await description.CheckAsync("AnnotationItem", list["data"]![0]!.AsObject());
        var changed = await Api.ReadAsync(
            await Send(api, app, HttpMethod.Put, $"/apps/annotations/{created["id"]}", """{"question":"q2","answer":"a2"}""")
        );
        await description.CheckAsync("put", "/apps/annotations/{annotation_id}", changed);
        Assert.Equal("q2", (string?)changed["question"]);
        using var deleted = await Send(api, app, HttpMethod.Delete, $"/apps/annotations/{created["id"]}", null);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(app.Annotations.All);

        var job = await api.PostAsync(
            "/apps/annotation-reply/enable",
            app,
            JsonNode.Parse("""{"score_threshold":0.9,"embedding_provider_name":"p","embedding_model_name":"m"}""")!.AsObject()
        );
        await description.CheckAsync("post", "/apps/annotation-reply/{action}", job);
        Assert.False((bool)app.Parameters["annotation_reply"]!["enabled"]!);
        foreach (var status in (string[])["processing", "completed"])
        {
            var asked = await api.GetAsync($"/apps/annotation-reply/enable/status/{job["job_id"]}", app);
            await description.CheckAsync("get", "/apps/annotation-reply/{action}/status/{job_id}", asked);
            Assert.Equal(status, (string?)asked["job_status"]);
        }

        Assert.True((bool)app.Parameters["annotation_reply"]!["enabled"]!);
        using var other = await Send(api, app, HttpMethod.Get, $"/apps/annotation-reply/disable/status/{job["job_id"]}", null);
        Assert.Equal("invalid_param", (string?)(await Api.ReadAsync(other, HttpStatusCode.BadRequest))["code"]);
    }

    [Theory]
    [InlineData("POST", "/apps/annotations", """{"question":"q"}""", 400, "invalid_param")]
    [InlineData("POST", "/apps/annotations", """{"question":"q","answer":"a","x":1}""", 400, "invalid_param")]
    [InlineData("GET", "/apps/annotations?page=0", null, 400, "invalid_param")]
    [InlineData("PUT", $"/apps/annotations/{Nobody}", """{"question":"q","answer":"a"}""", 404, "not_found")]
    [InlineData("DELETE", $"/apps/annotations/{Nobody}", null, 404, "not_found")]
    [InlineData(
        "POST",
        "/apps/annotation-reply/toggle",
        """{"score_threshold":1,"embedding_provider_name":"p","embedding_model_name":"m"}""",
        400,
        "invalid_param"
    )]
    [InlineData("POST", "/apps/annotation-reply/disable", "{}", 400, "invalid_param")]
    [InlineData("GET", $"/apps/annotation-reply/enable/status/{Nobody}", null, 400, "invalid_param")]
    [InlineData("POST", "/text-to-audio", """{"text":"hi"}""", 400, "invalid_param")]
    public async Task Strict(string method, string path, string? body, int status, string code)
    {
        await using var api = await Api.StartAsync();
        using var response = await Send(api, api.AddApp(), new HttpMethod(method), path, body);
        Assert.Equal(code, (string?)(await Api.ReadAsync(response, (HttpStatusCode)status))["code"]);
    }

    [Theory]
    [InlineData("agent")]
    [InlineData("workflow")]
    [InlineData("completion")]
    public async Task Annotations_are_for_some_modes(string mode)
    {
        await using var api = await Api.StartAsync();
        using var response = await Send(api, api.AddApp(mode: mode), HttpMethod.Get, "/apps/annotations", null);
        Assert.Equal("not_chat_app", (string?)(await Api.ReadAsync(response, HttpStatusCode.BadRequest))["code"]);
    }

    [ContractTheory]
    [InlineData("audio/mp3", 3, true, 200, null)]
    [InlineData("audio/mpeg", 3, true, 415, "unsupported_audio_type")]
    [InlineData("audio/wav", (30 * 1024 * 1024) + 1, true, 413, "audio_too_large")]
    [InlineData("audio/mp3", 3, false, 400, "speech_to_text_disabled")]
    public async Task Speech_to_text(string type, int size, bool isOn, int status, string? code)
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        app.Parameters["speech_to_text"]!["enabled"] = isOn;
        using var form = new MultipartFormDataContent();
        var content = new ByteArrayContent(new byte[size]);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        form.Add(content, "file", "a.mp3");
        var json = await Api.ReadAsync(
            await api.SendAsync(HttpMethod.Post, "/audio-to-text", app.Keys.First(), form),
            (HttpStatusCode)status
        );
        Assert.Equal(code, (string?)json["code"]);
        if (code is null)
            await description.CheckAsync("post", "/audio-to-text", json);
    }

    private static Task<HttpResponseMessage> Send(Api api, SimulatedApp app, HttpMethod method, string path, string? body) =>
        api.SendAsync(method, path, app.Keys.First(), body is null ? null : Api.Json(body));
}
