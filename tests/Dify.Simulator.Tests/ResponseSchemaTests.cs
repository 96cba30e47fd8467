using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>Every answer of the simulator is one the description has.</summary>
public sealed class ResponseSchemaTests
{
    [ContractTheory]
    [InlineData("/info")]
    [InlineData("/parameters")]
    [InlineData("/meta")]
    [InlineData("/site")]
    public async Task What_an_app_tells_of_itself(string path)
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        app.AddInput("text-input", "city", required: true).AddInput("select", "size", options: ["S", "L"]);
        app.Tags = ["pets"];
        app.Meta["tool_icons"]!["calculator"] = new JsonObject { ["background"] = "#fff", ["content"] = "+" };
        var json = await api.GetAsync(path, app);
        await description.CheckAsync("get", path, json);
        if (json["user_input_form"] is JsonArray form)
        {
            await description.CheckAsync("TextInputControlWrapper", form[0]!.AsObject());
            await description.CheckAsync("SelectControlWrapper", form[1]!.AsObject());
        }
    }

    [ContractTheory]
    [InlineData("chat")]
    [InlineData("advanced-chat")]
    public async Task A_blocking_answer(string mode)
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: mode, script: new ChatScript { Citations = [new("Docs", "a.md", "Some text.")] });
        var reply = await api.PostAsync("/chat-messages", app, Api.Question(streams: false));
        await description.CheckAsync("post", "/chat-messages", reply);
        Assert.Equal("cat here: you said 'hi'", (string?)reply["answer"]);
        var resource = reply["metadata"]!["retriever_resources"]![0]!.AsObject();
        await description.CheckAsync("RetrieverResource", resource);
        await description.CheckAsync("Usage", reply["metadata"]!["usage"]!.AsObject());
    }

    [ContractTheory]
    [InlineData("chat")]
    [InlineData("agent-chat")]
    [InlineData("agent")]
    [InlineData("advanced-chat")]
    public async Task Every_event_with_everything_in_it(string mode)
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: mode, script: new ChatScript
        {
            Citations = [new("Docs", "a.md", "Some text.")],
            Thoughts = [new("I look it up.", "search", "{}", "found")],
            Files = [new("image", "https://example.com/cat.png")],
            Speech = [1, 2, 3, 4],
            Replace = "Let us talk of something else.",
            Reasoning = "A greeting.",
        });
        foreach (var json in await api.ChatAsync(app))
            await description.CheckEventAsync(json);
    }

    [ContractFact]
    public async Task Pause_failure_and_errors()
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        ChatScript[] scripts =
        [
            new() { Pause = new SimulatedForm { Inputs = [new("paragraph", "note", "none")] } },
            new() { Failure = "No credit." },
            new() { Error = new SimulatedError() },
        ];
        foreach (var script in scripts)
        {
            foreach (var json in await api.ChatAsync(api.AddApp(mode: "advanced-chat", script: script)))
                await description.CheckEventAsync(json);
        }
    }

    [ContractFact]
    public async Task A_run_a_stop_and_what_is_kept()
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp(
            mode: "advanced-chat",
            script: new ChatScript
            {
                Citations = [new("Docs", "a.md", "Some text.")],
                Files = [new("image", "https://example.com/cat.png")],
            }
        );
        var last = (await api.ChatAsync(app))[^1];
        await description.CheckAsync(
            "get",
            "/workflows/run/{workflow_run_id}",
            await api.GetAsync($"/workflows/run/{last["workflow_run_id"]}", app)
        );
        await description.CheckAsync(
            "post",
            "/chat-messages/{task_id}/stop",
            await api.PostAsync($"/chat-messages/{last["task_id"]}/stop", app, new JsonObject { ["user"] = "ann" })
        );
        var conversations = await api.GetAsync("/conversations?user=ann", app);
        await description.CheckAsync("get", "/conversations", conversations);
        await description.CheckAsync("ConversationListItem", conversations["data"]![0]!.AsObject());
        var messages = await api.GetAsync($"/messages?user=ann&conversation_id={last["conversation_id"]}", app);
        await description.CheckAsync("get", "/messages", messages);
        var message = messages["data"]![0]!.AsObject();
        await description.CheckAsync("ConversationMessageItem", message);
        await description.CheckAsync("MessageFileItem", message["message_files"]![0]!.AsObject());
    }

    [ContractFact]
    public async Task An_agents_message_as_it_is_kept()
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "agent-chat");
        var last = (await api.ChatAsync(app))[^1];
        var messages = await api.GetAsync($"/messages?user=ann&conversation_id={last["conversation_id"]}", app);
        await description.CheckAsync("get", "/messages", messages);
        await description.CheckAsync("AgentThoughtItem", messages["data"]![0]!["agent_thoughts"]![0]!.AsObject());
    }

    [ContractFact]
    public async Task An_upload()
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        using var form = new MultipartFormDataContent { { new StringContent("ann"), "user" } };
        var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(content, "file", "cat.png");
        var json = await Api.ReadAsync(
            await api.SendAsync(HttpMethod.Post, "/files/upload", app.Keys.First(), form),
            HttpStatusCode.Created
        );
        await description.CheckAsync("post", "/files/upload", json, "201");
    }

    [ContractFact]
    public async Task Knowledge_bases()
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var knowledge = api.State.AddKnowledge();
        knowledge.AddDataset("Docs");
        var json = await Api.ReadAsync(await api.SendAsync(HttpMethod.Get, "/datasets?page=1&limit=1", knowledge.CreateKey()));
        await description.CheckAsync("get", "/datasets", json);
        var one = await Api.ReadAsync(await api.SendAsync(HttpMethod.Get, $"/datasets/{json["data"]![0]!["id"]}", knowledge.CreateKey()));
        await description.CheckAsync("get", "/datasets/{dataset_id}", one, "200", "partial_member_list");
        await description.CheckAsync("Dataset", json["data"]![0]!.AsObject(), "partial_member_list");
    }

    [ContractTheory]
    [InlineData("created_at", "\"today\"")]
    [InlineData("message_id", "\"no uuid\"")]
    [InlineData("answer", "null")]
    [InlineData("event", "\"surprise\"")]
    public async Task The_check_itself_finds_mistakes(string field, string value)
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var json = (await api.ChatAsync(api.AddApp()))[0];
        await description.CheckEventAsync(json);
        json[field] = JsonNode.Parse(value);
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => description.CheckEventAsync(json));
    }
}
