using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>What events tell of an execution of a node, whatever kind of node it is.</summary>
public abstract class StepData
{
    private protected StepData()
    {
    }

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

    /// <summary>What it begins with.</summary>
    [JsonInclude]
    public JsonElement? Inputs { get; internal set; }

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
