using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

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
