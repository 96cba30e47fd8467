using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of <c>node_started</c>, <c>node_finished</c> and <c>node_retry</c>; a started node has no results yet.</summary>
public sealed class NodeData : StepData
{
    /// <summary>Its place in the order of execution.</summary>
    [JsonInclude]
    public int? Index { get; internal set; }

    /// <summary>The node before it.</summary>
    [JsonInclude]
    public string? PredecessorNodeId { get; internal set; }

    /// <summary>What it worked with.</summary>
    [JsonInclude]
    public JsonElement? ProcessData { get; internal set; }

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
}
