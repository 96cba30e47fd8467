using System;
using System.Collections.Generic;
using DifyPS.Common;
using DifyPS.Runs.Timeline;

namespace DifyPS;

/// <summary>What a node did in a run of a workflow or a chatflow, and when.</summary>
public sealed class DifyWorkflowNode
{
    internal DifyWorkflowNode(RunTimeline run, NodeFacts facts)
    {
        Run = run;
        Facts = facts;
    }

    /// <summary>The name of the app.</summary>
    public string App => Run.App;

    /// <summary>The run.</summary>
    public string? RunId => Run.RunId;

    /// <summary>The node's title.</summary>
    public string? Title => Facts.Title;

    /// <summary>The node's id in the workflow.</summary>
    public string? NodeId => Facts.NodeId;

    /// <summary>The node's type, such as <c>llm</c>.</summary>
    public string? Type => Facts.Type;

    /// <summary><c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>stopped</c>, <c>exception</c> or <c>retry</c>.</summary>
    public string? Status => Facts.Status;

    /// <summary>How long after the run's begin it began.</summary>
    public TimeSpan Start => Facts.Start;

    /// <summary>Whether its begin is known to the second only, as Dify tells it.</summary>
    public bool IsStartApproximate => Facts.IsStartApproximate;

    /// <summary>How long it took; null while it runs.</summary>
    public TimeSpan? Elapsed => Facts.Elapsed;

    /// <summary>Its tokens; null when it has none, or Dify does not say.</summary>
    public long? Tokens => Facts.Tokens;

    /// <summary>What the tokens cost; null when Dify does not say.</summary>
    public decimal? Cost => Facts.Cost;

    /// <summary>The currency of the cost.</summary>
    public string? Currency => Facts.Currency;

    /// <summary>How often it was tried again.</summary>
    public int Retries => Facts.RetryErrors.Count;

    /// <summary>Why the tries before the last one failed.</summary>
    public IReadOnlyList<string> RetryErrors => ShownList.Of(Facts.RetryErrors);

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error => Facts.Error;

    /// <summary>How deep it lies in iterations and loops; 0 outside of them.</summary>
    public int Depth => Facts.Depth;

    /// <summary>The round of the iteration or loop that it ran in, from 1; null outside of them.</summary>
    public int? Round => Facts.Round + 1;

    /// <summary>How many rounds an iteration or a loop went through; null for other nodes.</summary>
    public int? Rounds => Facts.Rounds;

    /// <summary>When it began, local time, to the second.</summary>
    public DateTimeOffset? StartedAt => Facts.StartedAt;

    internal RunTimeline Run { get; }

    internal NodeFacts Facts { get; }

    /// <summary>Gives the title.</summary>
    public override string ToString() => DisplayFormat.Text(Title ?? NodeId ?? string.Empty);
}
