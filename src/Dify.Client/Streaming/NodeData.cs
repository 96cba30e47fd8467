using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of <c>node_started</c>, <c>node_finished</c> and <c>node_retry</c>; a started node has no results yet.</summary>
public sealed class NodeData
{
    /// <summary>This execution of the node.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>The node.</summary>
    [JsonInclude]
    public string? NodeId { get; internal set; }

    /// <summary>Its type, such as <c>llm</c>.</summary>
    [JsonInclude]
    public string? NodeType { get; internal set; }

    /// <summary>Its title.</summary>
    [JsonInclude]
    public string? Title { get; internal set; }

    /// <summary>Its place in the order of execution.</summary>
    [JsonInclude]
    public int? Index { get; internal set; }

    /// <summary>The node before it.</summary>
    [JsonInclude]
    public string? PredecessorNodeId { get; internal set; }

    /// <summary>What it begins with.</summary>
    [JsonInclude]
    public JsonElement? Inputs { get; internal set; }

    /// <summary>What it worked with.</summary>
    [JsonInclude]
    public JsonElement? ProcessData { get; internal set; }

    /// <summary>What came out.</summary>
    [JsonInclude]
    public JsonElement? Outputs { get; internal set; }

    /// <summary>How it ended: <c>succeeded</c>, <c>failed</c>, <c>stopped</c> and so on.</summary>
    [JsonInclude]
    public string? Status { get; internal set; }

    /// <summary>Why it failed.</summary>
    [JsonInclude]
    public string? Error { get; internal set; }

    /// <summary>How long it ran, in seconds.</summary>
    [JsonInclude]
    [JsonPropertyName("elapsed_time")]
    public double? ElapsedSeconds { get; internal set; }

    /// <summary>Tokens, prices and the like.</summary>
    [JsonInclude]
    public JsonElement? ExecutionMetadata { get; internal set; }

    /// <summary>Which try this is, of <c>node_retry</c>.</summary>
    [JsonInclude]
    public int? RetryIndex { get; internal set; }

    /// <summary>The files it made.</summary>
    [JsonInclude]
    public IReadOnlyList<JsonElement> Files { get => field ?? []; internal set; }

    /// <summary>The Iteration node it runs in.</summary>
    [JsonInclude]
    public string? IterationId { get; internal set; }

    /// <summary>The Loop node it runs in.</summary>
    [JsonInclude]
    public string? LoopId { get; internal set; }

    /// <summary>Whatever else Dify tells of it.</summary>
    [JsonInclude]
    public JsonElement? Extras { get; internal set; }

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
