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

/// <summary>The <c>data</c> of the iteration and loop events.</summary>
public sealed class RoundData
{
    /// <summary>This execution of the node.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>The node.</summary>
    [JsonInclude]
    public string? NodeId { get; internal set; }

    /// <summary>Its type.</summary>
    [JsonInclude]
    public string? NodeType { get; internal set; }

    /// <summary>Its title.</summary>
    [JsonInclude]
    public string? Title { get; internal set; }

    /// <summary>The round, of the <c>_next</c> events.</summary>
    [JsonInclude]
    public int? Index { get; internal set; }

    /// <summary>What it begins with.</summary>
    [JsonInclude]
    public JsonElement? Inputs { get; internal set; }

    /// <summary>What came out.</summary>
    [JsonInclude]
    public JsonElement? Outputs { get; internal set; }

    /// <summary>What the round before gave, of <c>loop_next</c>.</summary>
    [JsonInclude]
    public JsonElement? PreLoopOutput { get; internal set; }

    /// <summary>What the node is set to.</summary>
    [JsonInclude]
    public JsonElement? Metadata { get; internal set; }

    /// <summary>Whatever else Dify tells of it.</summary>
    [JsonInclude]
    public JsonElement? Extras { get; internal set; }

    /// <summary>How it ended.</summary>
    [JsonInclude]
    public string? Status { get; internal set; }

    /// <summary>Why it failed.</summary>
    [JsonInclude]
    public string? Error { get; internal set; }

    /// <summary>How long it ran, in seconds.</summary>
    [JsonInclude]
    [JsonPropertyName("elapsed_time")]
    public double? ElapsedSeconds { get; internal set; }

    /// <summary>The tokens of all rounds.</summary>
    [JsonInclude]
    public long? TotalTokens { get; internal set; }

    /// <summary>Tokens, prices and the like.</summary>
    [JsonInclude]
    public JsonElement? ExecutionMetadata { get; internal set; }

    /// <summary>The number of rounds.</summary>
    [JsonInclude]
    public int? Steps { get; internal set; }

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

/// <summary>The <c>data</c> of <c>agent_log</c>.</summary>
public sealed class AgentLogData
{
    /// <summary>The execution of the Agent node.</summary>
    [JsonInclude]
    public string? NodeExecutionId { get; internal set; }

    /// <summary>The entry.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>What it is about.</summary>
    [JsonInclude]
    public string? Label { get; internal set; }

    /// <summary>The entry this one is part of.</summary>
    [JsonInclude]
    public string? ParentId { get; internal set; }

    /// <summary>What went wrong.</summary>
    [JsonInclude]
    public string? Error { get; internal set; }

    /// <summary>How the step stands.</summary>
    [JsonInclude]
    public string? Status { get; internal set; }

    /// <summary>The entry's content.</summary>
    [JsonInclude]
    public JsonElement? Data { get; internal set; }

    /// <summary>Times, tokens and the like.</summary>
    [JsonInclude]
    public JsonElement? Metadata { get; internal set; }

    /// <summary>The Agent node.</summary>
    [JsonInclude]
    public string? NodeId { get; internal set; }
}
