using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>Workflows: what they give, which version runs, how they end.</summary>
public sealed class WorkflowTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task It_streams_its_text_and_ends_with_its_outputs()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp("Writer", "workflow");
        var events = await api.RunAsync(app, new JsonObject { ["topic"] = "x", ["count"] = 2 });
        Assert.Equal(
            "workflow_started node_started node_finished node_started text_chunk node_finished node_started node_finished workflow_finished",
            Order(events));
        Assert.Equal("Writer here: topic='x', count=2", (string?)events[^1]["data"]!["outputs"]!["text"]);
        Assert.Equal("Writer here: topic='x', count=2", string.Concat(events.Select(json => (string?)json["data"]!["text"])));
        Assert.Equal("{\"topic\":\"x\",\"count\":2}", events[0]["data"]!["inputs"]!.ToJsonString());
    }

    [ContractFact]
    public async Task A_blocking_answer_and_the_run_as_it_is_kept()
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp("Writer", "workflow", new ChatScript { Files = [new("image", "https://example.com/cat.png")] });
        var reply = await api.PostAsync("/workflows/run", app, Api.Order(streams: false));
        await description.CheckAsync("post", "/workflows/run", reply);
        await description.CheckAsync("WorkflowFinishedData", reply["data"]!.AsObject(), "created_by");
        Assert.Equal("Writer here: topic='x'", (string?)reply["data"]!["outputs"]!["text"]);
        Assert.Equal("https://example.com/cat.png", (string?)reply["data"]!["files"]![0]!["url"]);
        var detail = await api.GetAsync($"/workflows/run/{reply["workflow_run_id"]}", app);
        await description.CheckAsync("get", "/workflows/run/{workflow_run_id}", detail);
        Assert.Equal("{\"topic\":\"x\"}", (string?)detail["inputs"]);
        Assert.Equal("Writer here: topic='x'", (string?)detail["outputs"]!["text"]);
    }

    [Fact]
    public async Task Outputs_of_a_script_stream_no_text()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(
            mode: "workflow",
            script: new ChatScript
            {
                Outputs = new JsonObject { ["score"] = 3, ["tags"] = new JsonArray("a") },
            }
        );
        var events = await api.RunAsync(app);
        Assert.DoesNotContain("text_chunk", events.Select(json => (string?)json["event"]));
        Assert.Equal("{\"score\":3,\"tags\":[\"a\"]}", events[^1]["data"]!["outputs"]!.ToJsonString());
        app.Script = new ChatScript { Reply = run => $"About {run.Inputs["topic"]}." };
        Assert.Equal("About x.", (string?)(await api.RunAsync(app))[^1]["data"]!["outputs"]!["text"]);
    }

    [Fact]
    public async Task A_failure_is_a_result_and_an_error_is_none()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow", script: new ChatScript { Failure = "No credit.", FailFor = ["bad"] });
        var last = (await api.RunAsync(app, new JsonObject { ["topic"] = "bad" }))[^1];
        Assert.Equal(
            ("workflow_finished", "failed", "No credit."),
            ((string?)last["event"], (string?)last["data"]!["status"], (string?)last["data"]!["error"])
        );
        var reply = await api.PostAsync("/workflows/run", app, Api.Order(new JsonObject { ["topic"] = "bad" }, streams: false));
        Assert.Equal("failed", (string?)reply["data"]!["status"]);
        Assert.Equal("succeeded", (string?)(await api.RunAsync(app))[^1]["data"]!["status"]);
        app.Script = new ChatScript { Error = new SimulatedError(400, "provider_quota_exceeded", "No more.", AfterEvents: 1) };
        Assert.Equal("error", (string?)(await api.RunAsync(app))[^1]["event"]);
        var error = await api.PostAsync("/workflows/run", app, Api.Order(streams: false), HttpStatusCode.BadRequest);
        Assert.Equal("provider_quota_exceeded", (string?)error["code"]);
    }

    [Fact]
    public async Task Only_the_published_version_runs()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow");
        var reply = await api.PostAsync($"/workflows/{app.WorkflowId}/run", app, Api.Order(streams: false));
        Assert.Equal(app.WorkflowId.ToString(), (string?)reply["data"]!["workflow_id"]);
        Assert.Equal("bad_request", await CodeAsync(app.DraftWorkflowId.ToString(), HttpStatusCode.BadRequest));
        Assert.Equal("bad_request", await CodeAsync("mine", HttpStatusCode.BadRequest));
        Assert.Equal("not_found", await CodeAsync(Guid.NewGuid().ToString(), HttpStatusCode.NotFound));
        Assert.Single(app.Runs);

        async Task<string?> CodeAsync(string id, HttpStatusCode status) =>
            (string?)(await api.PostAsync($"/workflows/{id}/run", app, Api.Order(), status))["code"];
    }

    [Fact]
    public async Task Whoever_may_stop_it()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow", script: new ChatScript { Events = 1000, Delay = TimeSpan.FromMilliseconds(20) });
        var events = api.RunAsync(app);
        await api.Host.Requests.WaitForAsync(one => one.Path == "/workflows/run", Patience, TestContext.Current.CancellationToken);
        while (app.Runs.Count == 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);

        var stop = $"/workflows/tasks/{app.Runs[0].TaskId}/stop";
        await api.PostAsync(stop, app, new JsonObject { ["user"] = "bob" });
        Assert.Equal("stopped", (string?)(await events)[^1]["data"]!["status"]);
        await api.PostAsync(stop, app, new JsonObject { ["user"] = "bob" });
        Assert.Equal([true, false], app.Stops.Select(one => one.Matched));
        var other = api.AddApp("dog");
        Assert.Equal(
            "not_workflow_app",
            (string?)(await api.PostAsync(stop, other, new JsonObject { ["user"] = "bob" }, HttpStatusCode.BadRequest))["code"]
        );
    }

    [Fact]
    public async Task A_broken_stream_can_be_heard_again()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow", script: new ChatScript { Answer = "one two three four", HoldWhileUnwatched = true });
        using (api.Host.Faults.Add(new Fault { Kind = FaultKind.Drop, AfterEvents = 6, Path = "/workflows/run" }))
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => api.RunAsync(app));

        var events = $"/workflow/{app.Runs[0].WorkflowRunId}/events";
        await api.GetAsync(events + "?user=bob", app, HttpStatusCode.NotFound);
        var rest = await api.EventsAsync(events + "?user=ann&include_state_snapshot=true", app);
        Assert.Equal(
            "workflow_started node_started node_finished node_started text_chunk node_finished node_started node_finished workflow_finished",
            Order(rest)
        );
        Assert.Equal(" three four", string.Concat(rest.Select(json => (string?)json["data"]!["text"])));
        Assert.Equal("workflow_finished", Order(await api.EventsAsync(events + "?user=ann", app)));
    }

    [Fact]
    public async Task It_goes_on_when_who_waits_for_its_answer_leaves()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow", script: new ChatScript { FirstDelay = TimeSpan.FromMilliseconds(200) });
        using var leaving = new CancellationTokenSource();
        using var http = new HttpClient { BaseAddress = api.Host.BaseUri };
        http.DefaultRequestHeaders.Authorization = new("Bearer", app.Keys.First());
        var answer = http.PostAsync("workflows/run", Api.Json(Api.Order(streams: false).ToJsonString()), leaving.Token);
        Assert.True(SpinWait.SpinUntil(() => app.Runs.Count > 0, Patience));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await api.Host.Requests.WaitForAsync(one => one.Aborted, Patience, TestContext.Current.CancellationToken);
        var run = Assert.Single(app.Runs);
        await run.Ended.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal("succeeded", run.Status);
    }

    [Fact]
    public async Task Many_runs_of_a_given_time_go_on_at_once()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow", script: new ChatScript { Duration = TimeSpan.FromMilliseconds(100) });
        var started = Stopwatch.GetTimestamp();
        var runs = await Task.WhenAll(Enumerable.Range(0, 200).Select(index => api.RunAsync(app, new JsonObject { ["n"] = index })));
        var elapsed = Stopwatch.GetElapsedTime(started);
        Assert.All(runs, events => Assert.InRange((double)events[^1]["data"]!["elapsed_time"]!, 0.09, 10));
        Assert.True(elapsed < TimeSpan.FromSeconds(10), $"{elapsed}");
        Assert.Equal(200, app.Runs.Count);
    }

    private static string Order(IReadOnlyList<JsonObject> events)
    {
        var seen = events.Select(json => (string)json["event"]!).ToList();
        return string.Join(' ', seen.Where((type, index) => index == 0 || type != seen[index - 1]));
    }
}
