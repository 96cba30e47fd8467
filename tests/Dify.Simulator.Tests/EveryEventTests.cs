using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>The simulator has every event that Dify's streams can have, each as described.</summary>
public sealed class EveryEventTests
{
    [ContractFact]
    public async Task Of_a_chat() => await CheckAsync("ChunkChatEvent", "chat-messages", "chat", "agent-chat", "agent", "advanced-chat");

    [ContractFact]
    public async Task Of_a_workflow() => await CheckAsync("ChunkWorkflowEvent", "workflows/run", "workflow");

    [ContractFact]
    public async Task Of_a_text_generator() => await CheckAsync("ChunkCompletionEvent", "completion-messages", "completion");

    private static async Task CheckAsync(string union, string path, params string[] modes)
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        api.State.PingInterval = TimeSpan.FromMilliseconds(10);
        var seen = new HashSet<string>();
        foreach (var mode in modes)
        {
            var full = Full();
            ChatScript[] scripts =
            [
                full,
                new() { Pauses = [new SimulatedForm { Timeout = TimeSpan.FromMilliseconds(30) }], HoldWhileUnwatched = true },
                new() { Error = new SimulatedError(), FirstDelay = TimeSpan.FromMilliseconds(100) },
            ];
            foreach (var script in scripts)
            {
                var app = api.AddApp(mode: mode, script: script);
                var body = path == "chat-messages" ? Api.Question() : Api.Order();
                using var response = await api.SendAsync(HttpMethod.Post, path, app, body);
                var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                seen.UnionWith(text.Contains("event: ping\n\n", StringComparison.Ordinal) ? ["ping"] : []);
                List<JsonObject> events = [.. Api.Events(text)];
                if ((string?)events[^1]["event"] == "workflow_paused")
                {
                    var run = app.Runs.Single();
                    var rest = api.EventsAsync($"/workflow/{run.WorkflowRunId}/events?user=ann", app);
                    if (script == full)
                        run.Submit("approve", new JsonObject { ["comment"] = "Fine." });

                    events.AddRange(await rest);
                }

                foreach (var json in events)
                {
                    await description.CheckEventAsync(json, union);
                    seen.Add((string)json["event"]!);
                }
            }
        }

        Assert.Equal(description.EventTypes(union).Order(), seen.Order());
    }

    private static ChatScript Full() => new()
    {
        Answer = "One two three.",
        Delay = TimeSpan.FromMilliseconds(1),
        Citations = [new("Docs", "a.md", "Some text.")],
        Thoughts = [new("I look it up.", "search", "{}", "found")],
        Files = [new("image", "https://example.com/cat.png")],
        Speech = [1, 2, 3, 4],
        Replace = "Let us talk of something else.",
        Reasoning = "A greeting.",
        TextChunks = ["First"],
        Retries = 1,
        Iterations = [new()],
        Loops = [new("Until it is good", 1)],
        AgentLogs = [new("Look it up", new JsonObject { ["tool"] = "search" })],
        Pauses = [new SimulatedForm()],
        HoldWhileUnwatched = true,
    };
}
