using System;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Workflows;

/// <summary>An entry of an app's workflow log: what <c>GET /workflows/logs</c> lists.</summary>
public sealed class WorkflowLogEntry : Record
{
    /// <summary>The entry.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>The run.</summary>
    [JsonInclude]
    public WorkflowRunSummary? WorkflowRun { get; internal set; }

    /// <summary>What began it, such as <c>service-api</c>.</summary>
    [JsonInclude]
    public string? CreatedFrom { get; internal set; }

    /// <summary><c>end_user</c> or <c>account</c>.</summary>
    [JsonInclude]
    public string? CreatedByRole { get; internal set; }

    /// <summary>The member of the workspace who began it.</summary>
    [JsonInclude]
    public LogAccount? CreatedByAccount { get; internal set; }

    /// <summary>The end user who began it.</summary>
    [JsonInclude]
    public LogEndUser? CreatedByEndUser { get; internal set; }

    /// <summary>When it was written, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(CreatedAtSeconds);

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal long? CreatedAtSeconds { get; set; }
}

/// <summary>A run in short.</summary>
public sealed class WorkflowRunSummary
{
    /// <summary>The run.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>The version of the workflow.</summary>
    [JsonInclude]
    public string? Version { get; internal set; }

    /// <summary><c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>stopped</c>, <c>partial-succeeded</c> or <c>paused</c>.</summary>
    [JsonInclude]
    public string? Status { get; internal set; }

    /// <summary>Why it failed.</summary>
    [JsonInclude]
    public string? Error { get; internal set; }

    /// <summary>How long it ran, in seconds.</summary>
    [JsonInclude]
    [JsonPropertyName("elapsed_time")]
    public double? ElapsedSeconds { get; internal set; }

    /// <summary>The tokens of all nodes.</summary>
    [JsonInclude]
    public long? TotalTokens { get; internal set; }

    /// <summary>The number of steps.</summary>
    [JsonInclude]
    public int? TotalSteps { get; internal set; }

    /// <summary>The number of nodes that failed.</summary>
    [JsonInclude]
    public int? ExceptionsCount { get; internal set; }

    /// <summary>What triggered it, such as <c>app-run</c>, <c>webhook</c> or <c>schedule</c>.</summary>
    [JsonInclude]
    public string? TriggeredFrom { get; internal set; }

    /// <summary>When it began, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(CreatedAtSeconds);

    /// <summary>When it ended, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? FinishedAt => UnixTime.ToLocal(FinishedAtSeconds);

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal long? CreatedAtSeconds { get; set; }

    [JsonInclude]
    [JsonPropertyName("finished_at")]
    internal long? FinishedAtSeconds { get; set; }
}

/// <summary>A member of the workspace.</summary>
public sealed class LogAccount
{
    /// <summary>The account.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>The name.</summary>
    [JsonInclude]
    public string? Name { get; internal set; }

    /// <summary>The address.</summary>
    [JsonInclude]
    public string? Email { get; internal set; }
}

/// <summary>An end user, in short.</summary>
public sealed class LogEndUser
{
    /// <summary>The end user's id in Dify.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>The type, such as <c>service_api</c>.</summary>
    [JsonInclude]
    public string? Type { get; internal set; }

    /// <summary>Whether no user was named.</summary>
    [JsonInclude]
    public bool? IsAnonymous { get; internal set; }

    /// <summary>What requests named as <c>user</c>.</summary>
    [JsonInclude]
    public string? SessionId { get; internal set; }
}
