using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Scripts;

/// <summary>The payloads that tell of a form.</summary>
internal sealed class FormEvents(SimulatedRun run, SimulatedForm form, ChatflowNode node)
{
    private readonly string _formId = Guid.NewGuid().ToString();
    private readonly string _token = Guid.NewGuid().ToString("N");

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
        ["rendered_content"] = form.Content,
        ["action_id"] = answer.Action,
        ["action_text"] = form.Actions.FirstOrDefault(action => action.Id == answer.Action)?.Title ?? answer.Action,
        ["submitted_data"] = answer.Inputs.DeepClone(),
    };

    public JsonObject TimedOut() => new()
    {
        ["node_id"] = node.NodeId,
        ["node_title"] = node.Title,
        ["expiration_time"] = Expiration,
    };

    private long Expiration => (run.CreatedAt + form.Timeout).ToUnixTimeSeconds();

    private JsonObject Form() => new()
    {
        ["form_id"] = _formId,
        ["node_id"] = node.NodeId,
        ["node_title"] = node.Title,
        ["form_content"] = form.Content,
        ["inputs"] = new JsonArray([.. form.Inputs.Select(Field)]),
        ["actions"] = new JsonArray([.. form.Actions.Select(Button)]),
        ["form_token"] = _token,
        ["resolved_default_values"] = new JsonObject(
            form.Inputs.Select(input => new KeyValuePair<string, JsonNode?>(input.Name, input.Default ?? ""))),
        ["expiration_time"] = Expiration,
    };

    private static JsonNode Field(SimulatedFormInput input) => new JsonObject
    {
        ["type"] = input.Type,
        ["output_variable_name"] = input.Name,
        ["default"] = input.Default is null ? null : new JsonObject { ["type"] = "constant", ["selector"] = new JsonArray(), ["value"] = input.Default },
    };

    private static JsonNode Button(SimulatedFormAction action, int index) => new JsonObject
    {
        ["id"] = action.Id,
        ["title"] = action.Title,
        ["button_style"] = index == 0 ? "primary" : "default",
    };
}
