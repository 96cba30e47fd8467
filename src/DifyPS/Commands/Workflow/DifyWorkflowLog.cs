using System;
using Dify.Client.Workflows;
using DifyPS.Common;

namespace DifyPS;

/// <summary>An entry of an app's workflow log: a past run in short.</summary>
public sealed class DifyWorkflowLog : DifyRecord
{
    internal DifyWorkflowLog(string app, WorkflowLogEntry entry)
        : base(app, entry)
    {
    }

    /// <summary>The run.</summary>
    public string? RunId => Run?.Id;

    /// <summary><c>running</c>, <c>paused</c>, <c>succeeded</c>, <c>partial-succeeded</c>, <c>failed</c> or <c>stopped</c>.</summary>
    public string? Status => Run?.Status;

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error => Run?.Error is { Length: > 0 } error ? error : null;

    /// <summary>How long it ran.</summary>
    public TimeSpan? Elapsed => Run?.Elapsed;

    /// <summary>The tokens of all nodes.</summary>
    public long? Tokens => Run?.TotalTokens;

    /// <summary>The number of steps.</summary>
    public int? StepCount => Run?.TotalSteps;

    /// <summary>The number of nodes that failed.</summary>
    public int? ExceptionCount => Run?.ExceptionsCount;

    /// <summary>The version of the workflow.</summary>
    public string? Version => Run?.Version;

    /// <summary>What triggered it, such as <c>app-run</c>, <c>webhook</c> or <c>schedule</c>.</summary>
    public string? TriggeredFrom => Run?.TriggeredFrom;

    /// <summary>Where it was begun, such as <c>service-api</c>.</summary>
    public string? CreatedFrom => Model.CreatedFrom;

    /// <summary>Who began it: an end user, or a member of the workspace.</summary>
    public string? CreatedBy => Model.CreatedByEndUser?.SessionId ?? Model.CreatedByAccount?.Email ?? Model.CreatedByAccount?.Name;

    /// <summary>The end user who began it; null when it was a member of the workspace.</summary>
    public string? User => Model.CreatedByEndUser?.SessionId;

    /// <summary>The end user's id in Dify.</summary>
    public string? EndUserId => Model.CreatedByEndUser?.Id;

    /// <summary>When the run began, local time.</summary>
    public DateTimeOffset? CreatedAt => Run?.CreatedAt ?? Model.CreatedAt;

    /// <summary>When the run ended, local time.</summary>
    public DateTimeOffset? FinishedAt => Run?.FinishedAt;

    private WorkflowRunSummary? Run => Model.WorkflowRun;

    /// <summary>The entry itself.</summary>
    public string? LogId => Model.Id;

    private WorkflowLogEntry Model => (WorkflowLogEntry)Raw!;
}
