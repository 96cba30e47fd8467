using System;
using System.Collections.Generic;
using System.Text.Json;
using Dify.Client.HumanInput;
using Dify.Client.Runs;

namespace Dify.Client.Workflows;

/// <summary>How a workflow's run came out, collected from its stream.</summary>
public sealed class WorkflowResult
{
    internal WorkflowResult()
    {
    }

    /// <summary>The run.</summary>
    public string? WorkflowRunId { get; internal set; }

    /// <summary>The task, which <c>POST /workflows/tasks/{task_id}/stop</c> stops.</summary>
    public string? TaskId { get; internal set; }

    /// <summary>The version of the workflow that ran.</summary>
    public string? WorkflowId { get; internal set; }

    /// <summary>
    /// <c>succeeded</c>, <c>partial-succeeded</c>, <c>failed</c>, <c>stopped</c> or <c>paused</c>; <c>incomplete</c> when
    /// the stream did not come to its end.
    /// </summary>
    public string Status { get; internal set; } = string.Empty;

    /// <summary>What came out, by output variable.</summary>
    public JsonElement? Outputs { get; internal set; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; internal set; }

    /// <summary>The text that was streamed on the way.</summary>
    public string Text { get; internal set; } = string.Empty;

    /// <summary>A model's reasoning, where it comes apart from the text.</summary>
    public string? Reasoning { get; internal set; }

    /// <summary>The tokens of all nodes.</summary>
    public long? TotalTokens { get; internal set; }

    /// <summary>The number of steps, as Dify counts them.</summary>
    public int? TotalSteps { get; internal set; }

    /// <summary>The number of nodes that failed.</summary>
    public int? ExceptionsCount { get; internal set; }

    /// <summary>The files it made.</summary>
    public IReadOnlyList<JsonElement> Files { get; internal set; } = [];

    /// <summary>Its nodes, in the order they began.</summary>
    public IReadOnlyList<WorkflowStep> Steps { get; internal set; } = [];

    /// <summary>All forms the run waits for.</summary>
    public IReadOnlyList<HumanInputPause> Pauses { get; internal set; } = [];

    /// <summary>How long the run took in Dify, or from the request to the end of the stream where Dify does not say.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>When it began, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; internal set; }

    /// <summary>When it ended, in local time.</summary>
    public DateTimeOffset? FinishedAt { get; internal set; }

    /// <summary>Whether the stream broke on the way and the run was followed from where it stood.</summary>
    public bool Resumed { get; internal set; }
}
