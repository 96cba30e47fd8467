using System;
using System.Text.Json.Nodes;
using Dify.Simulator.Streaming;

namespace Dify.Simulator.Scripts;

/// <summary>Makes the events of one run, with the ids that every event has.</summary>
internal sealed class EventFactory(SimulatedRun run)
{
    private readonly long _createdAt = run.CreatedAt.ToUnixTimeSeconds();

    public JsonObject Common(string type) => new()
    {
        ["event"] = type,
        ["conversation_id"] = run.ConversationId.ToString(),
        ["message_id"] = run.MessageId.ToString(),
        ["created_at"] = _createdAt,
        ["task_id"] = run.TaskId.ToString(),
    };

    /// <summary>An event with these fields after the common ones.</summary>
    public ReadOnlyMemory<byte> Event(string type, JsonObject fields) => Frame.Of(Merge(Common(type), fields));

    /// <summary>An event of the workflow or a node: the payload is under <c>data</c>.</summary>
    public ReadOnlyMemory<byte> WorkflowEvent(string type, JsonObject data)
    {
        var json = Common(type);
        json["workflow_run_id"] = run.WorkflowRunId.ToString();
        json["data"] = data;
        return Frame.Of(json);
    }

    public ReadOnlyMemory<byte> Error(SimulatedError error)
    {
        var json = Common("error");
        json.Remove("task_id");
        json["status"] = error.Status;
        json["code"] = error.Code;
        json["message"] = error.Message;
        return Frame.Of(json);
    }

    /// <summary>Makes <c>message</c> or <c>agent_message</c> events.</summary>
    public TextFrame Chunks(string type)
    {
        var json = Common(type);
        json["id"] = run.MessageId.ToString();
        return Frame.Text(json, "answer");
    }

    /// <summary>An event of a script, with the ids it lacks.</summary>
    public ReadOnlyMemory<byte> Custom(JsonObject json)
    {
        var whole = Merge(Common(""), json);
        if (run.WorkflowRunId is { } id && json.ContainsKey("data") && !json.ContainsKey("workflow_run_id"))
        {
            whole["workflow_run_id"] = id.ToString();
        }

        return Frame.Of(whole);
    }

    private static JsonObject Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            into[name] = value?.DeepClone();
        }

        return into;
    }
}
