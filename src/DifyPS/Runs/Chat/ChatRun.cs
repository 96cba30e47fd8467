using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using DifyPS.Bindings.Identity;

namespace DifyPS.Runs.Chat;

/// <summary>One message and its reply.</summary>
internal sealed class ChatRun : AppRun<ChatReply>
{
    private readonly ChatRequest _request;

    public ChatRun(RunPlan plan, ChatRequest request)
        : base(plan) => _request = request;

    /// <summary>Gives a reply and, when its chatflow failed, the error.</summary>
    public static void Emit(RunPlan plan, string message, ChatReply reply, Action<object> give)
    {
        plan.Checkpoint?.OnEnded(reply);
        var output = new DifyChatReply(plan.Binding, message, plan.User, reply);
        give(output);
        if (reply.Status == "failed")
            plan.Context.WriteError(RunErrors.Failed(plan.Binding, reply.Error, reply.WorkflowRunId), output);
    }

    protected override Task<ChatReply> SendAsync(DifyClient client, Action<DifyEvent> onEvent, CancellationToken cancellationToken) =>
        client.Chat.SendAsync(_request, onEvent, cancellationToken);

    protected override Task StopAsync(DifyClient client, string taskId, CancellationToken cancellationToken) =>
        client.Chat.StopAsync(taskId, _request.User, cancellationToken);

    // New Agent's closing message repeats the whole answer, which has been shown by then.
    protected override string? TextOf(DifyEvent e) => e switch
    {
        AgentMessageEvent part => part.Answer,
        MessageEvent part when Plan.Binding.Mode != AppModes.NewAgent || !IsTextShown => part.Answer,
        MessageReplaceEvent replaced => Environment.NewLine + replaced.Answer,
        _ => null,
    };

    protected override void Emit(ChatReply result) => Emit(Plan, _request.Query, result, WriteOutput);
}
