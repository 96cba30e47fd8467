using System.Collections.Generic;
using System.Text.Json;
using Dify.Client.Streaming;

namespace Dify.Client.Runs;

/// <summary>What the events of a workflow run tell whatever its result is: nodes, forms, and how it ended.</summary>
internal sealed class WorkflowTrack(ReplySize size)
{
    private readonly StepList _steps = new();
    private readonly List<HumanInputPause> _pauses = [];

    public string? RunId { get; set; }

    /// <summary>The token of a form that was submitted: a pause for it is over, whoever still tells of it.</summary>
    public string? AnsweredForm { get; set; }

    public WorkflowStartedData? Started { get; private set; }

    public WorkflowFinishedData? Finished { get; private set; }

    public WorkflowPausedData? Paused { get; private set; }

    public bool IsFailed => Finished?.Status == RunStatus.Failed;

    public bool IsPaused => Paused is not null && Finished is null;

    public IReadOnlyList<WorkflowStep> Steps => _steps.Build();

    public IReadOnlyList<HumanInputPause> Pauses => IsPaused ? [.. _pauses] : [];

    public void Add(DifyEvent item)
    {
        RunId = item.WorkflowRunId ?? RunId;
        if (item.WorkflowRunId is not null)
            _steps.Hear(item);

        switch (item)
        {
            case WorkflowStartedEvent started:
                size.Put("started", string.Empty, item.Size);
                RunId ??= started.Data.Id;
                Started = started.Data;
                break;
            case NodeEvent node:
                Store(node.Data, node is NodeRetryEvent);
                _steps.Put(
                    node,
                    node.Data,
                    node switch
                    {
                        NodeStartedEvent => RunStatus.Running,
                        NodeRetryEvent => "retry",
                        _ => node.Data.Status,
                    }
                );
                break;
            case RoundEvent round:
                Store(round.Data, isRetry: false);
                _steps.Put(round, round.Data, round switch
                {
                    IterationStartedEvent or LoopStartedEvent => RunStatus.Running,
                    IterationNextEvent or LoopNextEvent => null,
                    _ => round.Data.Status,
                });
                break;
            case HumanInputRequiredEvent required when !IsAnswered(required.Data):
                size.Put("form", required.Data.FormId, item.Size);
                Put(_pauses, required.Data);
                break;
            case HumanInputFormFilledEvent filled:
                GoOn(filled.Data.NodeId);
                break;
            case HumanInputFormTimeoutEvent late:
                GoOn(late.Data.NodeId);
                break;
            case WorkflowPausedEvent paused:
                size.Put("paused", string.Empty, item.Size);
                RunId ??= paused.Data.WorkflowRunId;
                Pause(paused.Data, item.Size);
                break;
            case WorkflowFinishedEvent finished:
                size.Put("finished", string.Empty, item.Size);
                RunId ??= finished.Data.Id;
                Finished = finished.Data;
                break;
        }
    }

    // Of a node's event its words are kept, and not what went in and out.
    private void Store(StepData data, bool isRetry)
    {
        var words =
            2L
            * (
                (data.Id?.Length ?? 0)
                + (data.NodeId?.Length ?? 0)
                + (data.Title?.Length ?? 0)
                + (data.NodeType?.Length ?? 0)
                + (data.Error?.Length ?? 0)
            );
        size.Put(isRetry ? "retry" : "step", isRetry ? null : data.Id + " " + data.NodeId, words);
    }

    private static void Put(List<HumanInputPause> list, HumanInputPause item)
    {
        var index = item.FormId is { } id ? list.FindIndex(one => one.FormId == id) : -1;
        if (index < 0)
            list.Add(item);
        else
            list[index] = item;
    }

    private void GoOn(string? nodeId)
    {
        _pauses.RemoveAll(one => one.NodeId == nodeId);
        Paused = null;
    }

    private void Pause(WorkflowPausedData data, int bytes)
    {
        var forms = FormsOf(data.Reasons);
        if (forms.Count > 0 && forms.TrueForAll(IsAnswered))
            return;

        // Who joins a paused run may have missed the forms' own events.
        foreach (var form in forms.FindAll(form => !IsAnswered(form) && !_pauses.Exists(one => one.FormId == form.FormId)))
        {
            size.Put("form", form.FormId, bytes);
            _pauses.Add(form);
        }

        Paused = data;
    }

    private bool IsAnswered(HumanInputPause form) => form.FormToken is { } token && token == AnsweredForm;

    private static List<HumanInputPause> FormsOf(IReadOnlyList<JsonElement> reasons)
    {
        var forms = new List<HumanInputPause>();
        foreach (var reason in reasons)
        {
            if (
                reason.ValueKind == JsonValueKind.Object
                && reason.TryGetProperty("form_id", out _)
                && reason.Deserialize(EventJson.Default.HumanInputPause) is { } form
            )
            {
                forms.Add(form);
            }
        }

        return forms;
    }
}
