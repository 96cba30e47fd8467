namespace Dify.Client.Streaming;

/// <summary><c>workflow_started</c>: a workflow run begins.</summary>
public sealed class WorkflowStartedEvent : DifyEvent
{
    internal WorkflowStartedEvent(in EventHead head)
        : base(head) => Data = head.Data(EventJson.Default.WorkflowStartedData);

    /// <summary>What it carries.</summary>
    public WorkflowStartedData Data { get; }
}

/// <summary><c>workflow_finished</c>: a workflow run has ended, well or not.</summary>
public sealed class WorkflowFinishedEvent : DifyEvent
{
    internal WorkflowFinishedEvent(in EventHead head)
        : base(head) => Data = head.Data(EventJson.Default.WorkflowFinishedData);

    /// <summary>What it carries.</summary>
    public WorkflowFinishedData Data { get; }
}

/// <summary><c>workflow_paused</c>: a workflow run waits, and the stream ends.</summary>
public sealed class WorkflowPausedEvent : DifyEvent
{
    internal WorkflowPausedEvent(in EventHead head)
        : base(head) => Data = head.Data(EventJson.Default.WorkflowPausedData);

    /// <summary>What it carries.</summary>
    public WorkflowPausedData Data { get; }
}

/// <summary><c>human_input_required</c>: a run waits for a person to fill in a form.</summary>
public sealed class HumanInputRequiredEvent : DifyEvent
{
    internal HumanInputRequiredEvent(in EventHead head)
        : base(head) => Data = head.Data(EventJson.Default.HumanInputPause);

    /// <summary>What it carries.</summary>
    public HumanInputPause Data { get; }
}

/// <summary><c>human_input_form_filled</c>: a person has filled in the form.</summary>
public sealed class HumanInputFormFilledEvent : DifyEvent
{
    internal HumanInputFormFilledEvent(in EventHead head)
        : base(head) => Data = head.Data(EventJson.Default.HumanInputFormFilledData);

    /// <summary>What it carries.</summary>
    public HumanInputFormFilledData Data { get; }
}

/// <summary><c>human_input_form_timeout</c>: nobody filled in the form in time.</summary>
public sealed class HumanInputFormTimeoutEvent : DifyEvent
{
    internal HumanInputFormTimeoutEvent(in EventHead head)
        : base(head) => Data = head.Data(EventJson.Default.HumanInputFormTimeoutData);

    /// <summary>What it carries.</summary>
    public HumanInputFormTimeoutData Data { get; }
}
