using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>What a workflow and a Text Generator take, and what they refuse before anything runs.</summary>
public sealed class WorkflowInputTests
{
    [Theory]
    [InlineData("""{"user":"ann"}""", "invalid_param")]
    [InlineData("""{"inputs":{}}""", "invalid_param")]
    [InlineData("""{"inputs":{},"user":""}""", "invalid_param")]
    [InlineData("""{"inputs":[],"user":"ann"}""", "invalid_param")]
    [InlineData("""{"inputs":{},"user":"ann","response_mode":"fast"}""", "invalid_param")]
    [InlineData("""{"inputs":{},"user":"ann","files":{}}""", "invalid_param")]
    [InlineData("""{"inputs":{},"user":"ann","files":[{"type":"image","transfer_method":"remote_url"}]}""", "invalid_param")]
    [InlineData("""{"inputs":{},"user":"ann","conversation_id":""}""", "invalid_param")]
    public async Task Wrong_bodies(string body, string code)
    {
        await using var api = await Api.StartAsync();
        foreach (var (mode, path) in new[] { ("workflow", "workflows/run"), ("completion", "completion-messages") })
        {
            var app = api.AddApp(mode, mode);
            var error = await api.PostAsync(path, app, JsonNode.Parse(body)!, HttpStatusCode.BadRequest);
            Assert.Equal(code, (string?)error["code"]);
            Assert.Empty(app.Runs);
        }
    }

    [Fact]
    public async Task What_only_one_of_them_takes()
    {
        await using var api = await Api.StartAsync();
        var query = Api.Order(streams: false);
        query["query"] = "hi";
        await api.PostAsync("completion-messages", api.AddApp(mode: "completion"), query);
        await api.PostAsync("workflows/run", api.AddApp(mode: "workflow"), query, HttpStatusCode.BadRequest);
        var files = Api.Order(streams: false);
        files["files"] = null;
        await api.PostAsync("workflows/run", api.AddApp(mode: "workflow"), files);
        await api.PostAsync("completion-messages", api.AddApp(mode: "completion"), files, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("chat", "workflows/run", "not_workflow_app")]
    [InlineData("advanced-chat", "workflows/run", "not_workflow_app")]
    [InlineData("completion", "workflows/run", "not_workflow_app")]
    [InlineData("workflow", "completion-messages", "app_unavailable")]
    [InlineData("chat", "completion-messages", "app_unavailable")]
    [InlineData("workflow", "chat-messages", "not_chat_app")]
    [InlineData("completion", "chat-messages", "not_chat_app")]
    public async Task Wrong_modes(string mode, string path, string code)
    {
        await using var api = await Api.StartAsync();
        var error = await api.PostAsync(path, api.AddApp(mode: mode), Api.Order(), HttpStatusCode.BadRequest);
        Assert.Equal(code, (string?)error["code"]);
    }

    [Theory]
    [InlineData("""{}""", false)]
    [InlineData("""{"topic":"cats"}""", true)]
    [InlineData("""{"topic":"far too long"}""", false)]
    [InlineData("""{"topic":"cats","size":"L"}""", true)]
    [InlineData("""{"topic":"cats","size":"XL"}""", false)]
    [InlineData("""{"topic":"cats","count":"many"}""", false)]
    [InlineData("""{"topic":"cats","count":2,"other":true}""", true)]
    [InlineData("""{"topic":"cats","doc":"a.md"}""", false)]
    [InlineData("""{"topic":"cats","doc":{"type":"document","transfer_method":"remote_url","url":"https://example.com/a.md"}}""", true)]
    [InlineData("""{"topic":"cats","doc":[{"type":"document","transfer_method":"remote_url","url":"https://example.com/a.md"}]}""", true)]
    [InlineData("""{"topic":"cats","doc":{"type":"image","transfer_method":"remote_url","url":"https://example.com/a.png"}}""", false)]
    [InlineData(
        """{"topic":"cats","doc":{"type":"document","transfer_method":"local_file","upload_file_id":"7c3e33d4-2a8b-4e5f-9b1a-d3c6e8f12345"}}""",
        false
    )]
    [InlineData("""{"topic":"cats","docs":[{"type":"image","transfer_method":"remote_url","url":"https://example.com/a.png"}]}""", true)]
    [InlineData("""{"topic":"cats","docs":{"type":"image","transfer_method":"remote_url","url":"https://example.com/a.png"}}""", false)]
    [InlineData(
        """{"topic":"cats","docs":[{"type":"image","transfer_method":"remote_url","url":"https://example.com/a.png"},{"type":"image","transfer_method":"remote_url","url":"https://example.com/b.png"}]}""",
        false
    )]
    public async Task Declared_inputs(string inputs, bool fits)
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow");
        app.AddInput("text-input", "topic", required: true, maxLength: 5)
            .AddInput("select", "size", options: ["S", "L"])
            .AddInput("number", "count")
            .AddInput("file", "doc", allowedFileTypes: ["document"])
            .AddInput("file-list", "docs", maxLength: 1);
        var body = Api.Order(JsonNode.Parse(inputs)!.AsObject(), streams: false);
        var reply = await api.PostAsync("workflows/run", app, body, fits ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        Assert.Equal(fits ? null : "invalid_param", (string?)reply["code"]);
        Assert.Equal(fits ? 1 : 0, app.Runs.Count);
    }

    [Fact]
    public async Task An_uploaded_file_is_its_users_only()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp("Reader", "workflow");
        app.AddInput("file", "doc", allowedUploadMethods: ["local_file"]);
        using var form = new MultipartFormDataContent { { new StringContent("ann"), "user" } };
        var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/markdown");
        form.Add(content, "file", "a.md");
        var file = await Api.ReadAsync(
            await api.SendAsync(HttpMethod.Post, "/files/upload", app.Keys.First(), form),
            HttpStatusCode.Created
        );
        var inputs = new JsonObject
        {
            ["doc"] = new JsonObject
            {
                ["type"] = "document",
                ["transfer_method"] = "local_file",
                ["upload_file_id"] = (string?)file["id"],
            },
        };
        var body = Api.Order(inputs, streams: false);
        Assert.Equal(
            "Reader here: doc=(document)",
            (string?)(await api.PostAsync("workflows/run", app, body))["data"]!["outputs"]!["text"]
        );
        body["user"] = "bob";
        await api.PostAsync("workflows/run", app, body, HttpStatusCode.BadRequest);
        inputs["doc"] = new JsonObject { ["type"] = "document", ["transfer_method"] = "remote_url", ["url"] = "https://example.com/a.md" };
        body["user"] = "ann";
        await api.PostAsync("workflows/run", app, body, HttpStatusCode.BadRequest);
    }
}
