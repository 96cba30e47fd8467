using System;
using System.Management.Automation;
using System.Text.Json;
using Dify.Client.Runs;
using Dify.Client.Workflows;
using DifyPS.Pipeline;

namespace DifyPS;

/// <summary>How a workflow run stands.</summary>
public sealed class DifyWorkflowRun : DifyRecord
{
    internal DifyWorkflowRun(string app, WorkflowRun run)
        : base(app, run.Json)
    {
        RunId = run.Id;
        WorkflowId = run.WorkflowId;
        Status = run.Status;
        Inputs = run.Inputs is { } inputs && PowerShellValues.FromJson(inputs) is { } value ? PSObject.AsPSObject(value) : null;
        Outputs = Object(run.Outputs);
        Error = run.Error is { Length: > 0 } error ? error : null;
        Tokens = run.TotalTokens;
        StepCount = run.TotalSteps;
        Elapsed = Duration.Of(run.ElapsedSeconds);
        CreatedAt = run.CreatedAt;
        FinishedAt = run.FinishedAt;
    }

    /// <summary>The run.</summary>
    public string? RunId { get; }

    /// <summary>The version of the workflow.</summary>
    public string? WorkflowId { get; }

    /// <summary><c>running</c>, <c>paused</c>, <c>succeeded</c>, <c>partial-succeeded</c>, <c>failed</c> or <c>stopped</c>.</summary>
    public string? Status { get; }

    /// <summary>What it began with: an object as a rule, but it may be anything that JSON can hold.</summary>
    public PSObject? Inputs { get; }

    /// <summary>What came out so far.</summary>
    public PSObject? Outputs { get; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error { get; }

    /// <summary>The tokens of all nodes.</summary>
    public long? Tokens { get; }

    /// <summary>The number of steps.</summary>
    public int? StepCount { get; }

    /// <summary>How long it ran; null as long as it runs.</summary>
    public TimeSpan? Elapsed { get; }

    /// <summary>When it began, local time.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>When it ended, local time.</summary>
    public DateTimeOffset? FinishedAt { get; }

    private static PSObject? Object(JsonElement? json) => json is { ValueKind: JsonValueKind.Object } value ? PowerShellValues.FromJson(value) as PSObject : null;
}
