using System;
using System.Collections.Generic;
using Dify.Client.Conversations;
using Dify.Client.Runs;
using Dify.Client.Workflows;
using DifyPS.Common;

namespace DifyPS.Output.Usage;

/// <summary>Sums of an app's runs or messages of a day.</summary>
internal sealed class DayTotals
{
    private readonly SortedDictionary<string, decimal> _costs = new(StringComparer.Ordinal);

    public long Runs { get; private set; }

    public long Failed { get; private set; }

    public long? Tokens { get; private set; }

    public long? PromptTokens { get; private set; }

    public long? AnswerTokens { get; private set; }

    /// <summary>How many have a price.</summary>
    public long Priced { get; private set; }

    public IReadOnlyDictionary<string, decimal> Costs => _costs;

    public LatencySketch Latency { get; } = new();

    public void Add(WorkflowRunSummary run)
    {
        Runs++;
        Failed += run.Status == RunStatus.Failed ? 1 : 0;
        Tokens = Sum(Tokens, run.TotalTokens);
        // As long as a run goes on, its time says nothing.
        if (run.Status is not (RunStatus.Running or RunStatus.Paused))
            AddLatency(run.Elapsed);
    }

    public void Add(ConversationMessage message)
    {
        Runs++;
        Failed += message.Status == "error" || message.Error is { Length: > 0 } ? 1 : 0;
        Tokens = Sum(Tokens, message.TotalTokens ?? Sum(message.MessageTokens, message.AnswerTokens));
        PromptTokens = Sum(PromptTokens, message.MessageTokens);
        AnswerTokens = Sum(AnswerTokens, message.AnswerTokens);
        if (message is { TotalPrice: { } price, Currency: { Length: > 0 } currency })
        {
            Priced++;
            _costs.Plus(currency, price);
        }

        // A message whose model never answered has a zero.
        AddLatency(message.Latency > TimeSpan.Zero ? message.Latency : null);
    }

    private static long? Sum(long? sum, long? more) => more is null ? sum : (sum ?? 0) + more;

    private void AddLatency(TimeSpan? time)
    {
        if (time is { } known)
            Latency.Add(known.TotalSeconds);
    }
}
