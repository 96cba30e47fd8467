using System.Collections.Generic;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of <c>text_chunk</c>.</summary>
public sealed class TextChunkData
{
    /// <summary>The piece.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Text { get; init; }

    /// <summary>Where it comes from: node, then variable.</summary>
    public IReadOnlyList<string>? FromVariableSelector { get; init; }
}
