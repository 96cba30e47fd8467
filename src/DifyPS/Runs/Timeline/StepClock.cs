using System;
using System.Collections.Generic;
using System.Linq;
using Dify.Client.Runs;
using DifyPS.Common;

namespace DifyPS.Runs.Timeline;

/// <summary>
/// Finds out when the nodes of a run began. Dify tells whole seconds; who listened while the run went on heard it to the
/// millisecond, and who came later heard of everything at once. So what was heard counts as far as it fits the seconds, and
/// no node begins before the one it follows has ended.
/// </summary>
internal sealed class StepClock
{
    // A second that is cut off, and the way through the network.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Unseen = TimeSpan.FromMilliseconds(50);

    private readonly DateTimeOffset? _runBegan;
    private readonly Dictionary<string, NodeFacts> _latest = new(StringComparer.Ordinal);

    /// <param name="runBegan">When the run began, to the second.</param>
    public StepClock(DateTimeOffset? runBegan) => _runBegan = runBegan;

    /// <summary>Places the nodes, which are in the order in which they began.</summary>
    public IReadOnlyList<NodeFacts> Place(IReadOnlyList<WorkflowStep> steps)
    {
        var placed = new List<NodeFacts>(steps.Count);
        foreach (var step in steps)
        {
            var facts = Place(step, placed.Count > 0 ? placed[placed.Count - 1].Start : TimeSpan.Zero);
            placed.Add(facts);
            if (step.NodeId is { } id)
                _latest[id] = facts;
        }

        return placed;
    }

    private NodeFacts Place(WorkflowStep step, TimeSpan before)
    {
        var (start, isExact) = Begin(step, before);
        var elapsed = step.Status is RunStatus.Running ? null : step.Elapsed;
        var retries = isExact
            ? step.Retries.Where(retry => retry.HeardAfter is not null).Select(retry => retry.HeardAfter!.Value).ToList()
            : new List<TimeSpan>();
        // Some versions of Dify tell the time of the last try alone.
        if (elapsed is { } last && retries.Count > 0 && retries[retries.Count - 1] - start > last)
            elapsed = retries[retries.Count - 1] - start + last;
        return new NodeFacts(step)
        {
            Start = start,
            IsStartApproximate = !isExact,
            Elapsed = elapsed,
            End = start + (elapsed ?? TimeSpan.Zero),
            RetryTimes = retries,
            Container = Latest(step.ContainerId),
        };
    }

    private (TimeSpan Start, bool IsExact) Begin(WorkflowStep step, TimeSpan before)
    {
        var told = step.StartedAt - _runBegan is { } seconds && seconds >= TimeSpan.Zero ? seconds : (TimeSpan?)null;
        var isExact = step.HeardAfter is { } after && (told is null || (after - told.Value).Duration() <= Tolerance);
        var start = isExact ? step.HeardAfter!.Value : told ?? before;
        var earliest = Latest(step.PredecessorNodeId)?.End ?? Latest(step.ContainerId)?.Start ?? TimeSpan.Zero;
        // The second that Dify told has its own end.
        if (told + Second is { } latest && earliest > latest)
            earliest = latest;
        return earliest > start ? (earliest, isExact && earliest - start < Unseen) : (start, isExact);
    }

    private NodeFacts? Latest(string? nodeId) => nodeId is not null && _latest.TryGetValue(nodeId, out var node) ? node : null;
}
