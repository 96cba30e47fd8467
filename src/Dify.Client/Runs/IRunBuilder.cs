using System;
using Dify.Client.Streaming;

namespace Dify.Client.Runs;

/// <summary>Makes the result of a run of its events. Not for several threads at once.</summary>
internal interface IRunBuilder<T>
{
    /// <summary>The workflow run, once an event has named it: what a lost stream can be followed by.</summary>
    string? WorkflowRunId { get; }

    /// <summary>Whether the run's own end has told of a failure.</summary>
    bool IsWorkflowFailed { get; }

    /// <summary>Whether pieces may be missing that only the run's outputs can fill in.</summary>
    bool MayHaveGaps { get; }

    /// <summary>Whether the run waits for a form that is not answered yet.</summary>
    bool IsPaused { get; }

    /// <summary>Whether an answer has come to its end, and the run that gave it has not been heard to.</summary>
    bool IsEndMissing { get; }

    /// <exception cref="DifyStreamException">There is too much of it (<c>ReplyTooLarge</c>); what came before stays.</exception>
    void Add(DifyEvent item);

    /// <summary>What follows comes from a run that began before; a pause for <paramref name="answeredForm"/> is over.</summary>
    void Join(string workflowRunId, string? answeredForm);

    /// <summary>The stream broke, and what follows comes from the run itself.</summary>
    void Resume();

    /// <summary>The stream did not come to its end, whatever the result looks like.</summary>
    void MarkIncomplete();

    /// <summary>Takes what the run's record says, which is right where events were missed.</summary>
    void Take(WorkflowRun run);

    T Build(TimeSpan elapsed);

    /// <summary>Keeps what had arrived with the error.</summary>
    void Leave(DifyException e, TimeSpan elapsed);

    /// <summary>Says in a sentence or two what had arrived, and where the rest may be.</summary>
    string Describe();
}
