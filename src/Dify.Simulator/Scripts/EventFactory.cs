using System;
using System.Text.Json.Nodes;
using Dify.Simulator.Streaming;

namespace Dify.Simulator.Scripts;

/// <summary>Makes the events of one run, with the ids that every event has.</summary>
internal sealed class EventFactory(SimulatedRun run)
{
    private readonly long _createdAt = run.CreatedAt.ToUnixTimeSeconds();

    /// <summary>
    /// The ids of every event: a chat's has its conversation and message, a Text Generator's its message, a workflow's its run.
    /// </summary>
    public JsonObject Common(string type)
    {
        var json = new JsonObject { ["event"] = type };
        if (run.ConversationId is { } conversation)
            json["conversation_id"] = conversation.ToString();

        if (run.MessageId is { } message)
        {
            json["message_id"] = message.ToString();
            json["created_at"] = _createdAt;
        }

        json["task_id"] = run.TaskId.ToString();
        if (run.MessageId is null)
            json["workflow_run_id"] = run.WorkflowRunId.ToString();

        return json;
    }

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
        if (run.Conversation is not null)
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

    /// <summary>Makes <c>text_chunk</c> events of a node.</summary>
    public TextFrame TextChunks(string nodeId)
    {
        var json = Common("text_chunk");
        json["data"] = new JsonObject { ["from_variable_selector"] = new JsonArray(nodeId, "text") };
        return Frame.Text(json, "text", depth: 2);
    }

    /// <summary>A part of the spoken answer.</summary>
    public ReadOnlyMemory<byte> Speech(string type, byte[] audio) =>
        Event(type, new JsonObject { ["audio"] = Convert.ToBase64String(audio), ["created_at"] = _createdAt });

    /// <summary>An event of a script, with the ids it lacks.</summary>
    public ReadOnlyMemory<byte> Custom(JsonObject json)
    {
        var whole = Merge(Common(""), json);
        if (run.WorkflowRunId is { } id && json.ContainsKey("data") && !json.ContainsKey("workflow_run_id"))
            whole["workflow_run_id"] = id.ToString();

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
