using System;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Scripts;

/// <summary>One node of a chatflow at work: its events.</summary>
internal sealed class ChatflowNode(SimulatedRun run, EventFactory events, string nodeId, string type, string title, string? predecessor)
{
    private readonly string _id = Guid.NewGuid().ToString();
    private readonly long _createdAt = run.CreatedAt.AddSeconds(run.Elapsed).ToUnixTimeSeconds();
    private readonly double _startedAfter = run.Elapsed;
    private int _index;

    public string NodeId => nodeId;

    public string Title => title;

    public ReadOnlyMemory<byte> Start()
    {
        _index = ++run.Steps;
        var data = Common();
        data["extras"] = new JsonObject();
        return Keep(events.WorkflowEvent("node_started", data));
    }

    public ReadOnlyMemory<byte> Finish(string? error = null)
    {
        var data = Common();
        data["process_data"] = null;
        data["outputs"] = null;
        data["status"] = error is null ? RunStatus.Succeeded : RunStatus.Failed;
        data["error"] = error;
        data["elapsed_time"] = run.Elapsed - _startedAfter;
        data["execution_metadata"] = null;
        data["finished_at"] = _createdAt + (long)(run.Elapsed - _startedAfter);
        data["files"] = new JsonArray();
        return Keep(events.WorkflowEvent("node_finished", data));
    }

    private JsonObject Common() => new()
    {
        ["id"] = _id,
        ["node_id"] = nodeId,
        ["node_type"] = type,
        ["title"] = title,
        ["index"] = _index,
        ["predecessor_node_id"] = predecessor,
        ["inputs"] = null,
        ["created_at"] = _createdAt,
        ["iteration_id"] = null,
        ["loop_id"] = null,
    };

    private ReadOnlyMemory<byte> Keep(ReadOnlyMemory<byte> frame)
    {
        run.NodeFrames.Add(frame);
        return frame;
    }
}
