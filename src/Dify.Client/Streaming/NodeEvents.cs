using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary><c>node_started</c>: a node begins.</summary>
public sealed class NodeStartedEvent : DifyEvent
{
    internal NodeStartedEvent(in EventHead head)
        : base(head) => Data = head.Data(DifyJson.Default.NodeData);

    /// <summary>What it carries.</summary>
    public NodeData Data { get; }
}

/// <summary><c>node_finished</c>: a node has ended.</summary>
public sealed class NodeFinishedEvent : DifyEvent
{
    internal NodeFinishedEvent(in EventHead head)
        : base(head) => Data = head.Data(DifyJson.Default.NodeData);

    /// <summary>What it carries.</summary>
    public NodeData Data { get; }
}

/// <summary><c>node_retry</c>: a node is tried again after a failure.</summary>
public sealed class NodeRetryEvent : DifyEvent
{
    internal NodeRetryEvent(in EventHead head)
        : base(head) => Data = head.Data(DifyJson.Default.NodeData);

    /// <summary>What it carries.</summary>
    public NodeData Data { get; }
}

/// <summary><c>iteration_started</c>: an Iteration node begins.</summary>
public sealed class IterationStartedEvent : DifyEvent
{
    internal IterationStartedEvent(in EventHead head)
        : base(head) => Data = head.Data(DifyJson.Default.RoundData);

    /// <summary>What it carries.</summary>
    public RoundData Data { get; }
}

/// <summary><c>iteration_next</c>: an Iteration node goes to its next round.</summary>
public sealed class IterationNextEvent : DifyEvent
{
    internal IterationNextEvent(in EventHead head)
        : base(head) => Data = head.Data(DifyJson.Default.RoundData);

    /// <summary>What it carries.</summary>
    public RoundData Data { get; }
}

/// <summary><c>iteration_completed</c>: an Iteration node has ended.</summary>
public sealed class IterationCompletedEvent : DifyEvent
{
    internal IterationCompletedEvent(in EventHead head)
        : base(head) => Data = head.Data(DifyJson.Default.RoundData);

    /// <summary>What it carries.</summary>
    public RoundData Data { get; }
}

/// <summary><c>loop_started</c>: a Loop node begins.</summary>
public sealed class LoopStartedEvent : DifyEvent
{
    internal LoopStartedEvent(in EventHead head)
        : base(head) => Data = head.Data(DifyJson.Default.RoundData);

    /// <summary>What it carries.</summary>
    public RoundData Data { get; }
}

/// <summary><c>loop_next</c>: a Loop node goes to its next round.</summary>
public sealed class LoopNextEvent : DifyEvent
{
    internal LoopNextEvent(in EventHead head)
        : base(head) => Data = head.Data(DifyJson.Default.RoundData);

    /// <summary>What it carries.</summary>
    public RoundData Data { get; }
}

/// <summary><c>loop_completed</c>: a Loop node has ended.</summary>
public sealed class LoopCompletedEvent : DifyEvent
{
    internal LoopCompletedEvent(in EventHead head)
        : base(head) => Data = head.Data(DifyJson.Default.RoundData);

    /// <summary>What it carries.</summary>
    public RoundData Data { get; }
}

/// <summary><c>agent_log</c>: a step of an Agent node.</summary>
public sealed class AgentLogEvent : DifyEvent
{
    internal AgentLogEvent(in EventHead head)
        : base(head) => Data = head.Data(DifyJson.Default.AgentLogData);

    /// <summary>What it carries.</summary>
    public AgentLogData Data { get; }
}
