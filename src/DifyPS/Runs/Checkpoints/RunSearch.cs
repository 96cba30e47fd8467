using System;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Runs;
using Dify.Client;
using Dify.Client.Workflows;

namespace DifyPS.Runs.Checkpoints;

/// <summary>
/// Looks for the run of an item that was sent by a command that was killed before Dify had named it: among the runs of
/// the same user since then, the one with the same inputs.
/// </summary>
internal static class RunSearch
{
    /// <summary>Finds the runs of all items that were lost, as long as this command has begun none of its own.</summary>
    public static async Task FindAsync(DifyClient client, CheckpointFile file, string user, CancellationToken cancellationToken)
    {
        foreach (var state in file.Lost)
        {
            if (state.Input is { ValueKind: JsonValueKind.Object } input
                && await FindAsync(client, file, state, input, user, cancellationToken).ConfigureAwait(false) is { } run)
            {
                state.FindRun(run);
            }
        }
    }

    private static async Task<string?> FindAsync(
        DifyClient client, CheckpointFile file, CheckpointState state, JsonElement sent, string user, CancellationToken cancellationToken)
    {
        var filter = new WorkflowLogFilter { After = state.SentAt - SentInputs.ClockSlack, EndUserSessionId = state.User ?? user };
        await foreach (var entry in client.Workflows.ListLogsAsync(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (entry.WorkflowRun?.Id is not { } run || file.IsClaimed(run))
                continue;
            var detail = await client.Workflows.GetRunAsync(run, cancellationToken).ConfigureAwait(false);
            if (detail.Inputs is { } found && SentInputs.AreIn(found, sent) && file.TryClaim(run))
                return run;
        }

        return null;
    }
}
