using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Runs;
using Dify.Client.Workflows;
using DifyPS.Bindings.Identity;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>
/// Completes the ids of a workflow's versions. Dify lists none; they are those of the latest runs, of which the log tells
/// the version and the run itself the id.
/// </summary>
public sealed class WorkflowIdCompleter : ValueCompleter
{
    private const int Runs = 50;
    private const int Versions = 5;

    private protected override IEnumerable<Suggestion> Suggest(CompletionContext typed)
    {
        if (typed.App is not { } app || !Fits(app, ModeGuard.Runs))
            return Enumerable.Empty<Suggestion>();
        return CompletionQuery.Ask(app, "versions", VersionsAsync) ?? Enumerable.Empty<Suggestion>();
    }

    private static async Task<List<Suggestion>> VersionsAsync(DifyClient client, CancellationToken cancel)
    {
        var log = await client.Workflows.ListLogsAsync(first: Runs, cancellationToken: cancel).CollectAsync().ConfigureAwait(false);
        var latest = log
            .Where(entry => entry.WorkflowRun?.Id is not null)
            .GroupBy(entry => entry.WorkflowRun!.Version).Select(group => group.First().WorkflowRun!)
            .Take(Versions).ToList();
        var runs = await Task.WhenAll(latest.Select(run => client.Workflows.GetRunAsync(run.Id!, cancel))).ConfigureAwait(false);
        return runs.Select((run, index) => Describe(run, latest[index])).ToList();
    }

    private static Suggestion Describe(WorkflowRun run, WorkflowRunSummary summary)
    {
        var last = Strings.FormatTooltipLastRun(DisplayFormat.Time(summary.CreatedAt));
        return new Suggestion(
            run.WorkflowId ?? string.Empty,
            summary.Version is { Length: > 0 } version ? Strings.FormatTooltipVersion(version) : last,
            last
        );
    }
}
