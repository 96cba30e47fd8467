using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Scripts;
using Dify.Simulator.Streaming;

namespace Dify.Simulator.Routes;

/// <summary>What the routes that run an app have in common: how a run is answered, and how it is stopped.</summary>
internal static class RunAnswer
{
    /// <summary>Begins a run and answers with its events, or with one object when it has ended or waits for a form.</summary>
    public static Task SendAsync(ApiCall call, SimulatedRun run, bool streams, Func<JsonObject> whole)
    {
        var driver = new RunDriver(run, Playbook.For(run), call.State);
        run.Driver = driver;
        call.State.Runs.Add(run);
        return streams ? StreamAsync(call, driver) : BlockAsync(call, run, driver, whole);
    }

    public static JsonObject Metadata(SimulatedRun run)
    {
        var metadata = new JsonObject { ["usage"] = Usage.Of(run) };
        if (run.Resources.Count > 0)
            metadata["retriever_resources"] = new JsonArray([.. run.Resources.Select(resource => resource.DeepClone())]);

        return metadata;
    }

    /// <summary>Always a success; the task is stopped if it is the same end user's, or whosever where the description says so.</summary>
    public static Task StopAsync(ApiCall call, SimulatedApp app, bool anyUser = false)
    {
        call.Query();
        var user = call.Body("user").Text("user");
        var run = call.SegmentId("task_id") is { } id ? call.State.Runs.FindTask(id) : null;
        var matches = run is { HasEnded: false } && run.App == app && (anyUser || run.User == user);
        if (matches)
        {
            run!.StoppedAt ??= call.State.Time.GetUtcNow();
            run.Driver?.Interrupt();
        }

        call.State.Runs.Add(app, new StopRequest(call.Segment("task_id"), user, call.State.Time.GetUtcNow(), matches));
        return call.SucceedAsync();
    }

    // A request that blocks is answered when its run waits: by the event that a stream would have ended with, or as a run is.
    private static JsonObject Paused(SimulatedRun run, JsonObject pause)
    {
        var data = pause.DeepClone().AsObject();
        if (run.MessageId is not { } message)
        {
            data["id"] = run.WorkflowRunId.ToString();
            data["workflow_id"] = run.App.WorkflowId.ToString();
            return new JsonObject
            {
                ["task_id"] = run.TaskId.ToString(),
                ["workflow_run_id"] = run.WorkflowRunId.ToString(),
                ["data"] = data,
            };
        }

        return new JsonObject
        {
            ["event"] = "workflow_paused",
            ["task_id"] = run.TaskId.ToString(),
            ["id"] = message.ToString(),
            ["message_id"] = message.ToString(),
            ["conversation_id"] = run.ConversationId.ToString(),
            ["mode"] = run.App.Mode,
            ["answer"] = run.Answer,
            ["workflow_run_id"] = run.WorkflowRunId.ToString(),
            ["data"] = data,
            ["created_at"] = run.CreatedAt.ToUnixTimeSeconds(),
        };
    }

    private static async Task StreamAsync(ApiCall call, RunDriver driver)
    {
        await using var sink = new EventSink(call.Context);
        driver.Start(sink);
        await sink.Closed;
    }

    private static async Task BlockAsync(ApiCall call, SimulatedRun run, RunDriver driver, Func<JsonObject> whole)
    {
        // As with streams: the run of a chatflow or workflow goes on without its client.
        await using var leaving = run.WorkflowRunId is null
            ? call.Aborted.UnsafeRegister(static driver => ((RunDriver)driver!).Interrupt(), driver)
            : default;
        driver.Start(null);
        await driver.Settled;
        if (run.Failed is { } error)
            throw new DifyError(error.Status, error.Code, error.Message);

        await call.ReplyAsync(run.Status == RunStatus.Paused && run.PauseData is { } pause ? Paused(run, pause) : whole());
    }
}
