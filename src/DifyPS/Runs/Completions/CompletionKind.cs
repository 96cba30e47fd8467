using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Chat;
using Dify.Client.Completions;
using Dify.Client.Streaming;
using DifyPS.Runs.Inputs;

namespace DifyPS.Runs.Completions;

/// <summary>One text of a text generator.</summary>
internal sealed class CompletionKind : RunKind<ChatReply>
{
    public static CompletionKind Instance { get; } = new();

    public override Task SendAsync(RunContext run, FilledForm form, Action<DifyEvent> onEvent, CancellationToken cancellationToken)
    {
        var request = new CompletionRequest { User = run.User, Inputs = form.Values, Query = run.Item.Text, Files = form.Attached };
        return run.Client.Completions.SendAsync(request, onEvent, cancellationToken);
    }

    public override Task StopAsync(DifyClient client, string taskId, string user, CancellationToken cancellationToken) =>
        client.Completions.StopAsync(taskId, user, cancellationToken);

    public override string? TextOf(DifyEvent e, string? mode, bool isTextShown) => e switch
    {
        MessageEvent part => part.Answer,
        MessageReplaceEvent replaced => Environment.NewLine + replaced.Answer,
        _ => null,
    };

    public override void Emit(RunContext run, ChatReply reply, Action<object> give)
    {
        run.Noted?.OnEnded(reply);
        give(new DifyCompletion(run.Binding.Name, run.User, run.Item.Origin, reply));
    }
}
