using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using Dify.Client.Chat;
using Dify.Client.Workflows;
using DifyPS.Bindings.Registry;
using DifyPS.Pipeline;
using DifyPS.Runs.Chat;
using DifyPS.Runs.Checkpoints;
using DifyPS.Runs.Workflows;

namespace DifyPS.Runs;

/// <summary>Joins a run and gives its result, of the type that its app's own run cmdlet gives.</summary>
internal static class RunFollower
{
    /// <param name="context">Where the result goes.</param>
    /// <param name="binding">The app.</param>
    /// <param name="run">The run.</param>
    /// <param name="user">The end user who began it.</param>
    /// <param name="message">What a chatflow was asked, where that is known.</param>
    /// <param name="input">What a workflow's run was made from, where that is known.</param>
    /// <param name="answeredForm">The token of a form that was just submitted; null when none was.</param>
    /// <param name="cancellationToken">Leaves the run, which goes on.</param>
    public static async Task FollowAsync(
        PipelineContext context,
        AppBinding binding,
        string run,
        string user,
        string message,
        object? input,
        string? answeredForm,
        CancellationToken cancellationToken
    )
    {
        var client = await context.Connector.ConnectAsync(binding, cancellationToken).ConfigureAwait(false);
        var plan = new RunPlan(context, binding, user, OutputMode.Result, 0);
        if (binding.Mode == AppMode.AdvancedChat)
        {
            ChatRun.Emit(
                plan,
                message,
                await client.Chat.FollowAsync(run, user, answeredForm, null, cancellationToken).ConfigureAwait(false),
                context.WriteObject
            );
        }
        else
        {
            WorkflowAppRun.Emit(
                plan,
                input,
                await client.Workflows.FollowAsync(run, user, answeredForm, null, cancellationToken).ConfigureAwait(false),
                context.WriteObject
            );
        }
    }

    /// <summary>
    /// Takes up what an earlier command began, and gives its result as if it had been run now. False when it has none, and
    /// never will: it was stopped, or Dify does not know it.
    /// </summary>
    /// <param name="plan">The run's plan.</param>
    /// <param name="client">The app's client.</param>
    /// <param name="earlier">The run, or the message.</param>
    /// <param name="message">What a chat app was asked.</param>
    /// <param name="input">What a workflow's run was made from.</param>
    /// <param name="cancellationToken">Leaves the run, which goes on.</param>
    public static async Task<bool> TryTakeUpAsync(
        RunPlan plan, DifyClient client, EarlierTry earlier, string message, object? input, CancellationToken cancellationToken)
    {
        try
        {
            if (earlier.RunId is { } run && plan.Binding.Mode != AppMode.AdvancedChat)
            {
                var result = await client.Workflows.FollowAsync(run, plan.User, cancellationToken: cancellationToken).ConfigureAwait(false);
                if (result.Status == "stopped")
                    return false;
                WorkflowAppRun.Emit(plan, input, result, plan.Context.WriteObject);
                return true;
            }

            var reply = earlier.RunId is { } chatflow
                ? await client.Chat.FollowAsync(chatflow, plan.User, cancellationToken: cancellationToken).ConfigureAwait(false)
                : await client
                    .Conversations.FindReplyAsync(earlier.ConversationId!, earlier.MessageId!, plan.User, cancellationToken)
                    .ConfigureAwait(false);
            if (reply is null or { Status: "stopped" })
                return false;
            ChatRun.Emit(plan, message, reply, plan.Context.WriteObject);
            return true;
        }
        catch (DifyApiException e) when (e.StatusCode == 404)
        {
            return false;
        }
    }
}
