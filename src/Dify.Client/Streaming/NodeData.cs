using System.Collections.Generic;
using System.Text.Json;

namespace Dify.Client.Streaming;

/// <summary>
/// The <c>data</c> of <c>node_started</c>, <c>node_finished</c> and <c>node_retry</c>; a started node has no results yet.
/// </summary>
public sealed class NodeData : StepData
{
    /// <summary>Its place in the order of execution.</summary>
    public int? Index { get; init; }

    /// <summary>The node before it.</summary>
    public string? PredecessorNodeId { get; init; }

    /// <summary>What it worked with.</summary>
    public JsonElement? ProcessData { get; init; }

    /// <summary>Which try this is, of <c>node_retry</c>.</summary>
    public int? RetryIndex { get; init; }

    /// <summary>The files it made.</summary>
    public IReadOnlyList<JsonElement> Files { get => field ?? []; init; }

    /// <summary>The Iteration node it runs in.</summary>
    public string? IterationId { get; init; }

    /// <summary>The Loop node it runs in.</summary>
    public string? LoopId { get; init; }
}
