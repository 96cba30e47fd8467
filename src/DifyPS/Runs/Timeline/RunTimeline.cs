using System;
using System.Collections.Generic;
using System.Linq;
using Dify.Client.Runs;
using DifyPS.Common;

namespace DifyPS.Runs.Timeline;

/// <summary>A run's nodes over time, with those of iterations and loops below these.</summary>
internal sealed class RunTimeline
{
    private readonly SortedDictionary<string, decimal> _costs = new(StringComparer.Ordinal);

    public RunTimeline(
        string app,
        string? runId,
        string status,
        string? error,
        long? tokens,
        TimeSpan? elapsed,
        DateTimeOffset? createdAt,
        IReadOnlyList<WorkflowStep> steps
    )
    {
        App = app;
        RunId = runId;
        Status = status;
        Error = error;
        CreatedAt = createdAt ?? steps.Min(step => step.StartedAt);
        var facts = new StepClock(CreatedAt).Place(steps);
        var ends = facts.Select(node => node.Elapsed is null ? node.Start : node.End);
        Length = ends.Append(elapsed ?? TimeSpan.Zero).Max();
        foreach (var node in facts.Where(node => node.Elapsed is null))
            node.End = Length;
        Nodes = InOrder(facts).Select(node => new DifyWorkflowNode(this, node)).ToList();
        // An iteration has the sums of its nodes, where Dify tells those.
        var models = facts.Where(node => node.Kind != NodeKind.Container).ToList();
        Tokens = tokens ?? (models.Any(node => node.Tokens is not null) ? models.Sum(node => node.Tokens) : null);
        foreach (var node in models)
        {
            if (node is { Cost: { } cost, Currency: { Length: > 0 } currency })
                _costs.Plus(currency, cost);
        }
    }

    public string App { get; }

    public string? RunId { get; }

    public string Status { get; }

    public string? Error { get; }

    public DateTimeOffset? CreatedAt { get; }

    /// <summary>From the run's begin to its end, or to where it stands.</summary>
    public TimeSpan Length { get; }

    public long? Tokens { get; }

    /// <summary>What the nodes' tokens cost, by currency.</summary>
    public IReadOnlyDictionary<string, decimal> Costs => _costs;

    public IReadOnlyList<DifyWorkflowNode> Nodes { get; }

    public int Failed => Nodes.Count(node => node.Facts.IsFailed);

    public int Retries => Nodes.Sum(node => node.Retries);

    /// <summary>Which part of the run lies before a time, from 0 to 1.</summary>
    public double PartBefore(TimeSpan time) =>
        Length <= TimeSpan.Zero ? 0 : Math.Min(1, Math.Max(0, time.TotalMilliseconds / Length.TotalMilliseconds));

    private static IEnumerable<NodeFacts> InOrder(IReadOnlyList<NodeFacts> facts)
    {
        var inside = facts.Where(node => node.Container is not null).ToLookup(node => node.Container!);
        return facts.Where(node => node.Container is null).SelectMany(Whole);

        IEnumerable<NodeFacts> Whole(NodeFacts node) => new[] { node }.Concat(inside[node].SelectMany(Whole));
    }
}
