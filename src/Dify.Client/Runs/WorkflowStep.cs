using System;
using System.Collections.Generic;

namespace Dify.Client.Runs;

/// <summary>A node of a workflow's or chatflow's run; of a node within an iteration or a loop, one of its rounds.</summary>
public sealed class WorkflowStep
{
    internal WorkflowStep()
    {
    }

    /// <summary>The node.</summary>
    public string? NodeId { get; internal set; }

    /// <summary>Its title.</summary>
    public string? Title { get; internal set; }

    /// <summary>Its type, such as <c>llm</c>.</summary>
    public string? Type { get; internal set; }

    /// <summary><c>running</c>, or how it ended.</summary>
    public string? Status { get; internal set; }

    /// <summary>How long it ran.</summary>
    public TimeSpan? Elapsed { get; internal set; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; internal set; }

    /// <summary>When it began, local time. Dify tells whole seconds.</summary>
    public DateTimeOffset? StartedAt { get; internal set; }

    /// <summary>How long after the stream's first event of the run its beginning was heard of, by this machine's clock.</summary>
    public TimeSpan? HeardAfter { get; internal set; }

    /// <summary>The tokens of its model; null when it has none, or Dify does not say.</summary>
    public long? Tokens { get; internal set; }

    /// <summary>What the tokens cost; null when Dify does not say.</summary>
    public decimal? Price { get; internal set; }

    /// <summary>The currency of the price.</summary>
    public string? Currency { get; internal set; }

    /// <summary>The tries that failed before this one, in their order.</summary>
    public IReadOnlyList<WorkflowRetry> Retries => (IReadOnlyList<WorkflowRetry>?)RetryList ?? [];

    internal List<WorkflowRetry>? RetryList { get; private set; }

    /// <summary>The node before it.</summary>
    public string? PredecessorNodeId { get; internal set; }

    /// <summary>The Iteration or Loop node that it ran in.</summary>
    public string? ContainerId { get; internal set; }

    /// <summary>The round of the iteration or loop that it ran in, from 0.</summary>
    public int? Round { get; internal set; }

    /// <summary>How many rounds it has gone through itself, of an Iteration or Loop node.</summary>
    public int? Rounds { get; internal set; }

    /// <summary>This execution of the node: a node within an iteration has several.</summary>
    internal string? ExecutionId { get; set; }

    internal void AddRetry(WorkflowRetry retry) => (RetryList ??= []).Add(retry);

    internal WorkflowStep Copy()
    {
        var copy = (WorkflowStep)MemberwiseClone();
        copy.RetryList = RetryList is null ? null : [.. RetryList];
        return copy;
    }
}

/// <summary>A try of a node that failed, and was followed by another.</summary>
public sealed class WorkflowRetry
{
    internal WorkflowRetry()
    {
    }

    /// <summary>Which retry came after it, as Dify counts them.</summary>
    public int? Index { get; internal set; }

    /// <summary>Why the try failed.</summary>
    public string? Error { get; internal set; }

    /// <summary>How long after the stream's first event of the run the failure was heard of, by this machine's clock.</summary>
    public TimeSpan? HeardAfter { get; internal set; }
}
