using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>A piece of knowledge an answer was drawn from.</summary>
public sealed class Citation
{
    /// <summary>The citation.</summary>
    public string? Id { get; init; }

    /// <summary>The message it belongs to.</summary>
    public string? MessageId { get; init; }

    /// <summary>Its place in the list.</summary>
    public int? Position { get; init; }

    /// <summary>The knowledge base.</summary>
    public string? DatasetId { get; init; }

    /// <summary>The knowledge base's name.</summary>
    public string? DatasetName { get; init; }

    /// <summary>The document.</summary>
    public string? DocumentId { get; init; }

    /// <summary>The document's name.</summary>
    public string? DocumentName { get; init; }

    /// <summary>Where the document came from.</summary>
    public string? DataSourceType { get; init; }

    /// <summary>The chunk.</summary>
    public string? SegmentId { get; init; }

    /// <summary>The chunk's place in the document.</summary>
    public int? SegmentPosition { get; init; }

    /// <summary>How well it fits, the more the better.</summary>
    public double? Score { get; init; }

    /// <summary>How often the chunk was found.</summary>
    public int? HitCount { get; init; }

    /// <summary>The chunk's number of words.</summary>
    public int? WordCount { get; init; }

    /// <summary>The hash of the index node.</summary>
    public string? IndexNodeHash { get; init; }

    /// <summary>The text.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Content { get; init; }

    /// <summary>The text in short.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Summary { get; init; }

    /// <summary>When it was made, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
