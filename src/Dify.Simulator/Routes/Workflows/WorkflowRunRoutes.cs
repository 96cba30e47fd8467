using System.Threading.Tasks;
using Dify.Simulator.Scripts;
using Dify.Simulator.Streaming;

namespace Dify.Simulator.Routes.Workflows;

/// <summary>Runs: how they stand, and their events once more.</summary>
internal static class WorkflowRunRoutes
{
    public static void Add(RouteMap map)
    {
        map.Runs("GET", "/workflows/run/{workflow_run_id}", DetailAsync);
        map.Runs("GET", "/workflow/{workflow_run_id}/events", EventsAsync);
    }

    private static Task DetailAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        return call.ReplyAsync(WorkflowEvents.Detail(Find(call, app) ?? throw DifyError.NotFound("Workflow run not found.")));
    }

    /// <summary>What is new from now on; of a run that has ended, only that it has.</summary>
    private static async Task EventsAsync(ApiCall call, SimulatedApp app)
    {
        var query = call.Query("user", "include_state_snapshot", "continue_on_pause");
        var user = query.Text("user");
        var withSnapshot = query.Flag("include_state_snapshot");
        var continueOnPause = query.Flag("continue_on_pause");
        var run = Find(call, app);
        if (run is null || run.User != user)
            throw DifyError.NotFound("Workflow run not found");

        await using var sink = new EventSink(call.Context, continueOnPause);
        if (run.Driver is { } driver && await driver.AttachAsync(sink, withSnapshot))
            await sink.Closed;
        else
            await sink.SendAsync(new EventFactory(run).WorkflowEvent("workflow_finished", WorkflowEvents.Finished(run)));
    }

    private static SimulatedRun? Find(ApiCall call, SimulatedApp app) =>
        call.SegmentId("workflow_run_id") is { } id && call.State.Runs.FindWorkflowRun(id) is { } run && run.App == app ? run : null;
}
