using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client.Streaming;
using DifyPS.Bindings.Identity;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs;

namespace DifyPS.Commands;

/// <summary>
/// Joins a workflow run that is under way, was resumed, or is over, and gives its events or its result
/// (<c>GET /workflow/{workflow_run_id}/events</c>). Leaving it leaves the run alone.
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "DifyWorkflowEvent", DefaultParameterSetName = EventSet)]
[OutputType(typeof(DifyStreamEvent), ParameterSetName = new[] { EventSet })]
[OutputType(typeof(DifyWorkflowResult), typeof(DifyChatReply), ParameterSetName = new[] { ResultSet })]
[WorksWith(AppScope.Runs)]
public sealed class ReceiveDifyWorkflowEventCommand : DifyAppCmdlet
{
    private const string EventSet = "Event";
    private const string ResultSet = "Result";

    /// <summary>The run.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("WorkflowRunId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [KeptIdArgument(nameof(RunId), "WorkflowRunId")]
    public string RunId { get; set; } = string.Empty;

    /// <summary>The end user whose run it is; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
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
        if (AsResult)
        {
            Run(RunId, call =>
                RunFollower.FollowAsync(call.Context, call.Binding, RunId, call.UserOr(User), string.Empty, null, null, call.Token)
            );
        }
        else
        {
            Run(RunId, WriteEventsAsync);
        }
    }

    private async Task WriteEventsAsync(AppInvocation call)
    {
        var user = call.UserOr(User);
        await foreach (
            var e in call.Client.Workflows.ReceiveAsync(RunId, user, Snapshot, ContinueOnPause, call.Token).ConfigureAwait(false)
        )
        {
            call.Context.WriteObject(new DifyStreamEvent(call.App, user, e));
        }
    }
}
