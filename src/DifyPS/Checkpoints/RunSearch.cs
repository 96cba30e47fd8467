using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Rest;
using Dify.Client.Workflows;

namespace DifyPS.Checkpoints;

/// <summary>
/// Looks for the run of an item that was sent by a command that was killed before Dify had named it: among the runs of
/// the same user since then, the one with the same inputs.
/// </summary>
internal static class RunSearch
{
    // Dify's times are seconds, and its clock is another.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(5);

    public static async Task<string?> FindAsync(
        DifyClient client, CheckpointFile file, CheckpointState state, string user, IReadOnlyDictionary<string, object?> inputs, CancellationToken cancellationToken)
    {
        using var sent = JsonDocument.Parse(RestBody.Write(inputs));
        var filter = new WorkflowLogFilter { After = state.SentAt - ClockSlack, EndUserSessionId = user };
        await foreach (var entry in client.Workflows.ListLogsAsync(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (entry.WorkflowRun?.Id is not { } run || file.IsClaimed(run))
                continue;
            var detail = await client.Workflows.GetRunAsync(run, cancellationToken).ConfigureAwait(false);
            if (detail.Inputs is { } found && HasAll(found, sent.RootElement) && file.TryClaim(run))
                return run;
        }

        return null;
    }

    // Dify adds variables of its own, and fills in defaults.
    private static bool HasAll(JsonElement found, JsonElement sent)
    {
        foreach (var input in sent.EnumerateObject())
        {
            // A file comes back in another form than it was sent.
            if (input.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                continue;
            if (!found.TryGetProperty(input.Name, out var value) || !IsSame(value, input.Value))
                return false;
        }

        return true;
    }

    private static bool IsSame(JsonElement one, JsonElement other) => one.ValueKind == other.ValueKind && one.ValueKind switch
    {
        JsonValueKind.String => one.GetString() == other.GetString(),
        JsonValueKind.Number => one.GetDouble() == other.GetDouble(),
        _ => true,
    };
}
