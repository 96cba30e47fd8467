using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Chat;

/// <summary>What a reply used up.</summary>
public sealed class TokenUsage
{
    /// <summary>Tokens that went in.</summary>
    [JsonInclude]
    public long? PromptTokens { get; internal set; }

    /// <summary>Tokens that came out.</summary>
    [JsonInclude]
    public long? CompletionTokens { get; internal set; }

    /// <summary>All tokens.</summary>
    [JsonInclude]
    public long? TotalTokens { get; internal set; }

    /// <summary>The price of one unit that goes in.</summary>
    [JsonInclude]
    public decimal? PromptUnitPrice { get; internal set; }

    /// <summary>How large a unit is, as a factor on tokens, going in.</summary>
    [JsonInclude]
    public decimal? PromptPriceUnit { get; internal set; }

    /// <summary>The price of what went in.</summary>
    [JsonInclude]
    public decimal? PromptPrice { get; internal set; }

    /// <summary>The price of one unit that comes out.</summary>
    [JsonInclude]
    public decimal? CompletionUnitPrice { get; internal set; }

    /// <summary>How large a unit is, as a factor on tokens, coming out.</summary>
    [JsonInclude]
    public decimal? CompletionPriceUnit { get; internal set; }

    /// <summary>The price of what came out.</summary>
    [JsonInclude]
    public decimal? CompletionPrice { get; internal set; }

    /// <summary>The price of all.</summary>
    [JsonInclude]
    public decimal? TotalPrice { get; internal set; }

    /// <summary>The currency of the prices.</summary>
    [JsonInclude]
    public string? Currency { get; internal set; }

    /// <summary>How long the model took, in seconds.</summary>
    [JsonInclude]
    [JsonPropertyName("latency")]
    public double? LatencySeconds { get; internal set; }
}

/// <summary>A piece of knowledge an answer was drawn from.</summary>
public sealed class Citation
{
    /// <summary>The citation.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>The message it belongs to.</summary>
    [JsonInclude]
    public string? MessageId { get; internal set; }

    /// <summary>Its place in the list.</summary>
    [JsonInclude]
    public int? Position { get; internal set; }

    /// <summary>The knowledge base.</summary>
    [JsonInclude]
    public string? DatasetId { get; internal set; }

    /// <summary>The knowledge base's name.</summary>
    [JsonInclude]
    public string? DatasetName { get; internal set; }

    /// <summary>The document.</summary>
    [JsonInclude]
    public string? DocumentId { get; internal set; }

    /// <summary>The document's name.</summary>
    [JsonInclude]
    public string? DocumentName { get; internal set; }

    /// <summary>Where the document came from.</summary>
    [JsonInclude]
    public string? DataSourceType { get; internal set; }

    /// <summary>The chunk.</summary>
    [JsonInclude]
    public string? SegmentId { get; internal set; }

    /// <summary>The chunk's place in the document.</summary>
    [JsonInclude]
    public int? SegmentPosition { get; internal set; }

    /// <summary>How well it fits, the more the better.</summary>
    [JsonInclude]
    public double? Score { get; internal set; }

    /// <summary>How often the chunk was found.</summary>
    [JsonInclude]
    public int? HitCount { get; internal set; }

    /// <summary>The chunk's number of words.</summary>
    [JsonInclude]
    public int? WordCount { get; internal set; }

    /// <summary>The hash of the index node.</summary>
    [JsonInclude]
    public string? IndexNodeHash { get; internal set; }

    /// <summary>The text.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Content { get; internal set; }

    /// <summary>The text in short.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Summary { get; internal set; }

    /// <summary>When it was made, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(CreatedAtSeconds);

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal long? CreatedAtSeconds { get; set; }
}

/// <summary>A step of an agent: what it thought, and the tool it called.</summary>
public sealed class AgentThought
{
    /// <summary>The step.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>The message it belongs to.</summary>
    [JsonInclude]
    public string? MessageId { get; internal set; }

    /// <summary>Its place in the order of steps.</summary>
    [JsonInclude]
    public int? Position { get; internal set; }

    /// <summary>What the model thinks.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Thought { get; internal set; }

    /// <summary>The tools it called, with semicolons between.</summary>
    [JsonInclude]
    public string? Tool { get; internal set; }

    /// <summary>What they were given, as JSON.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? ToolInput { get; internal set; }

    /// <summary>What they answered.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Observation { get; internal set; }

    /// <summary>The ids of files that belong to it.</summary>
    [JsonInclude]
    public IReadOnlyList<string> MessageFiles { get => field ?? Files ?? []; internal set; }

    /// <summary>The same by the name that it has in a conversation's history.</summary>
    [JsonInclude]
    internal IReadOnlyList<string>? Files { get; set; }

    /// <summary>When it was made, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(CreatedAtSeconds);

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal long? CreatedAtSeconds { get; set; }
}

/// <summary>A file the assistant made.</summary>
public sealed class MessageFile
{
    /// <summary>The file.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>Its type, such as <c>image</c>.</summary>
    [JsonInclude]
    public string? Type { get; internal set; }

    /// <summary>Whose it is; <c>assistant</c>.</summary>
    [JsonInclude]
    public string? BelongsTo { get; internal set; }

    /// <summary>Where it is.</summary>
    [JsonInclude]
    public string? Url { get; internal set; }

    /// <summary>When it was made, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(CreatedAtSeconds);

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal long? CreatedAtSeconds { get; set; }
}
