using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dify.Client.Streaming;

/// <summary>What events tell of an execution of a node, whatever kind of node it is.</summary>
public abstract class StepData
{
    private protected StepData()
    {
    }

    /// <summary>This execution of the node.</summary>
    public string? Id { get; init; }

    /// <summary>The node.</summary>
    public string? NodeId { get; init; }

    /// <summary>Its type, such as <c>llm</c>.</summary>
    public string? NodeType { get; init; }

    /// <summary>Its title.</summary>
    public string? Title { get; init; }

    /// <summary>What it begins with.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>What came out.</summary>
    public JsonElement? Outputs { get; init; }

    /// <summary>How it ended: <c>succeeded</c>, <c>failed</c>, <c>stopped</c> and so on.</summary>
    public string? Status { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>How long it ran.</summary>
    [JsonPropertyName("elapsed_time")]
    public TimeSpan? Elapsed { get; init; }

    /// <summary>Tokens, prices and the like.</summary>
    public JsonElement? ExecutionMetadata { get; init; }

    /// <summary>Whatever else Dify tells of it.</summary>
    public JsonElement? Extras { get; init; }

    /// <summary>When it began, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it ended, in local time.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
