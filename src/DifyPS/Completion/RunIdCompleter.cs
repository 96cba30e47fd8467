using System.Collections.Generic;
using System.Linq;
using Dify.Client.Workflows;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>Completes the ids of an app's latest workflow runs, by id, status or date.</summary>
public sealed class RunIdCompleter : ValueCompleter
{
    private const int Most = 20;

    private protected override IEnumerable<Suggestion> Suggest(CompletionContext typed) =>
        typed.App is { } app ? Ask(app).Where(entry => entry.WorkflowRun?.Id is not null).Select(Describe) : Enumerable.Empty<Suggestion>();

    internal static IReadOnlyList<WorkflowLogEntry> Ask(AppBinding app) => Fits(app, ModeGuard.Runs)
        ? CompletionQuery.List(app, "runs", (client, cancel) => client.Workflows.ListLogsAsync(first: Most, cancellationToken: cancel))
        : new List<WorkflowLogEntry>();

    private static Suggestion Describe(WorkflowLogEntry entry)
    {
        var run = entry.WorkflowRun!;
        var began = DisplayFormat.Time(run.CreatedAt ?? entry.CreatedAt);
        var parts = new[] { DisplayFormat.Duration(run.Elapsed), entry.CreatedByEndUser?.SessionId, run.Error, run.Id };
        return new Suggestion(run.Id!, $"{run.Status}, {began}", string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part))));
    }
}
