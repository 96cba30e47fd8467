using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Scripts;

/// <summary>An iteration or loop at work: the same again, some rounds of it.</summary>
internal sealed class FlowRounds(SimulatedRun run, EventFactory events, string kind, string nodeId, string title, int count)
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly long _createdAt = run.Now.ToUnixTimeSeconds();
    private readonly double _startedAfter = run.Elapsed;

    public string? IterationId => kind == "iteration" ? nodeId : null;

    public string? LoopId => kind == "loop" ? nodeId : null;

    public IEnumerable<ReadOnlyMemory<byte>> Play()
    {
        run.Steps++;
        yield return events.WorkflowEvent(kind + "_started", Started());
        for (var index = 0; index < count; index++)
        {
            yield return events.WorkflowEvent(kind + "_next", Next(index));
            var node = new FlowNode(run, events, nodeId + "_code", "code", "Code", null, this);
            yield return node.Start();
            yield return node.Finish();
        }

        yield return events.WorkflowEvent(kind + "_completed", Completed());
    }

    private JsonObject Started()
    {
        var data = Common();
        data["inputs"] = new JsonObject();
        data["metadata"] = new JsonObject { [kind == "loop" ? "loop_length" : "iterator_length"] = count };
        return Whole(data, "inputs_truncated");
    }

    private JsonObject Next(int index)
    {
        var data = Common();
        data["index"] = index;
        if (kind == "loop")
            data["pre_loop_output"] = index == 0 ? null : new JsonObject { ["round"] = index };

        return data;
    }

    private JsonObject Completed()
    {
        var data = Common();
        data["outputs"] = new JsonObject { ["rounds"] = count };
        data["inputs"] = new JsonObject();
        data["status"] = RunStatus.Succeeded;
        data["error"] = null;
        data["elapsed_time"] = run.Elapsed - _startedAfter;
        data["total_tokens"] = 0;
        data["execution_metadata"] = new JsonObject { ["total_tokens"] = 0 };
        data["finished_at"] = _createdAt + (long)(run.Elapsed - _startedAfter);
        data["steps"] = count;
        return Whole(data, "inputs_truncated", "outputs_truncated");
    }

    private JsonObject Common() => new()
    {
        ["id"] = _id.ToString(),
        ["node_id"] = nodeId,
        ["node_type"] = kind,
        ["title"] = title,
        ["created_at"] = _createdAt,
        ["extras"] = new JsonObject(),
    };

    /// <summary>Nothing is cut off here, as only workflows say.</summary>
    private JsonObject Whole(JsonObject data, params string[] names)
    {
        foreach (var name in run.Message is null ? names : [])
            data[name] = false;

        return data;
    }
}
