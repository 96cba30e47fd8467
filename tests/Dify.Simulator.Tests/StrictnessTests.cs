using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>What Dify refuses, the simulator refuses, in Dify's words.</summary>
public sealed class StrictnessTests
{
    private const string Nobody = "11111111-2222-3333-4444-555555555555";

    [Theory]
    [InlineData("{}", 400, "invalid_param")]
    [InlineData("""{"inputs":{},"user":"ann"}""", 400, "invalid_param")]
    [InlineData("""{"query":"hi","user":"ann"}""", 400, "invalid_param")]
    [InlineData("""{"query":"hi","inputs":{}}""", 400, "invalid_param")]
    [InlineData("""{"query":"","inputs":{},"user":"ann"}""", 400, "invalid_param")]
    [InlineData("""{"query":1,"inputs":{},"user":"ann"}""", 400, "invalid_param")]
    [InlineData("""{"query":"hi","inputs":[],"user":"ann"}""", 400, "invalid_param")]
    [InlineData("""{"query":"hi","inputs":{},"user":null}""", 400, "invalid_param")]
    [InlineData("""{"query":"hi","inputs":{},"user":"ann","response_mode":"slow"}""", 400, "invalid_param")]
    [InlineData("""{"query":"hi","inputs":{},"user":"ann","conversation_id":"x"}""", 400, "invalid_param")]
    [InlineData("""{"query":"hi","inputs":{},"user":"ann","conversation_id":null}""", 400, "invalid_param")]
    [InlineData("""{"query":"hi","inputs":{},"user":"ann","auto_generate_name":"yes"}""", 400, "invalid_param")]
    [InlineData("""{"query":"hi","inputs":{},"user":"ann","surprise":1}""", 400, "invalid_param")]
    [InlineData("""{"query":"hi","inputs":{},"user":"ann","files":[{"type":"image"}]}""", 400, "invalid_param")]
    [InlineData(
        """{"query":"hi","inputs":{},"user":"ann","files":[{"type":"image","transfer_method":"remote_url"}]}""",
        400,
        "invalid_param"
    )]
    [InlineData(
        """{"query":"hi","inputs":{},"user":"ann","files":[{"type":"pet","transfer_method":"remote_url","url":"https://a/b"}]}""",
        400,
        "invalid_param"
    )]
    [InlineData(
        """{"query":"hi","inputs":{},"user":"ann","files":[{"type":"image","transfer_method":"local_file","upload_file_id":"11111111-2222-3333-4444-555555555555"}]}""",
        400,
        "invalid_param"
    )]
    [InlineData("""{"query":"hi","inputs":{},"user":"ann","conversation_id":"11111111-2222-3333-4444-555555555555"}""", 404, "not_found")]
    [InlineData("""{"query":"hi","query":"hi","inputs":{},"user":"ann"}""", 400, "bad_request")]
    [InlineData("""{"query":"hi",""", 400, "bad_request")]
    [InlineData("[]", 400, "bad_request")]
    [InlineData("""{"query":"hi","inputs":{},"user":"ann","conversation_id":"","response_mode":"blocking"}""", 200, null)]
    [InlineData(
        """{"query":"hi","inputs":{},"user":"ann","files":[{"type":"image","transfer_method":"remote_url","url":"https://a/b"}]}""",
        200,
        null
    )]
    public async Task A_message(string body, int status, string? code)
    {
        await using var api = await Api.StartAsync();
        var key = api.AddApp().Keys.First();
        await CheckAsync(await api.SendAsync(HttpMethod.Post, "/chat-messages", key, Api.Json(body)), status, code);
    }

    [Theory]
    [InlineData("GET", "/info", null, 401, "unauthorized")]
    [InlineData("GET", "/info", "app-unknown", 401, "unauthorized")]
    [InlineData("GET", "/info", "knowledge", 401, "unauthorized")]
    [InlineData("GET", "/datasets", "chat", 401, "unauthorized")]
    [InlineData("GET", "/nothing", "chat", 404, "not_found")]
    [InlineData("DELETE", "/info", "chat", 405, "method_not_allowed")]
    [InlineData("GET", "/info?surprise=1", "chat", 400, "invalid_param")]
    [InlineData("POST", "/chat-messages", "workflow", 400, "not_chat_app")]
    [InlineData("GET", "/conversations", "completion", 400, "not_chat_app")]
    [InlineData("GET", "/conversations?limit=101", "chat", 400, "invalid_param")]
    [InlineData("GET", "/conversations?sort_by=name", "chat", 400, "invalid_param")]
    [InlineData("GET", $"/conversations?last_id={Nobody}", "chat", 404, "not_found")]
    [InlineData("GET", "/messages", "chat", 400, "invalid_param")]
    [InlineData("GET", $"/messages?conversation_id={Nobody}", "chat", 404, "not_found")]
    [InlineData("GET", $"/workflows/run/{Nobody}", "chat", 400, "not_workflow_app")]
    [InlineData("GET", $"/workflows/run/{Nobody}", "advanced-chat", 404, "not_found")]
    [InlineData("GET", $"/workflow/{Nobody}/events?user=ann", "chat", 400, "not_workflow_app")]
    [InlineData("GET", $"/workflow/{Nobody}/events?user=ann", "advanced-chat", 404, "not_found")]
    [InlineData("GET", $"/workflow/{Nobody}/events", "advanced-chat", 400, "invalid_param")]
    [InlineData("GET", $"/files/{Nobody}/preview", "chat", 404, "file_not_found")]
    [InlineData("POST", "/files/upload", "chat", 400, "no_file_uploaded")]
    public async Task A_route_and_a_key(string method, string path, string? key, int status, string code)
    {
        await using var api = await Api.StartAsync();
        foreach (var mode in new[] { "chat", "workflow", "completion", "advanced-chat" })
            api.State.AddApp(mode, mode).CreateKey("app-" + mode);

        api.State.AddKnowledge().CreateKey("dataset-knowledge");
        key = key switch
        {
            null or "app-unknown" => key,
            "knowledge" => "dataset-knowledge",
            _ => "app-" + key,
        };
        await CheckAsync(await api.SendAsync(new HttpMethod(method), path, key), status, code);
    }

    [Theory]
    [InlineData("agent", "bad_request")]
    [InlineData("agent-chat", "invalid_param")]
    public async Task Agents_only_stream(string mode, string code)
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: mode);
        await CheckAsync(await api.SendAsync(HttpMethod.Post, "/chat-messages", app, Api.Question(streams: false)), 400, code);
    }

    [Theory]
    [InlineData("chat", "x", 400, "invalid_param")]
    [InlineData("advanced-chat", "x", 400, "bad_request")]
    [InlineData("advanced-chat", Nobody, 404, "not_found")]
    [InlineData("advanced-chat", "draft", 400, "bad_request")]
    [InlineData("advanced-chat", "published", 200, null)]
    public async Task A_workflows_version(string mode, string id, int status, string? code)
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: mode);
        var question = Api.Question();
        question["workflow_id"] = id switch
        {
            "draft" => app.DraftWorkflowId.ToString(),
            "published" => app.WorkflowId.ToString(),
            _ => id,
        };
        await CheckAsync(await api.SendAsync(HttpMethod.Post, "/chat-messages", app, question), status, code);
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("""{"city":""}""", 400)]
    [InlineData("""{"city":1}""", 400)]
    [InlineData("""{"city":"Rome and more"}""", 400)]
    [InlineData("""{"city":"Rome","size":"XL"}""", 400)]
    [InlineData("""{"city":"Rome","age":"old"}""", 400)]
    [InlineData("""{"city":"Rome","size":"S","age":7,"other":true}""", 200)]
    public async Task Inputs(string inputs, int status)
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp()
            .AddInput("text-input", "city", required: true, maxLength: 10)
            .AddInput("select", "size", options: ["S", "L"])
            .AddInput("number", "age");
        var question = Api.Question();
        question["inputs"] = JsonNode.Parse(inputs);
        await CheckAsync(
            await api.SendAsync(HttpMethod.Post, "/chat-messages", app, question),
            status,
            status == 200 ? null : "invalid_param"
        );
    }

    [Fact]
    public async Task Json_has_to_say_that_it_is_json()
    {
        await using var api = await Api.StartAsync();
        using var text = new StringContent(Api.Question().ToJsonString());
        await CheckAsync(
            await api.SendAsync(HttpMethod.Post, "/chat-messages", api.AddApp().Keys.First(), text),
            415,
            "unsupported_media_type"
        );
    }

    [Fact]
    public async Task A_disabled_app_and_a_revoked_key()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        var key = app.Keys.First();
        app.Enabled = false;
        await CheckAsync(await api.SendAsync(HttpMethod.Get, "/info", key), 403, "forbidden");
        app.Enabled = true;
        app.RevokeKey(key);
        await CheckAsync(await api.SendAsync(HttpMethod.Get, "/info", key), 401, "unauthorized");
    }

    [Fact]
    public void An_app_has_ten_keys_at_most_and_a_key_one_app()
    {
        var state = new SimulatorState();
        var app = state.AddApp("cat");
        for (var count = 0; count < 10; count++)
            Assert.Matches("^app-[A-Za-z0-9]{24}$", app.CreateKey());

        Assert.Throws<InvalidOperationException>(() => app.CreateKey());
        Assert.Throws<InvalidOperationException>(() => state.AddApp("dog").CreateKey(app.Keys.First()));
        Assert.Same(app, state.Find(app.Keys.First()));
    }

    private static async Task CheckAsync(HttpResponseMessage response, int status, string? code)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {text}");
            if (code is not null)
            {
                var json = JsonNode.Parse(text)!.AsObject();
                Assert.Equal(["code", "message", "status"], json.Select(field => field.Key).Order());
                Assert.Equal(code, (string?)json["code"]);
                Assert.Equal(status, (int?)json["status"]);
            }
        }
    }
}
