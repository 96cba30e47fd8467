using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>
/// Joins a workflow run that is under way, was resumed, or is over, and gives its events or its result
/// (<c>GET /workflow/{workflow_run_id}/events</c>). Leaving it leaves the run alone.
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "DifyWorkflowEvent", DefaultParameterSetName = EventSet)]
[OutputType(typeof(DifyStreamEvent), ParameterSetName = new[] { EventSet })]
[OutputType(typeof(DifyWorkflowResult), typeof(DifyChatReply), ParameterSetName = new[] { ResultSet })]
public sealed class ReceiveDifyWorkflowEventCommand : DifyAppCmdlet
{
    private const string EventSet = "Event";
    private const string ResultSet = "Result";

    /// <summary>The run.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("WorkflowRunId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string RunId { get; set; } = string.Empty;

    /// <summary>The end user whose run it is; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Begin with what the run's nodes have done so far.</summary>
    [Parameter(ParameterSetName = EventSet)]
    public SwitchParameter Snapshot { get; set; }

    /// <summary>Go on listening when the run pauses.</summary>
    [Parameter(ParameterSetName = EventSet)]
    public SwitchParameter ContinueOnPause { get; set; }

    /// <summary>Give one result at the run's end, or at its next pause, instead of events.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ResultSet)]
    public SwitchParameter AsResult { get; set; }

    /// <summary>Joins one run.</summary>
    protected override void ProcessRecord()
    {
        var binding = FindApp(RunId, one => ModeGuard.Require(one, MyInvocation.MyCommand.Name, ModeGuard.Runs));
        if (binding is null)
            return;
        var (run, user) = (RunId, User ?? binding.User);
        RunItem(run, (context, token) => AsResult
            ? RunFollower.FollowAsync(context, binding, run, user, string.Empty, null, null, token)
            : GiveEventsAsync(context, binding, run, user, token));
    }

    private async Task GiveEventsAsync(WorkContext context, AppBinding binding, string run, string user, CancellationToken cancellationToken)
    {
        var client = await context.Connector.ConnectAsync(binding, cancellationToken).ConfigureAwait(false);
        await foreach (var e in client.Workflows.ReceiveAsync(run, user, Snapshot, ContinueOnPause, cancellationToken).ConfigureAwait(false))
            context.WriteObject(new DifyStreamEvent(binding.Name, user, e));
    }
}
