using System;
using System.Text.Json.Serialization;
using Dify.Client.Paging;

namespace Dify.Client.Workflows;

/// <summary>An entry of an app's workflow log: what <c>GET /workflows/logs</c> lists.</summary>
public sealed class WorkflowLogEntry : DifyResource
{
    /// <summary>The entry.</summary>
    public string? Id { get; init; }

    /// <summary>The run.</summary>
    public WorkflowRunSummary? WorkflowRun { get; init; }

    /// <summary>What began it, such as <c>service-api</c>.</summary>
    public string? CreatedFrom { get; init; }

    /// <summary><c>end_user</c> or <c>account</c>.</summary>
    public string? CreatedByRole { get; init; }

    /// <summary>The member of the workspace who began it.</summary>
    public LogAccount? CreatedByAccount { get; init; }

    /// <summary>The end user who began it.</summary>
    public LogEndUser? CreatedByEndUser { get; init; }

    /// <summary>When it was written, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>A run in short.</summary>
public sealed class WorkflowRunSummary
{
    /// <summary>The run.</summary>
    public string? Id { get; init; }

    /// <summary>The version of the workflow.</summary>
    public string? Version { get; init; }

    /// <summary><c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>stopped</c>, <c>partial-succeeded</c> or <c>paused</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>How long it ran.</summary>
    [JsonPropertyName("elapsed_time")]
    public TimeSpan? Elapsed { get; init; }

    /// <summary>The tokens of all nodes.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>The number of steps.</summary>
    public int? TotalSteps { get; init; }

    /// <summary>The number of nodes that failed.</summary>
    public int? ExceptionsCount { get; init; }

    /// <summary>What triggered it, such as <c>app-run</c>, <c>webhook</c> or <c>schedule</c>.</summary>
    public string? TriggeredFrom { get; init; }

    /// <summary>When it began, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it ended, in local time.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>A member of the workspace.</summary>
public sealed class LogAccount
{
    /// <summary>The account.</summary>
    public string? Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The address.</summary>
    public string? Email { get; init; }
}

/// <summary>An end user, in short.</summary>
public sealed class LogEndUser
{
    /// <summary>The end user's id in Dify.</summary>
    public string? Id { get; init; }

    /// <summary>The type, such as <c>service_api</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Whether no user was named.</summary>
    public bool? IsAnonymous { get; init; }

    /// <summary>What requests named as <c>user</c>.</summary>
    public string? SessionId { get; init; }
}
