using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;
using Dify.Client.Values;

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

    /// <summary>How long the model took.</summary>
    [JsonPropertyName("latency")]
    public TimeSpan? Latency { get; init; }

    [MethodImpl(Compiled.AtOnce)]
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
        Latency = fields.Seconds("latency"),
    };
}
