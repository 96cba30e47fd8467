using System.Linq;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Scripts;

/// <summary>The payloads that tell of a whole run.</summary>
internal static class WorkflowEvents
{
    public static JsonObject Started(SimulatedRun run) => new()
    {
        ["id"] = run.WorkflowRunId.ToString(),
        ["workflow_id"] = run.App.WorkflowId.ToString(),
        ["inputs"] = Inputs(run),
        ["created_at"] = run.CreatedAt.ToUnixTimeSeconds(),
        ["reason"] = "initial",
    };

    public static JsonObject Finished(SimulatedRun run) => new()
    {
        ["id"] = run.WorkflowRunId.ToString(),
        ["workflow_id"] = run.App.WorkflowId.ToString(),
        ["status"] = run.Status,
        ["outputs"] = run.HasEnded ? Outputs(run) : new JsonObject(),
        ["error"] = run.Error,
        ["elapsed_time"] = run.Elapsed,
        ["total_tokens"] = Tokens(run),
        ["total_steps"] = run.Steps,
        ["created_at"] = run.CreatedAt.ToUnixTimeSeconds(),
        ["finished_at"] = run.FinishedAt?.ToUnixTimeSeconds(),
        ["exceptions_count"] = Exceptions(run),
        ["files"] = new JsonArray([.. run.Files.Select(file => file.DeepClone())]),
    };

    /// <summary>As <c>GET /workflows/run/{workflow_run_id}</c> gives it.</summary>
    public static JsonObject Detail(SimulatedRun run) => new()
    {
        ["id"] = run.WorkflowRunId.ToString(),
        ["workflow_id"] = run.App.WorkflowId.ToString(),
        ["status"] = run.Status,
        ["inputs"] = run.Script.PlainInputs ? Inputs(run) : Inputs(run).ToJsonString(),
        ["outputs"] = run.HasEnded ? Outputs(run) : new JsonObject(),
        ["error"] = run.Error,
        ["total_steps"] = run.Steps,
        ["total_tokens"] = Tokens(run),
        ["created_at"] = run.CreatedAt.ToUnixTimeSeconds(),
        ["finished_at"] = run.FinishedAt?.ToUnixTimeSeconds(),
        ["elapsed_time"] = run.HasEnded ? run.Elapsed : null,
    };

    public static int Tokens(SimulatedRun run) => Usage.PromptTokens(run) + run.Chunks;

    public static int Exceptions(SimulatedRun run) => run.Status == RunStatus.PartialSucceeded ? 1 : 0;

    /// <summary>
    /// A chatflow gives its answer; a workflow what the script has for it, or its text. One that has failed gives nothing.
    /// </summary>
    public static JsonObject Outputs(SimulatedRun run) =>
        run.Message is not null ? new JsonObject { ["answer"] = run.Answer }
        : run.Status == RunStatus.Failed ? []
        : run.Script.Outputs?.DeepClone().AsObject() ?? new JsonObject { ["text"] = run.Answer };

    private static JsonObject Inputs(SimulatedRun run)
    {
        var inputs = run.Inputs.DeepClone().AsObject();
        if (run.ConversationId is { } conversation)
        {
            inputs["sys.query"] = run.Query;
            inputs["sys.conversation_id"] = conversation.ToString();
        }

        return inputs;
    }
}
