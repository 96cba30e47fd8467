using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Tells how a workflow run stands (<c>GET /workflows/run/{workflow_run_id}</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyWorkflowRun")]
[OutputType(typeof(DifyWorkflowRun))]
[WorksWith(AppScope.Runs)]
public sealed class GetDifyWorkflowRunCommand : DifyAppCmdlet
{
    /// <summary>The run.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("WorkflowRunId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [KeptIdArgument(nameof(RunId), "WorkflowRunId")]
    public string RunId { get; set; } = string.Empty;

    /// <summary>Asks for one run.</summary>
    protected override void ProcessRecord() =>
        Get(RunId, async call => new DifyWorkflowRun(
            call.App,
            await call.Client.Workflows.GetRunAsync(RunId, call.Token).ConfigureAwait(false)
        ));
}
