using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>Runs that are stopped, left, resumed, paused.</summary>
public sealed class RunTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("chat", "message_end")]
    [InlineData("agent-chat", "message_end")]
    [InlineData("agent", "message_end")]
    [InlineData("advanced-chat", "workflow_finished")]
    public async Task A_stop_ends_the_stream_with_what_there_is(string mode, string last)
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: mode, script: new ChatScript { Events = 1000, Delay = TimeSpan.FromMilliseconds(20) });
        using var response = await OpenAsync(api, app);
        using var reader = await ReaderAsync(response);
        var first = await NextAsync(reader, "message", "agent_message");
        var stop = $"/chat-messages/{first["task_id"]}/stop";
        await api.PostAsync(stop, app, new JsonObject { ["user"] = "bob" });
        Assert.Equal("running", app.Runs[0].Status);
        await api.PostAsync(stop, app, new JsonObject { ["user"] = "ann" });
        var events = Api.Events(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(last, (string?)events[^1]["event"]);
        Assert.Equal("stopped", app.Runs[0].Status);
        Assert.NotNull(app.Runs[0].StoppedAt);
        Assert.Equal([false, true], app.Stops.Select(one => one.Matched));
        Assert.Equal("bob", (await api.State.WaitForStopAsync(Patience, TestContext.Current.CancellationToken)).User);
        if (last == "workflow_finished")
            Assert.Equal("stopped", (string?)events[^1]["data"]!["status"]);
    }

    [Fact]
    public async Task A_chat_ends_when_its_client_leaves()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(script: new ChatScript { Events = 1000, Delay = TimeSpan.FromMilliseconds(20) });
        var response = await OpenAsync(api, app);
        using var reader = await ReaderAsync(response);
        await NextAsync(reader, "message");
        response.Dispose();
        var request = await api.Host.Requests.WaitForAsync(one => one.Completed, Patience, TestContext.Current.CancellationToken);
        Assert.True(request.Aborted);
        await app.Runs[0].Ended.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal("stopped", app.Runs[0].Status);
    }

    [Fact]
    public async Task A_chatflow_goes_on_without_listeners_and_can_be_heard_again()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "advanced-chat", script: new ChatScript { Answer = "one two three four", HoldWhileUnwatched = true });
        using (api.Host.Faults.Add(new Fault { Kind = FaultKind.Drop, AfterEvents = 6, Path = "/chat-messages" }))
        {
            using var response = await OpenAsync(api, app);
            await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        var run = app.Runs[0];
        var rest = await api.EventsAsync($"/workflow/{run.WorkflowRunId}/events?user=ann&include_state_snapshot=true", app);
        Assert.Equal(
            [
                "workflow_started",
                "node_started",
                "node_finished",
                "node_started",
                "message",
                "message",
                "node_finished",
                "node_started",
                "node_finished",
                "message_end",
                "workflow_finished",
            ],
            rest.Select(json => (string?)json["event"])
        );
        Assert.Equal(" three four", string.Concat(rest.Select(json => (string?)json["answer"])));
        var again = Assert.Single(await api.EventsAsync($"/workflow/{run.WorkflowRunId}/events?user=ann", app));
        Assert.Equal("workflow_finished", (string?)again["event"]);
        Assert.Equal("one two three four", (string?)again["data"]!["outputs"]!["answer"]);
    }

    [Fact]
    public async Task A_form_makes_a_chatflow_wait()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "advanced-chat", script: new ChatScript { Pause = new SimulatedForm(), HoldWhileUnwatched = true });
        Assert.Equal("workflow_paused", (string?)(await api.ChatAsync(app))[^1]["event"]);
        var run = app.Runs[0];
        Assert.Equal("paused", (string?)(await api.GetAsync($"/workflows/run/{run.WorkflowRunId}", app))["status"]);
        var resumed = api.EventsAsync($"/workflow/{run.WorkflowRunId}/events?user=ann", app);
        Assert.True(run.Submit("approve", new JsonObject { ["comment"] = "Fine." }));
        var events = await resumed;
        Assert.Equal("human_input_form_filled", (string?)events[0]["event"]);
        Assert.Equal("Fine.", (string?)events[0]["data"]!["submitted_data"]!["comment"]);
        Assert.Equal("workflow_finished", (string?)events[^1]["event"]);
        Assert.Equal("succeeded", run.Status);
    }

    [Fact]
    public async Task A_quiet_stream_has_pings()
    {
        await using var api = await Api.StartAsync();
        api.State.PingInterval = TimeSpan.FromMilliseconds(20);
        var app = api.AddApp(script: new ChatScript { FirstDelay = TimeSpan.FromMilliseconds(150) });
        using var response = await api.SendAsync(HttpMethod.Post, "/chat-messages", app, Api.Question());
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("event: ping\n\nevent: ping\n\n", text, StringComparison.Ordinal);
        Assert.Contains("message_end", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_thousand_events_are_all_there()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(script: new ChatScript { Events = 100_000, EventText = "x" });
        using var response = await OpenAsync(api, app);
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var started = Stopwatch.GetTimestamp();
        var lines = 0;
        var buffer = new byte[128 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0;)
            lines += buffer.AsSpan(0, read).Count((byte)'\n');

        TestContext.Current.TestOutputHelper?.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        Assert.Equal(200_002, lines);
        Assert.Equal(100_000, app.Runs[0].Answer.Length);
    }

    private static Task<HttpResponseMessage> OpenAsync(Api api, SimulatedApp app) =>
        api.SendAsync(HttpMethod.Post, "/chat-messages", app, Api.Question(), HttpCompletionOption.ResponseHeadersRead);

    private static async Task<StreamReader> ReaderAsync(HttpResponseMessage response) =>
        new(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), Encoding.UTF8);

    private static async Task<JsonObject> NextAsync(StreamReader reader, params string[] types)
    {
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Length > 0 && JsonNode.Parse(line[6..])!.AsObject() is var json && types.Contains((string?)json["event"]))
                return json;
        }

        throw new InvalidOperationException("The stream has ended.");
    }
}
