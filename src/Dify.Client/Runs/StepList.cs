using System.Collections.Generic;
using Dify.Client.Streaming;

namespace Dify.Client.Runs;

/// <summary>The nodes of a run in the order they began, each once however many events tell of it.</summary>
internal sealed class StepList
{
    private readonly List<WorkflowStep> _steps = [];
    private readonly Dictionary<string, WorkflowStep> _byExecution = [];

    public void Put(NodeData data, string? status)
    {
        var id = data.Id ?? data.NodeId ?? string.Empty;
        if (!_byExecution.TryGetValue(id, out var step))
        {
            step = new WorkflowStep { ExecutionId = id };
            _byExecution.Add(id, step);
            _steps.Add(step);
        }

        step.NodeId = data.NodeId ?? step.NodeId;
        step.Title = data.Title ?? step.Title;
        step.Type = data.NodeType ?? step.Type;
        step.Status = status ?? step.Status;
        step.ElapsedSeconds = data.ElapsedSeconds ?? step.ElapsedSeconds;
        step.Error = data.Error is { Length: > 0 } error ? error : null;
    }

    public IReadOnlyList<WorkflowStep> Build()
    {
        var copies = new List<WorkflowStep>(_steps.Count);
        foreach (var step in _steps)
        {
            copies.Add(new WorkflowStep
            {
                ExecutionId = step.ExecutionId,
                NodeId = step.NodeId,
                Title = step.Title,
                Type = step.Type,
                Status = step.Status,
                ElapsedSeconds = step.ElapsedSeconds,
                Error = step.Error,
            });
        }

        return copies;
    }
}
