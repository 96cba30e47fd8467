using System;
using System.Text;
using Dify.Client.Runs;
using Dify.Client.Streaming;

namespace Dify.Client.Workflows;

/// <summary>Collects a workflow's result from the events of its stream. Not for several threads at once.</summary>
public sealed class WorkflowResultBuilder : IRunBuilder<WorkflowResult>
{
    private readonly ReplySize _size;
    private readonly WorkflowTrack _track;
    private readonly StringBuilder _text = new();
    private StringBuilder? _reasoning;
    private WorkflowRun? _run;
    private string? _taskId;
    private string? _error;
    private bool _isFailed;
    private bool _isIncomplete;
    private bool _isResumed;

    /// <summary>Makes an empty one, with the limits that <see cref="DifyClientOptions"/> has unless set.</summary>
    public WorkflowResultBuilder()
        : this(new ReplySize())
    {
    }

    internal WorkflowResultBuilder(ReplySize size)
    {
        _size = size;
        _track = new WorkflowTrack(size);
    }

    string? IRunBuilder<WorkflowResult>.WorkflowRunId => _track.RunId;

    bool IRunBuilder<WorkflowResult>.IsWorkflowFailed => _track.IsFailed;

    // The end tells of everything; a run that ended without one has its record.
    bool IRunBuilder<WorkflowResult>.MayHaveGaps => _isResumed && _run is null && _track.Finished is null && !_track.IsPaused;

    bool IRunBuilder<WorkflowResult>.IsPaused => _track.IsPaused;

    bool IRunBuilder<WorkflowResult>.IsEndMissing => false;

    /// <summary>Takes the next event.</summary>
    /// <param name="item">The event.</param>
    /// <exception cref="DifyStreamException">There is too much of the run (<c>ReplyTooLarge</c>); what came before stays.</exception>
    public void Add(DifyEvent item)
    {
        _taskId = (item ?? throw new ArgumentNullException(nameof(item))).TaskId ?? _taskId;
        _track.Add(item);
        switch (item)
        {
            case TextChunkEvent chunk:
                _size.Append(ReplySize.Answer, chunk.Data.Text);
                _text.Append(chunk.Data.Text);
                break;
            case ReasoningChunkEvent chunk:
                _size.Append(ReplySize.Reasoning, chunk.Data.Reasoning);
                (_reasoning ??= new StringBuilder()).Append(chunk.Data.Reasoning);
                break;
            case ErrorEvent error:
                _isFailed = true;
                _error ??= error.Message;
                break;
        }
    }

    /// <summary>The result as it stands.</summary>
    /// <param name="elapsed">How long it took, where Dify does not say.</param>
    /// <returns>The result.</returns>
    public WorkflowResult Build(TimeSpan elapsed)
    {
        var finished = _track.Finished;
        return new WorkflowResult
        {
            WorkflowRunId = _track.RunId,
            TaskId = _taskId,
            WorkflowId = finished?.WorkflowId ?? _track.Started?.WorkflowId ?? _run?.WorkflowId,
            Status = StatusNow(),
            Outputs = finished?.Outputs ?? _run?.Outputs ?? _track.Paused?.Outputs,
            Error = finished?.Error is { Length: > 0 } error ? error : _run?.Error is { Length: > 0 } recorded ? recorded : _error,
            Text = _text.ToString(),
            Reasoning = _reasoning?.ToString(),
            TotalTokens = finished?.TotalTokens ?? _run?.TotalTokens ?? _track.Paused?.TotalTokens,
            TotalSteps = finished?.TotalSteps ?? _run?.TotalSteps ?? _track.Paused?.TotalSteps,
            ExceptionsCount = finished?.ExceptionsCount,
            Files = finished?.Files ?? [],
            Steps = _track.Steps,
            Pauses = _track.Pauses,
            Elapsed = finished?.Elapsed ?? _run?.Elapsed ?? _track.Paused?.Elapsed ?? elapsed,
            CreatedAt = finished?.CreatedAt ?? _track.Started?.CreatedAt ?? _run?.CreatedAt,
            FinishedAt = finished?.FinishedAt ?? _run?.FinishedAt,
            Resumed = _isResumed,
        };
    }

    void IRunBuilder<WorkflowResult>.Resume() => _isResumed = true;

    void IRunBuilder<WorkflowResult>.Join(string workflowRunId, string? answeredForm)
    {
        _isResumed = true;
        _track.RunId = workflowRunId;
        _track.AnsweredForm = answeredForm;
    }

    void IRunBuilder<WorkflowResult>.MarkIncomplete() => _isIncomplete = true;

    void IRunBuilder<WorkflowResult>.Take(WorkflowRun run) => _run = run;

    void IRunBuilder<WorkflowResult>.Leave(DifyException e, TimeSpan elapsed) => e.PartialResult = Build(elapsed);

    string IRunBuilder<WorkflowResult>.Describe() => _track.RunId is null
        ? Strings.WorkflowNoRunNamed
        : Strings.FormatWorkflowRunHadBegun(_track.RunId, _track.Steps.Count);

    private string StatusNow() => _isIncomplete ? RunStatus.Incomplete
        : _track.Finished?.Status ?? (_track.IsPaused ? RunStatus.Paused : null) ?? _run?.Status ?? (_isFailed ? RunStatus.Failed : RunStatus.Incomplete);
}
