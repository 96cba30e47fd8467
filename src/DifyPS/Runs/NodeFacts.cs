using System;
using System.Collections.Generic;

namespace DifyPS.Runs;

/// <summary>A node's place in the timeline of its run.</summary>
internal sealed class NodeFacts
{
    public string? Title { get; set; }

    public string? NodeId { get; set; }

    public string? Type { get; set; }

    public string? Status { get; set; }

    public TimeSpan Start { get; set; }

    public bool IsStartApproximate { get; set; }

    public TimeSpan? Elapsed { get; set; }

    /// <summary>Where its bar ends: where it ended, or where the run stands as long as it has not.</summary>
    public TimeSpan End { get; set; }

    public long? Tokens { get; set; }

    public decimal? Cost { get; set; }

    public string? Currency { get; set; }

    public IReadOnlyList<string> RetryErrors { get; set; } = Array.Empty<string>();

    /// <summary>When tries failed that were followed by others, as far as that is known.</summary>
    public IReadOnlyList<TimeSpan> RetryTimes { get; set; } = Array.Empty<TimeSpan>();

    public string? Error { get; set; }

    public NodeFacts? Container { get; set; }

    public int? Round { get; set; }

    public int? Rounds { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public int Depth => Container is null ? 0 : Container.Depth + 1;

    public bool IsFailed => Status is "failed" or "exception";

    public NodeKind Kind => NodeKinds.Of(Type);
}
