using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Chat;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of <c>reasoning_chunk</c>.</summary>
public sealed class ReasoningData
{
    /// <summary>The message it belongs to.</summary>
    [JsonInclude]
    public string? MessageId { get; internal set; }

    /// <summary>The piece; the pieces in their order make the whole.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Reasoning { get; internal set; }

    /// <summary>The node whose model reasons.</summary>
    [JsonInclude]
    public string? NodeId { get; internal set; }

    /// <summary>Whether the reasoning ends here.</summary>
    [JsonInclude]
    public bool? IsFinal { get; internal set; }
}

/// <summary>The <c>data</c> of <c>text_chunk</c>.</summary>
public sealed class TextChunkData
{
    /// <summary>The piece.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Text { get; internal set; }

    /// <summary>Where it comes from: node, then variable.</summary>
    [JsonInclude]
    public IReadOnlyList<string>? FromVariableSelector { get; internal set; }
}

internal sealed class ReplaceFields
{
    public string? Reason { get; set; }
}

internal sealed class MessageEndFields
{
    public JsonElement? Metadata { get; set; }
}

internal sealed class MessageMetadata
{
    public TokenUsage? Usage { get; set; }

    public IReadOnlyList<Citation>? RetrieverResources { get; set; }
}

internal sealed class ErrorFields
{
    public int? Status { get; set; }

    public string? Code { get; set; }

    public string? Message { get; set; }
}
