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
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>The workflow version that runs.</summary>
    [JsonInclude]
    public string? WorkflowId { get; internal set; }

    /// <summary>What the run begins with.</summary>
    [JsonInclude]
    public JsonElement? Inputs { get; internal set; }

    /// <summary>Why it begins: <c>initial</c>, or that it goes on after a pause.</summary>
    [JsonInclude]
    public string? Reason { get; internal set; }

    /// <summary>When it began, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(CreatedAtSeconds);

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal long? CreatedAtSeconds { get; set; }
}

/// <summary>The <c>data</c> of <c>workflow_finished</c>.</summary>
public sealed class WorkflowFinishedData
{
    /// <summary>The run.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>The workflow version that ran.</summary>
    [JsonInclude]
    public string? WorkflowId { get; internal set; }

    /// <summary><c>succeeded</c>, <c>failed</c>, <c>partial-succeeded</c> or <c>stopped</c>.</summary>
    [JsonInclude]
    public string? Status { get; internal set; }

    /// <summary>What came out.</summary>
    [JsonInclude]
    public JsonElement? Outputs { get; internal set; }

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

    /// <summary>The files it made.</summary>
    [JsonInclude]
    public IReadOnlyList<JsonElement> Files { get => field ?? []; internal set; }

    /// <summary>When it began, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(CreatedAtSeconds);

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal long? CreatedAtSeconds { get; set; }

    /// <summary>When it ended, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? FinishedAt => UnixTime.ToLocal(FinishedAtSeconds);

    [JsonInclude]
    [JsonPropertyName("finished_at")]
    internal long? FinishedAtSeconds { get; set; }
}

/// <summary>The <c>data</c> of <c>workflow_paused</c>.</summary>
public sealed class WorkflowPausedData
{
    /// <summary>The run.</summary>
    [JsonInclude]
    public string? WorkflowRunId { get; internal set; }

    /// <summary>The nodes that wait.</summary>
    [JsonInclude]
    public IReadOnlyList<string> PausedNodes { get => field ?? []; internal set; }

    /// <summary>What has come out so far.</summary>
    [JsonInclude]
    public JsonElement? Outputs { get; internal set; }

    /// <summary>Why it waits.</summary>
    [JsonInclude]
    public IReadOnlyList<JsonElement> Reasons { get => field ?? []; internal set; }

    /// <summary>The run's status.</summary>
    [JsonInclude]
    public string? Status { get; internal set; }

    /// <summary>How long it has run, in seconds.</summary>
    [JsonInclude]
    [JsonPropertyName("elapsed_time")]
    public double? ElapsedSeconds { get; internal set; }

    /// <summary>The tokens so far.</summary>
    [JsonInclude]
    public long? TotalTokens { get; internal set; }

    /// <summary>The number of steps so far.</summary>
    [JsonInclude]
    public int? TotalSteps { get; internal set; }

    /// <summary>When it began, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(CreatedAtSeconds);

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal long? CreatedAtSeconds { get; set; }
}

/// <summary>The <c>data</c> of <c>human_input_form_filled</c>.</summary>
public sealed class HumanInputFormFilledData
{
    /// <summary>The node that waited.</summary>
    [JsonInclude]
    public string? NodeId { get; internal set; }

    /// <summary>Its title.</summary>
    [JsonInclude]
    public string? NodeTitle { get; internal set; }

    /// <summary>The form as it was answered.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? RenderedContent { get; internal set; }

    /// <summary>The action chosen.</summary>
    [JsonInclude]
    public string? ActionId { get; internal set; }

    /// <summary>The label of that action.</summary>
    [JsonInclude]
    public string? ActionText { get; internal set; }

    /// <summary>What was filled in.</summary>
    [JsonInclude]
    public JsonElement? SubmittedData { get; internal set; }
}

/// <summary>The <c>data</c> of <c>human_input_form_timeout</c>.</summary>
public sealed class HumanInputFormTimeoutData
{
    /// <summary>The node that waited.</summary>
    [JsonInclude]
    public string? NodeId { get; internal set; }

    /// <summary>Its title.</summary>
    [JsonInclude]
    public string? NodeTitle { get; internal set; }

    /// <summary>When its time was over, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? ExpiresAt => UnixTime.ToLocal(ExpiresAtSeconds);

    [JsonInclude]
    [JsonPropertyName("expiration_time")]
    internal long? ExpiresAtSeconds { get; set; }
}
