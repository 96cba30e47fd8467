using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Chat;
using Dify.Client.Completions;
using Dify.Client.Streaming;

namespace DifyPS.Runs.Completions;

/// <summary>One text of a text generator.</summary>
internal sealed class CompletionRun : AppRun<ChatReply>
{
    private readonly CompletionRequest _request;
    private readonly object? _input;

    public CompletionRun(RunPlan plan, CompletionRequest request, object? input)
        : base(plan)
    {
        _request = request;
        _input = input;
    }

    protected override Task<ChatReply> SendAsync(DifyClient client, Action<DifyEvent> onEvent, CancellationToken cancellationToken) =>
        client.Completions.SendAsync(_request, onEvent, cancellationToken);

    protected override Task StopAsync(DifyClient client, string taskId, CancellationToken cancellationToken) =>
        client.Completions.StopAsync(taskId, _request.User, cancellationToken);

    protected override string? TextOf(DifyEvent e) => e switch
    {
        MessageEvent part => part.Answer,
        MessageReplaceEvent replaced => Environment.NewLine + replaced.Answer,
        _ => null,
    };

    protected override void Emit(ChatReply result)
    {
        Plan.Checkpoint?.OnEnded(result);
        WriteOutput(new DifyCompletion(Plan.Binding.Name, Plan.User, _input, result));
    }
}
