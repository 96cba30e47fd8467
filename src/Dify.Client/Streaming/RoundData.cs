using System.Text.Json;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of the iteration and loop events.</summary>
public sealed class RoundData : StepData
{
    /// <summary>The round, of the <c>_next</c> events.</summary>
    public int? Index { get; init; }

    /// <summary>What the round before gave, of <c>loop_next</c>.</summary>
    public JsonElement? PreLoopOutput { get; init; }

    /// <summary>What the node is set to.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The tokens of all rounds.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>The number of rounds.</summary>
    public int? Steps { get; init; }
}
