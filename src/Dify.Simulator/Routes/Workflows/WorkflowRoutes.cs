using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Routes.Chat;
using Dify.Simulator.Scripts;

namespace Dify.Simulator.Routes.Workflows;

/// <summary>Running a workflow, and stopping it.</summary>
internal static class WorkflowRoutes
{
    public static void Add(RouteMap map)
    {
        map.Workflow("POST", "/workflows/run", RunAsync);
        map.Workflow("POST", "/workflows/{workflow_id}/run", static (call, app) =>
        {
            WorkflowVersion.Check(app, call.Segment("workflow_id"));
            return RunAsync(call, app);
        });
        map.Workflow("POST", "/workflows/tasks/{task_id}/stop", static (call, app) => RunAnswer.StopAsync(call, app, anyUser: true));
    }

    private static Task RunAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var body = call.Body("inputs", "response_mode", "user", "files");
        var inputs = body.Object("inputs");
        var user = body.Text("user");
        var streams = body.OneOf("response_mode", "streaming", "blocking") == "streaming";
        ChatFiles.Read(call, app, user, body.Array("files", allowNull: true));
        InputForm.Check(call, app, user, inputs);
        app.EndUsers.IdOf(user);
        var run = new SimulatedRun(app, new RunRequest(user, inputs), call.State.Time);
        return RunAnswer.SendAsync(call, run, streams, () => new JsonObject
        {
            ["task_id"] = run.TaskId.ToString(),
            ["workflow_run_id"] = run.WorkflowRunId.ToString(),
            ["data"] = WorkflowEvents.Finished(run),
        });
    }
}
