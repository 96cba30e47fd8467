using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of the iteration and loop events.</summary>
public sealed class RoundData : StepData
{
    /// <summary>The round, of the <c>_next</c> events.</summary>
    [JsonInclude]
    public int? Index { get; internal set; }

    /// <summary>What the round before gave, of <c>loop_next</c>.</summary>
    [JsonInclude]
    public JsonElement? PreLoopOutput { get; internal set; }

    /// <summary>What the node is set to.</summary>
    [JsonInclude]
    public JsonElement? Metadata { get; internal set; }

    /// <summary>The tokens of all rounds.</summary>
    [JsonInclude]
    public long? TotalTokens { get; internal set; }

    /// <summary>The number of rounds.</summary>
    [JsonInclude]
    public int? Steps { get; internal set; }
}
