using System.Linq;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Scripts;

/// <summary>The payloads that tell of a form.</summary>
internal sealed class FormEvents(SimulatedRun run, PendingForm pending, FlowNode node)
{
    public JsonObject Required()
    {
        var data = Form();
        data["display_in_ui"] = false;
        return data;
    }

    public JsonObject Paused()
    {
        var reason = Form();
        reason["TYPE"] = "human_input_required";
        return new JsonObject
        {
            ["workflow_run_id"] = run.WorkflowRunId.ToString(),
            ["paused_nodes"] = new JsonArray(node.NodeId),
            ["outputs"] = new JsonObject(),
            ["reasons"] = new JsonArray(reason),
            ["status"] = RunStatus.Paused,
            ["created_at"] = run.CreatedAt.ToUnixTimeSeconds(),
            ["elapsed_time"] = run.Elapsed,
            ["total_tokens"] = 0,
            ["total_steps"] = run.Steps,
        };
    }

    public JsonObject Filled(FormAnswer answer) => new()
    {
        ["node_id"] = node.NodeId,
        ["node_title"] = node.Title,
        ["rendered_content"] = pending.Form.Content,
        ["action_id"] = answer.Action,
        ["action_text"] = pending.Form.Actions.FirstOrDefault(action => action.Id == answer.Action)?.Title ?? answer.Action,
        ["submitted_data"] = answer.Inputs.DeepClone(),
    };

    public JsonObject TimedOut() => new()
    {
        ["node_id"] = node.NodeId,
        ["node_title"] = node.Title,
        ["expiration_time"] = pending.Expiration.ToUnixTimeSeconds(),
    };

    private JsonObject Form() => new()
    {
        ["form_id"] = pending.Id.ToString(),
        ["node_id"] = node.NodeId,
        ["node_title"] = node.Title,
        ["form_content"] = pending.Form.Content,
        ["inputs"] = FormJson.Fields(pending.Form),
        ["actions"] = FormJson.Buttons(pending.Form),
        ["form_token"] = pending.Form.WebApp ? pending.Token : null,
        ["resolved_default_values"] = FormJson.Defaults(pending.Form),
        ["expiration_time"] = pending.Expiration.ToUnixTimeSeconds(),
    };
}
