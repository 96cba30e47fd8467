using System;
using System.Collections.Generic;
using System.Text.Json;
using Dify.Client.Runs;
using Dify.Client.Streaming;

namespace Dify.Client.Workflows;

/// <summary>How a workflow's run came out, collected from its stream.</summary>
public sealed class WorkflowResult
{
    internal WorkflowResult()
    {
    }

    /// <summary>The run.</summary>
    public string? WorkflowRunId { get; init; }

    /// <summary>The task, which <c>POST /workflows/tasks/{task_id}/stop</c> stops.</summary>
    public string? TaskId { get; init; }

    /// <summary>The version of the workflow that ran.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>
    /// <c>succeeded</c>, <c>partial-succeeded</c>, <c>failed</c>, <c>stopped</c> or <c>paused</c>; <c>incomplete</c> when
    /// the stream did not come to its end.
    /// </summary>
    public string Status { get; init; } = string.Empty;

    /// <summary>What came out, by output variable.</summary>
    public JsonElement? Outputs { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>The text that was streamed on the way.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>A model's reasoning, where it comes apart from the text.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The tokens of all nodes.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>The number of steps, as Dify counts them.</summary>
    public int? TotalSteps { get; init; }

    /// <summary>The number of nodes that failed.</summary>
    public int? ExceptionsCount { get; init; }

    /// <summary>The files it made.</summary>
    public IReadOnlyList<JsonElement> Files { get; init; } = [];

    /// <summary>Its nodes, in the order they began.</summary>
    public IReadOnlyList<WorkflowStep> Steps { get; init; } = [];

    /// <summary>All forms the run waits for.</summary>
    public IReadOnlyList<HumanInputPause> Pauses { get; init; } = [];

    /// <summary>How long the run took in Dify, or from the request to the end of the stream where Dify does not say.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>When it began, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it ended, in local time.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether the stream broke on the way and the run was followed from where it stood.</summary>
    public bool Resumed { get; init; }
}
