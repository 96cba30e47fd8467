using System;
using System.Collections.Generic;
using System.Linq;
using DifyPS.Output.Usage;

namespace DifyPS;

/// <summary>What an app did on a day, as far as Dify tells. What it does not tell is null, and not zero.</summary>
public sealed class DifyUsage
{
    private readonly DayTotals _totals;

    internal DifyUsage(string app, DateTime day, string source, DayTotals totals)
    {
        App = app;
        Day = day;
        Source = source;
        _totals = totals;
    }

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary>The day, local time.</summary>
    public DateTime Day { get; }

    /// <summary>How many runs there were, or messages.</summary>
    public long Runs => _totals.Runs;

    /// <summary>How many of them failed.</summary>
    public long Failed => _totals.Failed;

    /// <summary>The part that failed, from 0 to 1.</summary>
    public double FailureRate => Runs == 0 ? 0 : (double)Failed / Runs;

    /// <summary>All tokens.</summary>
    public long? Tokens => _totals.Tokens;

    /// <summary>The tokens of what was asked; of messages only.</summary>
    public long? PromptTokens => _totals.PromptTokens;

    /// <summary>The tokens of what was answered; of messages only.</summary>
    public long? AnswerTokens => _totals.AnswerTokens;

    /// <summary>What the tokens cost; null where Dify tells no price, or prices in several currencies.</summary>
    public decimal? Cost => Costs.Count == 1 ? Costs.Values.First() : null;

    /// <summary>The currency of the cost.</summary>
    public string? Currency => Costs.Count == 1 ? Costs.Keys.First() : null;

    /// <summary>What the tokens cost, by currency.</summary>
    public IReadOnlyDictionary<string, decimal> Costs => _totals.Costs;

    /// <summary>How many runs or messages Dify tells no price of.</summary>
    public long Unpriced => _totals.Runs - _totals.Priced;

    /// <summary>Half of all took no longer: a run from its begin to its end, the model of a message. Exact, or one percent off.</summary>
    public TimeSpan? LatencyP50 => _totals.Latency.Quantile(0.5);

    /// <summary>Nine out of ten took no longer.</summary>
    public TimeSpan? LatencyP90 => _totals.Latency.Quantile(0.9);

    /// <summary>Ninety-nine out of a hundred took no longer.</summary>
    public TimeSpan? LatencyP99 => _totals.Latency.Quantile(0.99);

    /// <summary>The longest took so long.</summary>
    public TimeSpan? LatencyMax => _totals.Latency.Most;

    /// <summary>What was counted: <c>Log</c>, the runs of all users, or <c>Messages</c>, those of the users that were asked for.</summary>
    public string Source { get; }
}
