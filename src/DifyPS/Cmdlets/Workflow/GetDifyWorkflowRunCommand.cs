using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Tells how a workflow run stands (<c>GET /workflows/run/{workflow_run_id}</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyWorkflowRun")]
[OutputType(typeof(DifyWorkflowRun))]
public sealed class GetDifyWorkflowRunCommand : DifyCallCmdlet
{
    /// <summary>The run.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("WorkflowRunId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string RunId { get; set; } = string.Empty;

    /// <summary>Asks for one run.</summary>
    protected override void ProcessRecord()
    {
        var run = RunId;
        if (FindApp(run, binding => ModeGuard.Require(binding, MyInvocation.MyCommand.Name, ModeGuard.Runs)) is { } binding)
        {
            Call(run, binding, async (context, client, token) =>
                context.WriteObject(new DifyWorkflowRun(binding.Name, await client.Workflows.GetRunAsync(run, token).ConfigureAwait(false))));
        }
    }
}
