using System;
using System.Collections.Generic;
using System.Linq;
using Dify.Client.Runs;

namespace DifyPS.Runs.Timeline;

/// <summary>A node's place in the timeline of its run, and what Dify tells of it.</summary>
internal sealed class NodeFacts(WorkflowStep step)
{
    public string? Title => step.Title;

    public string? NodeId => step.NodeId;

    public string? Type => step.Type;

    public string? Status => step.Status;

    public TimeSpan Start { get; set; }

    public bool IsStartApproximate { get; set; }

    public TimeSpan? Elapsed { get; set; }

    /// <summary>Where its bar ends: where it ended, or where the run stands as long as it has not.</summary>
    public TimeSpan End { get; set; }

    public long? Tokens => step.Tokens;

    public decimal? Cost => step.Price;

    public string? Currency => step.Currency;

    public IReadOnlyList<string> RetryErrors { get; } = step.Retries.Select(static retry => retry.Error ?? string.Empty).ToList();

    /// <summary>When tries failed that were followed by others, as far as that is known.</summary>
    public IReadOnlyList<TimeSpan> RetryTimes { get; set; } = Array.Empty<TimeSpan>();

    public string? Error => step.Error;

    public NodeFacts? Container { get; set; }

    public int? Round => step.Round;

    public int? Rounds => step.Rounds;

    public DateTimeOffset? StartedAt => step.StartedAt;

    public int Depth => Container is null ? 0 : Container.Depth + 1;

    public bool IsFailed => Status is RunStatus.Failed or RunStatus.Exception;

    public NodeKind Kind => NodeKinds.Of(Type);
}
