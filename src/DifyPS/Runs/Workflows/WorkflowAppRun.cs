using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Streaming;
using Dify.Client.Workflows;

namespace DifyPS.Runs.Workflows;

/// <summary>One run of a workflow.</summary>
internal sealed class WorkflowAppRun : AppRun<WorkflowResult>
{
    private readonly WorkflowRequest _request;
    private readonly object? _input;

    public WorkflowAppRun(RunPlan plan, WorkflowRequest request, object? input)
        : base(plan)
    {
        _request = request;
        _input = input;
    }

    /// <summary>Gives a result and, when the run failed, the error.</summary>
    public static void Emit(RunPlan plan, object? input, WorkflowResult result, Action<object> give)
    {
        plan.Checkpoint?.OnEnded(result);
        var output = new DifyWorkflowResult(plan.Binding.Name, plan.User, input, result);
        give(output);
        if (result.Status == "failed")
            plan.Context.WriteError(RunErrors.Failed(plan.Binding, result.Error, result.WorkflowRunId), output);
    }

    protected override Task<WorkflowResult> SendAsync(DifyClient client, Action<DifyEvent> onEvent, CancellationToken cancellationToken) =>
        client.Workflows.RunAsync(_request, onEvent, cancellationToken);

    protected override Task StopAsync(DifyClient client, string taskId, CancellationToken cancellationToken) =>
        client.Workflows.StopAsync(taskId, _request.User, cancellationToken);

    protected override string? TextOf(DifyEvent e) => e is TextChunkEvent chunk ? chunk.Data.Text : null;

    protected override void Emit(WorkflowResult result) => Emit(Plan, _input, result, WriteOutput);
}
