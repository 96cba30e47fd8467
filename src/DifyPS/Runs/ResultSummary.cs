using System;
using System.Collections.Generic;
using System.Globalization;
using Dify.Client.Runs;
using Dify.Client.Streaming;
using DifyPS.Common;

namespace DifyPS.Runs;

/// <summary>One line about a result: app, status when it is not the usual one, tokens, price and time.</summary>
internal static class ResultSummary
{
    public static string Line(string app, string status, long? tokens, TokenUsage? usage, TimeSpan elapsed, params string?[] more)
    {
        var parts = new List<string> { app };
        if (status is not (RunStatus.Succeeded or ""))
            parts.Add(status);
        if (tokens is > 0 and { } count)
            parts.Add(Tokens(count));
        if (usage?.TotalPrice is > 0 and { } price)
            parts.Add(DisplayFormat.Money(price, usage.Currency));
        foreach (var one in more)
        {
            if (one is not null)
                parts.Add(one);
        }

        parts.Add(DisplayFormat.Duration(elapsed));
        return string.Join(" · ", parts);
    }

    /// <summary>Such as "1 token" or "3 tokens".</summary>
    public static string Tokens(long count) =>
        count == 1 ? Strings.FormatSummaryToken(DisplayFormat.Count(count)) : Strings.FormatSummaryTokens(DisplayFormat.Count(count));

    /// <summary>Such as "1 citation" or "3 citations"; null for none.</summary>
    public static string? Citations(int count) =>
        count == 0 ? null
        : count == 1 ? Strings.FormatSummaryCitation(count)
        : Strings.FormatSummaryCitations(count);

    /// <summary>Such as "1 step" or "3 steps"; null for none.</summary>
    public static string? Steps(int count) =>
        count == 0 ? null
        : count == 1 ? Strings.FormatSummaryStep(count)
        : Strings.FormatSummarySteps(count);
}
