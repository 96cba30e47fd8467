using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using DifyPS.Runs;

namespace DifyPS.Terminal.Dialogue;

/// <summary>One message of a dialogue and its reply. Cut short, it is stopped at the server as every run is.</summary>
internal sealed class DialogueRun(RunPlan plan, ChatRequest request, Action<DifyEvent> watch) : AppRun<ChatReply>(plan)
{
    /// <summary>The reply, when there is one.</summary>
    public ChatReply? Reply { get; private set; }

    protected override Task<ChatReply> SendAsync(DifyClient client, Action<DifyEvent> onEvent, CancellationToken cancellationToken) =>
        client.Chat.SendAsync(
            request,
            item =>
            {
                onEvent(item);
                watch(item);
            },
            cancellationToken);

    protected override Task StopAsync(DifyClient client, string taskId, CancellationToken cancellationToken) =>
        client.Chat.StopAsync(taskId, request.User, cancellationToken);

    protected override string? TextOf(DifyEvent e) => null;

    protected override void Emit(ChatReply result) => Reply = result;
}
