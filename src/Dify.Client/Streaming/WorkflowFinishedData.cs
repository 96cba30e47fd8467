using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of <c>workflow_finished</c>.</summary>
public sealed class WorkflowFinishedData
{
    /// <summary>The run.</summary>
    public string? Id { get; init; }

    /// <summary>The workflow version that ran.</summary>
    public string? WorkflowId { get; init; }

    /// <summary><c>succeeded</c>, <c>failed</c>, <c>partial-succeeded</c> or <c>stopped</c>.</summary>
    public string? Status { get; init; }

    /// <summary>What came out.</summary>
    public JsonElement? Outputs { get; init; }

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

    /// <summary>The files it made.</summary>
    public IReadOnlyList<JsonElement> Files { get => field ?? []; init; }

    /// <summary>When it began, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it ended, in local time.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
