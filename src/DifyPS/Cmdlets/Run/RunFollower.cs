using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Apps;
using Dify.Client.HumanInput;
using DifyPS.Binding;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Joins a run and gives its result, of the type that its app's own run cmdlet gives.</summary>
internal static class RunFollower
{
    private static readonly TimeSpan FirstPatience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(3);

    /// <param name="context">Where the result goes.</param>
    /// <param name="binding">The app.</param>
    /// <param name="run">The run.</param>
    /// <param name="user">The end user who began it.</param>
    /// <param name="message">What a chatflow was asked, where that is known.</param>
    /// <param name="input">What a workflow's run was made from, where that is known.</param>
    /// <param name="submitted">The form that was submitted just now: a run that is said to wait for it still has not gone on yet.</param>
    /// <param name="cancellationToken">Leaves the run, which goes on.</param>
    public static async Task FollowAsync(
        WorkContext context, AppBinding binding, string run, string user, string message, object? input, string? submitted, CancellationToken cancellationToken)
    {
        var client = await context.Connector.ConnectAsync(binding, cancellationToken).ConfigureAwait(false);
        var plan = new RunPlan(context, binding, user, RunWatch.Result, 0);
        if (binding.Mode == AppMode.AdvancedChat)
        {
            var reply = await PastAsync(
                submitted, () => client.Chat.FollowAsync(run, user, null, cancellationToken), one => one.Pauses, cancellationToken).ConfigureAwait(false);
            ChatRun.Tell(plan, message, reply, context.WriteObject);
        }
        else
        {
            var result = await PastAsync(
                submitted, () => client.Workflows.FollowAsync(run, user, null, cancellationToken), one => one.Pauses, cancellationToken).ConfigureAwait(false);
            WorkflowAppRun.Tell(plan, input, result, context.WriteObject);
        }
    }

    // Dify hands a submitted run to a queue, and until somebody takes it from there it tells of the pause that is over.
    private static async Task<T> PastAsync<T>(
        string? submitted, Func<Task<T>> follow, Func<T, IReadOnlyList<HumanInputPause>> pauses, CancellationToken cancellationToken)
    {
        for (var patience = FirstPatience; ; patience = patience + patience < MostPatience ? patience + patience : MostPatience)
        {
            var result = await follow().ConfigureAwait(false);
            if (submitted is null || pauses(result).Count == 0 || pauses(result).Any(pause => pause.FormToken != submitted))
                return result;
            await Task.Delay(patience, cancellationToken).ConfigureAwait(false);
        }
    }
}
