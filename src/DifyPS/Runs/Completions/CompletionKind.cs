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
internal sealed class CompletionKind : RunKind
{
    public static CompletionKind Instance { get; } = new();

    public override async Task<object> SendAsync(
        RunContext run, PreparedInput input, Action<DifyEvent> onEvent, CancellationToken cancellationToken)
    {
        var request = new CompletionRequest { User = run.User, Inputs = input.Inputs, Query = run.Item.Text, Files = input.Files };
        return await run.Client.Completions.SendAsync(request, onEvent, cancellationToken).ConfigureAwait(false);
    }

    public override Task StopAsync(DifyClient client, string taskId, string user, CancellationToken cancellationToken) =>
        client.Completions.StopAsync(taskId, user, cancellationToken);

    public override string? TextOf(DifyEvent e, string? mode, bool isTextShown) => e switch
    {
        MessageEvent part => part.Answer,
        MessageReplaceEvent replaced => Environment.NewLine + replaced.Answer,
        _ => null,
    };

    public override void Emit(RunContext run, object result, Action<object> give)
    {
        var reply = (ChatReply)result;
        run.Noted?.OnEnded(reply);
        give(new DifyCompletion(run.Binding.Name, run.User, run.Item.Origin, reply));
    }
}
