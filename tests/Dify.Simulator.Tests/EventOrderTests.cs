using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>The order of events, by the app's mode and what happens.</summary>
public sealed class EventOrderTests
{
    private const string Nodes = "node_started node_finished";

    [Theory]
    [InlineData("chat", "message message_end")]
    [InlineData("agent-chat", "agent_thought agent_message message_end")]
    [InlineData("agent", "agent_thought agent_message message message_end")]
    [InlineData("advanced-chat", $"workflow_started {Nodes} node_started message node_finished {Nodes} message_end workflow_finished")]
    public async Task By_mode(string mode, string order) => await CheckAsync(mode, new ChatScript(), order);

    [Theory]
    [InlineData("chat", "message tts_message message message_end tts_message_end")]
    [InlineData("agent-chat", "agent_thought agent_message tts_message agent_message message_end tts_message_end")]
    [InlineData("agent", "agent_thought agent_message message message_end")]
    public async Task With_speech(string mode, string order) =>
        await CheckAsync(mode, new ChatScript { Answer = "Hello you", Speech = [1] }, order);

    [Fact]
    public async Task A_chatflow_that_fails() =>
        await CheckAsync("advanced-chat", new ChatScript { Failure = "No." }, $"workflow_started {Nodes} {Nodes} workflow_finished error");

    [Fact]
    public async Task A_chatflow_that_pauses() => await CheckAsync(
        "advanced-chat",
        new ChatScript { Pause = new SimulatedForm() },
        $"workflow_started {Nodes} node_started human_input_required workflow_paused");

    [Fact]
    public async Task An_error_in_the_midst()
    {
        await using var api = await Api.StartAsync();
        var events = await api.ChatAsync(
            api.AddApp(
                script: new ChatScript
                {
                    Events = 5,
                    Error = new SimulatedError(429, "provider_quota_exceeded", "No more.", AfterEvents: 2),
                }
            )
        );
        Assert.Equal(["message", "message", "error"], events.Select(json => (string?)json["event"]));
        Assert.Equal(429, (int?)events[^1]["status"]);
    }

    [Fact]
    public async Task A_new_agent_closes_with_the_whole_answer_and_cites_nothing()
    {
        await using var api = await Api.StartAsync();
        var events = await api.ChatAsync(api.AddApp(mode: "agent", script: new ChatScript { Citations = [new("Docs", "a.md", "text")] }));
        var whole = string.Concat(events.Where(json => (string?)json["event"] == "agent_message").Select(json => (string?)json["answer"]));
        Assert.Equal("cat here: you said 'hi'", whole);
        Assert.Equal(whole, (string?)events[^2]["answer"]);
        Assert.Null(events[^1]["metadata"]!["retriever_resources"]);
    }

    [Fact]
    public async Task A_script_that_throws_is_an_error()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(script: new ChatScript { Reply = static _ => throw new InvalidOperationException("Oh.") });
        Assert.Equal("internal_server_error", (string?)Assert.Single(await api.ChatAsync(app))["code"]);
    }

    [Fact]
    public async Task A_script_of_ones_own_is_sent_as_it_is()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(
            script: new ChatScript
            {
                Custom =
                [
                    new JsonObject { ["event"] = "surprise", ["x"] = 1 },
                    new JsonObject { ["event"] = "message_end", ["message_id"] = "mine" },
                ],
            }
        );
        var events = await api.ChatAsync(app);
        Assert.Equal(["surprise", "message_end"], events.Select(json => (string?)json["event"]));
        Assert.Equal("mine", (string?)events[1]["message_id"]);
        Assert.NotNull(events[0]["task_id"]);
    }

    private static async Task CheckAsync(string mode, ChatScript script, string order)
    {
        await using var api = await Api.StartAsync();
        var events = await api.ChatAsync(api.AddApp(mode: mode, script: script));
        var seen = events.Select(json => (string)json["event"]!).ToList();

        // However many chunks there are, they count once.
        var distinct = seen.Where((type, index) => index == 0 || type != seen[index - 1]);
        Assert.Equal(order, string.Join(' ', distinct));
    }
}
