using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Runs;
using Dify.Client.Streaming;
using Dify.Client.Workflows;
using DifyPS.Runs.Inputs;

namespace DifyPS.Runs.Workflows;

/// <summary>One run of a workflow.</summary>
internal sealed class WorkflowKind : RunKind
{
    public static WorkflowKind Instance { get; } = new();

    public override UnassignedFiles UnassignedFiles => UnassignedFiles.Variable;

    public override async Task<object> SendAsync(
        RunContext run, PreparedInput input, Action<DifyEvent> onEvent, CancellationToken cancellationToken)
    {
        var request = new WorkflowRequest
        {
            User = run.User,
            Inputs = input.Inputs,
            WorkflowId = run.Item.WorkflowId,
            Files = input.Files,
        };
        return await run.Client.Workflows.RunAsync(request, onEvent, cancellationToken).ConfigureAwait(false);
    }

    public override Task StopAsync(DifyClient client, string taskId, string user, CancellationToken cancellationToken) =>
        client.Workflows.StopAsync(taskId, user, cancellationToken);

    public override string? TextOf(DifyEvent e, string? mode, bool isTextShown) => e is TextChunkEvent chunk ? chunk.Data.Text : null;

    public override void Emit(RunContext run, object result, Action<object> give)
    {
        var ended = (WorkflowResult)result;
        run.Noted?.OnEnded(ended);
        var output = new DifyWorkflowResult(run.Binding.Name, run.User, run.Item.Origin, ended);
        give(output);
        if (ended.Status == RunStatus.Failed)
            run.Pipeline.WriteError(RunErrors.Failed(run.Binding, ended.Error, ended.WorkflowRunId), output);
    }
}
