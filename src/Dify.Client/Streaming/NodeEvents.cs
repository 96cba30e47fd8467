namespace Dify.Client.Streaming;

/// <summary>An event of a node.</summary>
public abstract class NodeEvent : DifyEvent
{
    private protected NodeEvent(in EventHead head)
        : base(head) => Data = head.Data(EventJson.Default.NodeData);

    /// <summary>What it carries.</summary>
    public NodeData Data { get; }
}

/// <summary><c>node_started</c>: a node begins.</summary>
public sealed class NodeStartedEvent : NodeEvent
{
    internal NodeStartedEvent(in EventHead head)
        : base(head)
    {
    }
}

/// <summary><c>node_finished</c>: a node has ended.</summary>
public sealed class NodeFinishedEvent : NodeEvent
{
    internal NodeFinishedEvent(in EventHead head)
        : base(head)
    {
    }
}

/// <summary><c>node_retry</c>: a node is tried again after a failure.</summary>
public sealed class NodeRetryEvent : NodeEvent
{
    internal NodeRetryEvent(in EventHead head)
        : base(head)
    {
    }
}

/// <summary>An event of an Iteration or a Loop node.</summary>
public abstract class RoundEvent : DifyEvent
{
    private protected RoundEvent(in EventHead head)
        : base(head) => Data = head.Data(EventJson.Default.RoundData);

    /// <summary>What it carries.</summary>
    public RoundData Data { get; }
}

/// <summary><c>iteration_started</c>: an Iteration node begins.</summary>
public sealed class IterationStartedEvent : RoundEvent
{
    internal IterationStartedEvent(in EventHead head)
        : base(head)
    {
    }
}

/// <summary><c>iteration_next</c>: an Iteration node goes to its next round.</summary>
public sealed class IterationNextEvent : RoundEvent
{
    internal IterationNextEvent(in EventHead head)
        : base(head)
    {
    }
}

/// <summary><c>iteration_completed</c>: an Iteration node has ended.</summary>
public sealed class IterationCompletedEvent : RoundEvent
{
    internal IterationCompletedEvent(in EventHead head)
        : base(head)
    {
    }
}

/// <summary><c>loop_started</c>: a Loop node begins.</summary>
public sealed class LoopStartedEvent : RoundEvent
{
    internal LoopStartedEvent(in EventHead head)
        : base(head)
    {
    }
}

/// <summary><c>loop_next</c>: a Loop node goes to its next round.</summary>
public sealed class LoopNextEvent : RoundEvent
{
    internal LoopNextEvent(in EventHead head)
        : base(head)
    {
    }
}

/// <summary><c>loop_completed</c>: a Loop node has ended.</summary>
public sealed class LoopCompletedEvent : RoundEvent
{
    internal LoopCompletedEvent(in EventHead head)
        : base(head)
    {
    }
}

/// <summary><c>agent_log</c>: a step of an Agent node.</summary>
public sealed class AgentLogEvent : DifyEvent
{
    internal AgentLogEvent(in EventHead head)
        : base(head) => Data = head.Data(EventJson.Default.AgentLogData);

    /// <summary>What it carries.</summary>
    public AgentLogData Data { get; }
}
