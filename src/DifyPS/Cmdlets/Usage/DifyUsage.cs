using System;
using System.Collections.Generic;
using DifyPS.Usage;

namespace DifyPS;

/// <summary>What an app did on a day, as far as Dify tells. What it does not tell is null, and not zero.</summary>
public sealed class DifyUsage
{
    internal DifyUsage(string app, DateTime day, string source, DayTotals totals)
    {
        App = app;
        Day = day;
        Source = source;
        Runs = totals.Runs;
        Failed = totals.Failed;
        Tokens = totals.Tokens;
        PromptTokens = totals.PromptTokens;
        AnswerTokens = totals.AnswerTokens;
        Costs = totals.Costs;
        if (Costs.Count == 1)
        {
            foreach (var cost in Costs)
                (Currency, Cost) = (cost.Key, cost.Value);
        }

        Unpriced = totals.Runs - totals.Priced;
        LatencyP50 = totals.Latency.Quantile(0.5);
        LatencyP90 = totals.Latency.Quantile(0.9);
        LatencyP99 = totals.Latency.Quantile(0.99);
        LatencyMax = totals.Latency.Most;
    }

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary>The day, local time.</summary>
    public DateTime Day { get; }

    /// <summary>How many runs there were, or messages.</summary>
    public long Runs { get; }

    /// <summary>How many of them failed.</summary>
    public long Failed { get; }

    /// <summary>The part that failed, from 0 to 1.</summary>
    public double FailureRate => Runs == 0 ? 0 : (double)Failed / Runs;

    /// <summary>All tokens.</summary>
    public long? Tokens { get; }

    /// <summary>The tokens of what was asked; of messages only.</summary>
    public long? PromptTokens { get; }

    /// <summary>The tokens of what was answered; of messages only.</summary>
    public long? AnswerTokens { get; }

    /// <summary>What the tokens cost; null where Dify tells no price, or prices in several currencies.</summary>
    public decimal? Cost { get; }

    /// <summary>The currency of the cost.</summary>
    public string? Currency { get; }

    /// <summary>What the tokens cost, by currency.</summary>
    public IReadOnlyDictionary<string, decimal> Costs { get; }

    /// <summary>How many runs or messages Dify tells no price of.</summary>
    public long Unpriced { get; }

    /// <summary>Half of all took no longer: a run from its begin to its end, the model of a message. Exact, or one percent off.</summary>
    public TimeSpan? LatencyP50 { get; }

    /// <summary>Nine out of ten took no longer.</summary>
    public TimeSpan? LatencyP90 { get; }

    /// <summary>Ninety-nine out of a hundred took no longer.</summary>
    public TimeSpan? LatencyP99 { get; }

    /// <summary>The longest took so long.</summary>
    public TimeSpan? LatencyMax { get; }

    /// <summary>What was counted: <c>Log</c>, the runs of all users, or <c>Messages</c>, those of the users that were asked for.</summary>
    public string Source { get; }
}
