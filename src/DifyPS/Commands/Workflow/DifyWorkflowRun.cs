using System;
using System.Management.Automation;
using System.Text.Json;
using Dify.Client.Runs;
using DifyPS.Common;

namespace DifyPS;

/// <summary>How a workflow run stands.</summary>
public sealed class DifyWorkflowRun : DifyRecord
{
    internal DifyWorkflowRun(string app, WorkflowRun run)
        : base(app, run)
    {
    }

    /// <summary>The run.</summary>
    public string? RunId => Model.Id;

    /// <summary>The version of the workflow.</summary>
    public string? WorkflowId => Model.WorkflowId;

    /// <summary><c>running</c>, <c>paused</c>, <c>succeeded</c>, <c>partial-succeeded</c>, <c>failed</c> or <c>stopped</c>.</summary>
    public string? Status => Model.Status;

    /// <summary>What it began with: an object as a rule, but it may be anything that JSON can hold.</summary>
    public PSObject? Inputs =>
        field ??= Model.Inputs is { } json && PowerShellValues.FromJson(json) is { } value ? PSObject.AsPSObject(value) : null;

    /// <summary>What came out so far.</summary>
    public PSObject? Outputs => field ??= Object(Model.Outputs);

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error => Model.Error is { Length: > 0 } error ? error : null;

    /// <summary>The tokens of all nodes.</summary>
    public long? Tokens => Model.TotalTokens;

    /// <summary>The number of steps.</summary>
    public int? StepCount => Model.TotalSteps;

    /// <summary>How long it ran; null as long as it runs.</summary>
    public TimeSpan? Elapsed => Model.Elapsed;

    /// <summary>When it began, local time.</summary>
    public DateTimeOffset? CreatedAt => Model.CreatedAt;

    /// <summary>When it ended, local time.</summary>
    public DateTimeOffset? FinishedAt => Model.FinishedAt;

    private static PSObject? Object(JsonElement? json) =>
        json is { ValueKind: JsonValueKind.Object } value ? PowerShellValues.FromJson(value) as PSObject : null;

    private WorkflowRun Model => (WorkflowRun)Raw!;
}
