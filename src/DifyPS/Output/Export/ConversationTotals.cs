using System;
using System.Collections.Generic;
using System.Linq;
using Dify.Client.Conversations;
using DifyPS.Common;
using DifyPS.Output.Display;
using DifyPS.Runs;

namespace DifyPS.Output.Export;

/// <summary>Sums of a conversation's messages.</summary>
internal sealed class ConversationTotals
{
    private readonly SortedDictionary<string, decimal> _prices = new(StringComparer.Ordinal);

    /// <summary>How many messages there are.</summary>
    public int Messages { get; private set; }

    /// <summary>All their tokens.</summary>
    public long Tokens { get; private set; }

    /// <summary>What they cost, by currency.</summary>
    public IReadOnlyDictionary<string, decimal> Prices => _prices;

    /// <summary>When the first was sent.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>When the last was sent.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>What was asked first, for a conversation without a title.</summary>
    public string? FirstQuery { get; private set; }

    /// <summary>Counts the message before the last one that was counted.</summary>
    public void Add(ConversationMessage message)
    {
        Messages++;
        Tokens += message.TotalTokens ?? 0;
        if (message is { TotalPrice: { } price and not 0, Currency: { Length: > 0 } currency })
            _prices.Plus(currency, price);
        First = message.CreatedAt ?? First;
        Last ??= message.CreatedAt;
        FirstQuery = message.Query;
    }

    /// <summary>So many messages, in words.</summary>
    public static string CountMessages(long messages) =>
        messages == 1 ? Strings.ExportMessagesOne : Strings.FormatExportMessages(DisplayFormat.Count(messages));

    /// <summary>The totals as a line's parts.</summary>
    public IEnumerable<string> Parts()
    {
        yield return CountMessages(Messages);
        if (Tokens > 0)
            yield return ResultSummary.Tokens(Tokens);
        foreach (var price in _prices.Where(price => price.Value != 0))
            yield return DisplayFormat.Money(price.Value, price.Key);
    }
}
