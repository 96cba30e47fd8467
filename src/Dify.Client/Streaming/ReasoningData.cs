using System.Collections.Generic;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of <c>reasoning_chunk</c>.</summary>
public sealed class ReasoningData
{
    /// <summary>The message it belongs to.</summary>
    public string? MessageId { get; init; }

    /// <summary>The piece; the pieces in their order make the whole.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Reasoning { get; init; }

    /// <summary>The node whose model reasons.</summary>
    public string? NodeId { get; init; }

    /// <summary>Whether the reasoning ends here.</summary>
    public bool? IsFinal { get; init; }
}
