using System;
using Dify.Client.Runs;
using Dify.Client.Workflows;
using DifyPS.Pipeline;

namespace DifyPS;

/// <summary>An entry of an app's workflow log: a past run in short.</summary>
public sealed class DifyWorkflowLog : DifyRecord
{
    internal DifyWorkflowLog(string app, WorkflowLogEntry entry)
        : base(app, entry.Json)
    {
        var run = entry.WorkflowRun;
        RunId = run?.Id;
        Status = run?.Status;
        Error = run?.Error is { Length: > 0 } error ? error : null;
        Tokens = run?.TotalTokens;
        StepCount = run?.TotalSteps;
        ExceptionCount = run?.ExceptionsCount;
        Elapsed = Duration.Of(run?.ElapsedSeconds);
        Version = run?.Version;
        TriggeredFrom = run?.TriggeredFrom;
        CreatedFrom = entry.CreatedFrom;
        CreatedBy = entry.CreatedByEndUser?.SessionId ?? entry.CreatedByAccount?.Email ?? entry.CreatedByAccount?.Name;
        User = entry.CreatedByEndUser?.SessionId;
        EndUserId = entry.CreatedByEndUser?.Id;
        CreatedAt = run?.CreatedAt ?? entry.CreatedAt;
        FinishedAt = run?.FinishedAt;
        LogId = entry.Id;
    }

    /// <summary>The run.</summary>
    public string? RunId { get; }

    /// <summary><c>running</c>, <c>paused</c>, <c>succeeded</c>, <c>partial-succeeded</c>, <c>failed</c> or <c>stopped</c>.</summary>
    public string? Status { get; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error { get; }

    /// <summary>How long it ran.</summary>
    public TimeSpan? Elapsed { get; }

    /// <summary>The tokens of all nodes.</summary>
    public long? Tokens { get; }

    /// <summary>The number of steps.</summary>
    public int? StepCount { get; }

    /// <summary>The number of nodes that failed.</summary>
    public int? ExceptionCount { get; }

    /// <summary>The version of the workflow.</summary>
    public string? Version { get; }

    /// <summary>What triggered it, such as <c>app-run</c>, <c>webhook</c> or <c>schedule</c>.</summary>
    public string? TriggeredFrom { get; }

    /// <summary>Where it was begun, such as <c>service-api</c>.</summary>
    public string? CreatedFrom { get; }

    /// <summary>Who began it: an end user, or a member of the workspace.</summary>
    public string? CreatedBy { get; }

    /// <summary>The end user who began it; null when it was a member of the workspace.</summary>
    public string? User { get; }

    /// <summary>The end user's id in Dify.</summary>
    public string? EndUserId { get; }

    /// <summary>When the run began, local time.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>When the run ended, local time.</summary>
    public DateTimeOffset? FinishedAt { get; }

    /// <summary>The entry itself.</summary>
    public string? LogId { get; }
}
