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
internal sealed class WorkflowKind : RunKind<WorkflowResult>
{
    public static WorkflowKind Instance { get; } = new();

    public override UnassignedFiles UnassignedFiles => UnassignedFiles.Variable;

    public override Task SendAsync(RunContext run, FilledForm form, Action<DifyEvent> onEvent, CancellationToken cancellationToken)
    {
        var request = new WorkflowRequest
        {
            User = run.User,
            Inputs = form.Values,
            WorkflowId = run.Item.WorkflowId,
            Files = form.Attached,
        };
        return run.Client.Workflows.RunAsync(request, onEvent, cancellationToken);
    }

    public override Task StopAsync(DifyClient client, string taskId, string user, CancellationToken cancellationToken) =>
        client.Workflows.StopAsync(taskId, user, cancellationToken);

    public override string? TextOf(DifyEvent e, string? mode, bool isTextShown) => e is TextChunkEvent chunk ? chunk.Data.Text : null;

    public override void Emit(RunContext run, WorkflowResult result, Action<object> give)
    {
        run.Noted?.OnEnded(result);
        var output = new DifyWorkflowResult(run.Binding.Name, run.User, run.Item.Origin, result);
        give(output);
        if (result.Status == RunStatus.Failed)
            run.Pipeline.WriteError(RunErrors.Failed(run.Binding, result.Error, result.WorkflowRunId), output);
    }
}
