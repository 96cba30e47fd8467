using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Tells how a workflow run stands (<c>GET /workflows/run/{workflow_run_id}</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyWorkflowRun")]
[OutputType(typeof(DifyWorkflowRun))]
public sealed class GetDifyWorkflowRunCommand : DifyAppCmdlet
{
    /// <summary>The run.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("WorkflowRunId")]
    [ValidateNotNullOrEmpty]
    public string RunId { get; set; } = string.Empty;

    /// <summary>Asks for one run.</summary>
    protected override void ProcessRecord()
    {
        AppBinding? binding = null;
        var found = TryItem(RunId, () =>
        {
            binding = Registry.Get(App);
            ModeGuard.Require(binding, MyInvocation.MyCommand.Name, ModeGuard.Runs);
        });
        if (!found)
            return;
        var run = RunId;
        RunItem(run, async (context, token) =>
        {
            var client = await context.Connector.ConnectAsync(binding!, token).ConfigureAwait(false);
            context.WriteObject(new DifyWorkflowRun(binding!.Name, await client.Workflows.GetRunAsync(run, token).ConfigureAwait(false)));
        });
    }
}
