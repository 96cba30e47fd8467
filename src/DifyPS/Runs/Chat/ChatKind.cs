using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Chat;
using Dify.Client.Runs;
using Dify.Client.Streaming;
using DifyPS.Bindings.Identity;
using DifyPS.Runs.Inputs;

namespace DifyPS.Runs.Chat;

/// <summary>One message and its reply.</summary>
internal class ChatKind : RunKind<ChatReply>
{
    public static ChatKind Instance { get; } = new();

    // A conversation keeps the inputs that it began with.
    public override bool NeedsAllInputs(RunItem item) => item.Conversation is null;

    public override Task SendAsync(RunContext run, FilledForm form, Action<DifyEvent> onEvent, CancellationToken cancellationToken)
    {
        var request = new ChatRequest
        {
            Query = run.Item.Text ?? string.Empty,
            User = run.User,
            ConversationId = run.Item.Conversation,
            WorkflowId = run.Item.WorkflowId,
            Inputs = form.Values,
            Files = form.Attached,
        };
        return run.Client.Chat.SendAsync(request, onEvent, cancellationToken);
    }

    public override Task StopAsync(DifyClient client, string taskId, string user, CancellationToken cancellationToken) =>
        client.Chat.StopAsync(taskId, user, cancellationToken);

    // New Agent's closing message repeats the whole answer, which has been shown by then.
    public override string? TextOf(DifyEvent e, string? mode, bool isTextShown) => e switch
    {
        AgentMessageEvent part => part.Answer,
        MessageEvent part when mode != AppModes.NewAgent || !isTextShown => part.Answer,
        MessageReplaceEvent replaced => Environment.NewLine + replaced.Answer,
        _ => null,
    };

    public override void Emit(RunContext run, ChatReply reply, Action<object> give)
    {
        run.Noted?.OnEnded(reply);
        var output = new DifyChatReply(run.Binding, run.Item.Text ?? string.Empty, run.User, run.Item.Origin, reply);
        give(output);
        if (reply.Status == RunStatus.Failed)
            run.Pipeline.WriteError(RunErrors.Failed(run.Binding, reply.Error, reply.WorkflowRunId), output);
    }
}
