using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using Dify.Client.Chat;
using Dify.Client.Runs;
using Dify.Client.Workflows;
using DifyPS.Bindings.Registry;
using DifyPS.Pipeline;
using DifyPS.Runs.Chat;
using DifyPS.Runs.Checkpoints;
using DifyPS.Runs.Inputs;
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
    /// <param name="input">What the run was made from, where that is known.</param>
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
        var item = new RunItem(null) { User = user, Text = message, Origin = input };
        if (binding.Mode == AppMode.AdvancedChat)
        {
            var reply = await client.Chat.FollowAsync(run, user, answeredForm, null, cancellationToken).ConfigureAwait(false);
            ChatKind.Instance.Emit(ContextOf(ChatKind.Instance), reply, context.WriteObject);
        }
        else
        {
            var result = await client.Workflows.FollowAsync(run, user, answeredForm, null, cancellationToken).ConfigureAwait(false);
            WorkflowKind.Instance.Emit(ContextOf(WorkflowKind.Instance), result, context.WriteObject);
        }

        RunContext ContextOf(RunKind kind) => new(kind, binding, item) { Pipeline = context, Client = client };
    }

    /// <summary>
    /// Takes up what an earlier command began, and gives its result as if it had been run now. False when it has none, and
    /// never will: it was stopped, or Dify does not know it.
    /// </summary>
    /// <param name="context">The item.</param>
    /// <param name="earlier">The run, or the message.</param>
    /// <param name="cancellationToken">Leaves the run, which goes on.</param>
    public static async Task<bool> TryTakeUpAsync(RunContext context, EarlierTry earlier, CancellationToken cancellationToken)
    {
        var (client, user) = (context.Client, context.User);
        try
        {
            if (earlier.RunId is { } run && context.Binding.Mode != AppMode.AdvancedChat)
            {
                var result = await client.Workflows.FollowAsync(run, user, cancellationToken: cancellationToken).ConfigureAwait(false);
                if (result.Status == RunStatus.Stopped)
                    return false;
                WorkflowKind.Instance.Emit(context, result, context.Pipeline.WriteObject);
                return true;
            }

            var reply = earlier.RunId is { } chatflow
                ? await client.Chat.FollowAsync(chatflow, user, cancellationToken: cancellationToken).ConfigureAwait(false)
                : await client
                    .Conversations.FindReplyAsync(earlier.ConversationId!, earlier.MessageId!, user, cancellationToken)
                    .ConfigureAwait(false);
            if (reply is null or { Status: RunStatus.Stopped })
                return false;
            ChatKind.Instance.Emit(context, reply, context.Pipeline.WriteObject);
            return true;
        }
        catch (DifyApiException e) when (e.StatusCode == 404)
        {
            return false;
        }
    }
}
