using System.Collections;
using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs;
using DifyPS.Runs.Workflows;

namespace DifyPS.Commands;

/// <summary>
/// Runs a workflow and gives its result (<c>POST /workflows/run</c>, of a version <c>POST /workflows/{workflow_id}/run</c>,
/// streaming on the wire).
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "DifyWorkflow", DefaultParameterSetName = ResultSet)]
[OutputType(typeof(DifyWorkflowResult))]
[OutputType(typeof(DifyBatchSummary))]
[OutputType(typeof(DifyStreamEvent), ParameterSetName = new[] { EventSet })]
[WorksWith(AppScope.Workflow)]
public sealed class InvokeDifyWorkflowCommand : RunCmdlet
{
    /// <summary>
    /// An object whose properties fill the app's input variables; or a file, or text, for an app with one variable for it.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineRowArgument]
    public override PipelineRow? InputObject { get; set; }

    /// <summary>Values for the app's input variables.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(InputsCompleter))]
    [TableArgument]
    [ValidateNotNull]
    public override IDictionary? Inputs { get; set; }

    /// <summary>A published version of the workflow; the latest when missing.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(WorkflowIdCompleter))]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(WorkflowId))]
    public string? WorkflowId { get; set; }

    /// <summary>The end user to run for; the binding's own when missing.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    internal override bool TakesItem => true;

    private protected override object? Constants => WorkflowId;

    /// <summary>Runs the workflow once.</summary>
    protected override void ProcessRecord()
    {
        var (item, workflow) = (InputObject?.Object, WorkflowId);
        var origin = (object?)item ?? Inputs;
        Run(
            origin ?? App,
            WorkflowKind.Instance,
            binding => ReadItem(item) with { User = RunUser.Of(User, item, binding), WorkflowId = workflow, Origin = origin });
    }
}
