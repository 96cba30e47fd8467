using System;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Scripts;

/// <summary>One node of a chatflow or workflow at work: its events.</summary>
/// <param name="run">The run.</param>
/// <param name="events">Makes events.</param>
/// <param name="nodeId">The node's id in the graph.</param>
/// <param name="type">Its type.</param>
/// <param name="title">Its title.</param>
/// <param name="predecessor">The node before.</param>
/// <param name="rounds">The iteration or loop that it is inside of.</param>
internal sealed class FlowNode(
    SimulatedRun run,
    EventFactory events,
    string nodeId,
    string type,
    string title,
    string? predecessor,
    FlowRounds? rounds = null
)
{
    private readonly long _createdAt = run.Now.ToUnixTimeSeconds();
    private readonly double _startedAfter = run.Elapsed;
    private int _index;

    public Guid Id { get; } = Guid.NewGuid();

    public string NodeId => nodeId;

    public string Title => title;

    public ReadOnlyMemory<byte> Start()
    {
        _index = ++run.Steps;
        var data = Common();
        data["extras"] = new JsonObject();
        return Keep(events.WorkflowEvent("node_started", data));
    }

    /// <summary>The node has ended.</summary>
    /// <param name="error">Why it failed, if it did.</param>
    /// <param name="metadata">Its tokens and what they cost, if it has some.</param>
    public ReadOnlyMemory<byte> Finish(string? error = null, JsonObject? metadata = null)
    {
        var data = Result(error is null ? RunStatus.Succeeded : RunStatus.Failed, error);
        data["execution_metadata"] = metadata;
        return Keep(events.WorkflowEvent("node_finished", data));
    }

    /// <summary>The node has failed and is tried again.</summary>
    public ReadOnlyMemory<byte> Retry(int index, string error)
    {
        var data = Result("retry", error);
        data["retry_index"] = index;
        return events.WorkflowEvent("node_retry", data);
    }

    /// <summary>A note of an agent's step.</summary>
    public ReadOnlyMemory<byte> Log(SimulatedAgentLog log) => events.Event("agent_log", new JsonObject
    {
        ["data"] = new JsonObject
        {
            ["node_execution_id"] = Id.ToString(),
            ["id"] = Guid.NewGuid().ToString(),
            ["label"] = log.Label,
            ["parent_id"] = null,
            ["error"] = log.Error,
            ["status"] = log.Status,
            ["data"] = log.Data?.DeepClone() ?? new JsonObject(),
            ["metadata"] = new JsonObject { ["elapsed_time"] = run.Elapsed - _startedAfter },
            ["node_id"] = nodeId,
        },
    });

    private JsonObject Result(string status, string? error)
    {
        var data = Common();
        data["process_data"] = null;
        data["outputs"] = null;
        data["status"] = status;
        data["error"] = error;
        data["elapsed_time"] = run.Elapsed - _startedAfter;
        data["execution_metadata"] = null;
        data["finished_at"] = _createdAt + (long)(run.Elapsed - _startedAfter);
        data["files"] = new JsonArray();
        if (run.Message is null)
        {
            data["process_data_truncated"] = false;
            data["outputs_truncated"] = false;
        }

        return data;
    }

    private JsonObject Common()
    {
        var data = new JsonObject
        {
            ["id"] = Id.ToString(),
            ["node_id"] = nodeId,
            ["node_type"] = type,
            ["title"] = title,
            ["index"] = _index,
            ["predecessor_node_id"] = predecessor,
            ["inputs"] = null,
            ["created_at"] = _createdAt,
            ["iteration_id"] = rounds?.IterationId,
            ["loop_id"] = rounds?.LoopId,
        };
        if (run.Message is null)
            data["inputs_truncated"] = false;

        return data;
    }

    private ReadOnlyMemory<byte> Keep(ReadOnlyMemory<byte> frame)
    {
        run.NodeFrames.Add(frame);
        return frame;
    }
}
