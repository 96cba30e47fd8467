using System;
using System.Collections.Generic;
using System.Linq;
using Dify.Client.Streaming;
using Dify.Client.Workflows;

namespace DifyPS.Runs.Timeline;

/// <summary>Timelines of runs, from what tells of their nodes.</summary>
internal static class RunTimelines
{
    public static RunTimeline Of(DifyWorkflowResult result) =>
        new(result.App, result.RunId, result.Status, result.Error, result.Tokens, result.Elapsed, result.CreatedAt, result.Steps);

    // The tokens of a reply are those of its last model.
    public static RunTimeline Of(DifyChatReply reply) =>
        new(reply.App, reply.WorkflowRunId, reply.Status, reply.Error, null, reply.Elapsed, null, reply.Steps);

    public static RunTimeline Of(string app, string? runId, WorkflowResult result) =>
        new(
            app,
            result.WorkflowRunId ?? runId,
            result.Status,
            result.Error,
            result.TotalTokens,
            result.Elapsed > TimeSpan.Zero ? result.Elapsed : null,
            result.CreatedAt,
            result.Steps
        );
}

/// <summary>Runs whose events come one by one, several runs in any order.</summary>
internal sealed class EventRuns
{
    private readonly List<(string App, string RunId, WorkflowResultBuilder Builder)> _runs = new();

    /// <summary>Takes an event; one that is of no run tells nothing of nodes.</summary>
    public void Add(DifyStreamEvent item)
    {
        if (item.WorkflowRunId is not { Length: > 0 } id)
            return;
        var index = _runs.FindIndex(run => run.RunId == id && run.App == item.App);
        if (index < 0)
        {
            index = _runs.Count;
            _runs.Add((item.App, id, new WorkflowResultBuilder()));
        }

        // Their text is not wanted here, and may be long.
        if (item.Text is null || item.Source is ErrorEvent)
            _runs[index].Builder.Add(item.Source);
    }

    /// <summary>The runs, in the order of their first events.</summary>
    public IEnumerable<RunTimeline> Build() => _runs.Select(run => RunTimelines.Of(run.App, run.RunId, run.Builder.Build(TimeSpan.Zero)));
}
