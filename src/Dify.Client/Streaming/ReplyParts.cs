using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>What a reply used up.</summary>
public sealed class TokenUsage
{
    /// <summary>Tokens that went in.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Tokens that came out.</summary>
    public long? CompletionTokens { get; init; }

    /// <summary>All tokens.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>The price of one unit that goes in.</summary>
    public decimal? PromptUnitPrice { get; init; }

    /// <summary>How large a unit is, as a factor on tokens, going in.</summary>
    public decimal? PromptPriceUnit { get; init; }

    /// <summary>The price of what went in.</summary>
    public decimal? PromptPrice { get; init; }

    /// <summary>The price of one unit that comes out.</summary>
    public decimal? CompletionUnitPrice { get; init; }

    /// <summary>How large a unit is, as a factor on tokens, coming out.</summary>
    public decimal? CompletionPriceUnit { get; init; }

    /// <summary>The price of what came out.</summary>
    public decimal? CompletionPrice { get; init; }

    /// <summary>The price of all.</summary>
    public decimal? TotalPrice { get; init; }

    /// <summary>The currency of the prices.</summary>
    public string? Currency { get; init; }

    /// <summary>How long the model took, in seconds.</summary>
    [JsonPropertyName("latency")]
    public double? LatencySeconds { get; init; }

    internal static TokenUsage From(JsonElement fields) => new()
    {
        PromptTokens = fields.Int64("prompt_tokens"),
        CompletionTokens = fields.Int64("completion_tokens"),
        TotalTokens = fields.Int64("total_tokens"),
        PromptUnitPrice = fields.Decimal("prompt_unit_price"),
        PromptPriceUnit = fields.Decimal("prompt_price_unit"),
        PromptPrice = fields.Decimal("prompt_price"),
        CompletionUnitPrice = fields.Decimal("completion_unit_price"),
        CompletionPriceUnit = fields.Decimal("completion_price_unit"),
        CompletionPrice = fields.Decimal("completion_price"),
        TotalPrice = fields.Decimal("total_price"),
        Currency = fields.Text("currency"),
        LatencySeconds = fields.Double("latency"),
    };
}

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

/// <summary>A step of an agent: what it thought, and the tool it called.</summary>
public sealed class AgentThought
{
    /// <summary>The step.</summary>
    public string? Id { get; init; }

    /// <summary>The message it belongs to.</summary>
    public string? MessageId { get; init; }

    /// <summary>Its place in the order of steps.</summary>
    public int? Position { get; init; }

    /// <summary>What the model thinks.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Thought { get; init; }

    /// <summary>The tools it called, with semicolons between.</summary>
    public string? Tool { get; init; }

    /// <summary>What they were given, as JSON.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? ToolInput { get; init; }

    /// <summary>What they answered.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Observation { get; init; }

    /// <summary>The ids of files that belong to it.</summary>
    public IReadOnlyList<string> MessageFiles { get => field ?? Files ?? []; init; }

    /// <summary>The same by the name that it has in a conversation's history.</summary>
    [JsonInclude]
    internal IReadOnlyList<string>? Files { get; set; }

    /// <summary>When it was made, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>A file the assistant made.</summary>
public sealed class MessageFile
{
    /// <summary>The file.</summary>
    public string? Id { get; init; }

    /// <summary>Its type, such as <c>image</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Whose it is; <c>assistant</c>.</summary>
    public string? BelongsTo { get; init; }

    /// <summary>Where it is.</summary>
    public string? Url { get; init; }

    /// <summary>When it was made, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
