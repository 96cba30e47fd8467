using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of <c>workflow_started</c>.</summary>
public sealed class WorkflowStartedData
{
    /// <summary>The run.</summary>
    public string? Id { get; init; }

    /// <summary>The workflow version that runs.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>What the run begins with.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>Why it begins: <c>initial</c>, or that it goes on after a pause.</summary>
    public string? Reason { get; init; }

    /// <summary>When it began, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

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

    /// <summary>How long it ran, in seconds.</summary>
    [JsonPropertyName("elapsed_time")]
    public double? ElapsedSeconds { get; init; }

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

    /// <summary>How long it has run, in seconds.</summary>
    [JsonPropertyName("elapsed_time")]
    public double? ElapsedSeconds { get; init; }

    /// <summary>The tokens so far.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>The number of steps so far.</summary>
    public int? TotalSteps { get; init; }

    /// <summary>When it began, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>The <c>data</c> of <c>human_input_form_filled</c>.</summary>
public sealed class HumanInputFormFilledData
{
    /// <summary>The node that waited.</summary>
    public string? NodeId { get; init; }

    /// <summary>Its title.</summary>
    public string? NodeTitle { get; init; }

    /// <summary>The form as it was answered.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? RenderedContent { get; init; }

    /// <summary>The action chosen.</summary>
    public string? ActionId { get; init; }

    /// <summary>The label of that action.</summary>
    public string? ActionText { get; init; }

    /// <summary>What was filled in.</summary>
    public JsonElement? SubmittedData { get; init; }
}

/// <summary>The <c>data</c> of <c>human_input_form_timeout</c>.</summary>
public sealed class HumanInputFormTimeoutData
{
    /// <summary>The node that waited.</summary>
    public string? NodeId { get; init; }

    /// <summary>Its title.</summary>
    public string? NodeTitle { get; init; }

    /// <summary>When its time was over, in local time.</summary>
    [JsonPropertyName("expiration_time")]
    public DateTimeOffset? ExpiresAt { get; init; }
}
