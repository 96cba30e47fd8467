using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of <c>workflow_paused</c>.</summary>
public sealed class WorkflowPausedData
{
    /// <summary>The run.</summary>
    public string? WorkflowRunId { get; init; }

    /// <summary>The nodes that wait.</summary>
    public IReadOnlyList<string> PausedNodes { get => field ?? []; init; }

    /// <summary>What has come out so far.</summary>
    public JsonElement? Outputs { get; init; }

    /// <summary>Why it waits.</summary>
    public IReadOnlyList<JsonElement> Reasons { get => field ?? []; init; }

    /// <summary>The run's status.</summary>
    public string? Status { get; init; }

    /// <summary>How long it has run.</summary>
    [JsonPropertyName("elapsed_time")]
    public TimeSpan? Elapsed { get; init; }

    /// <summary>The tokens so far.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>The number of steps so far.</summary>
    public int? TotalSteps { get; init; }

    /// <summary>When it began, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
