using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using DifyPS.Runs;
using DifyPS.Runs.Chat;
using DifyPS.Runs.Inputs;

namespace DifyPS.Terminal.Dialogue;

/// <summary>One message of a dialogue and its reply. Cut short, it is stopped at the server as every run is.</summary>
internal sealed class DialogueKind(Action<DifyEvent> watch) : ChatKind
{
    /// <summary>The reply, when there is one.</summary>
    public ChatReply? Reply { get; private set; }

    public override Task SendAsync(RunContext run, FilledForm form, Action<DifyEvent> onEvent, CancellationToken cancellationToken) =>
        base.SendAsync(
            run,
            form,
            item =>
            {
                onEvent(item);
                watch(item);
            },
            cancellationToken);

    public override void Emit(RunContext run, ChatReply reply, Action<object> give) => Reply = reply;
}
