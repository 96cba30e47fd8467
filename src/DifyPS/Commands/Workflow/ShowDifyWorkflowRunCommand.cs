using System.Collections.Generic;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client.Streaming;
using Dify.Client.Workflows;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Output.Charts;
using DifyPS.Output.Files;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs.Timeline;

namespace DifyPS.Commands;

/// <summary>
/// Shows where the time of a run went: its nodes over time, with tokens, cost, retries and failures. Results and events
/// from the pipeline have it all; a run under way is followed (<c>GET /workflow/{workflow_run_id}/events</c>).
/// </summary>
[Cmdlet(VerbsCommon.Show, "DifyWorkflowRun", SupportsShouldProcess = true)]
[OutputType(typeof(DifyWorkflowNode))]
[WorksWith(AppScope.Runs)]
public sealed class ShowDifyWorkflowRunCommand : DifyAppCmdlet
{
    private readonly EventRuns _events = new();
    private readonly List<RunTimeline> _shown = new();
    private ExportFile? _page;

    /// <summary>The run.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("WorkflowRunId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [KeptIdArgument(nameof(RunId), "WorkflowRunId", Optional = true)]
    public string? RunId { get; set; }

    /// <summary>The end user whose run it is; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument(Optional = true)]
    public string? User { get; set; }

    /// <summary>The result of a run, or its events.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineRowArgument]
    public override PipelineRow? InputObject { get; set; }

    /// <summary>A page to write as well.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Html { get; set; }

    /// <summary>Leave a page that is there as it is.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Replace a page that is read-only, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    internal override bool TakesItem => InputObject?.BaseObject is DifyStreamEvent or DifyWorkflowResult or DifyChatReply;

    /// <summary>Finds out whether the page could be written.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            _page = PageTarget.Of(this, Html, NoClobber, Force);
        }
        catch (System.Exception e) when (ErrorRecords.IsExpected(e))
        {
            ThrowTerminatingError(ErrorRecords.From(e, Html));
        }
    }

    /// <summary>Shows one run, or takes one event of a run.</summary>
    protected override void ProcessRecord()
    {
        switch (InputObject?.BaseObject)
        {
            case DifyStreamEvent item:
                _events.Add(item);
                break;
            case DifyWorkflowResult { Steps.Count: > 0 } result:
                WriteRun(RunTimelines.Of(result));
                break;
            case DifyChatReply { Steps.Count: > 0 } reply:
                WriteRun(RunTimelines.Of(reply));
                break;
            default:
                Ask();
                break;
        }
    }

    /// <summary>Shows the runs whose events came, and writes the page.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        foreach (var run in _events.Build())
            WriteRun(run);
        if (_page is { } page && _shown.Count > 0 && ShouldProcess(page.Path, Strings.PageWriteAction))
            DoLate(null, () => TryItem(page.Path, () => RunPage.Save(_shown, page)));
    }

    private void Ask()
    {
        RunTimeline? timeline = null;
        Run(InputObject?.Object ?? (object?)RunId, async call => timeline = await FollowAsync(call).ConfigureAwait(false), RequireRun);
        if (timeline is not null)
            WriteRun(timeline);
    }

    private void RequireRun(AppBinding app)
    {
        if (string.IsNullOrEmpty(RunId))
        {
            throw new DifyCommandException(
                "RunMissing",
                ErrorCategory.InvalidArgument,
                Strings.FormatRunMissing(app.Name),
                Strings.FormatRunMissingAction(Quoting.Literal(app.Name)),
                app.Name
            );
        }
    }

    private async Task<RunTimeline> FollowAsync(AppInvocation call)
    {
        var run = RunId!;
        using var progress = new QuietProgress(call.Context.WriteProgress, Strings.FormatRunFollowed(run, call.App));
        var result = await call
            .Client.Workflows.FollowAsync(run, call.UserOr(User), null, item => WriteProgress(progress, item), call.Token)
            .ConfigureAwait(false);
        if (result.Steps.Count == 0)
        {
            throw new DifyCommandException(
                "RunNodesGone",
                ErrorCategory.ObjectNotFound,
                Strings.FormatRunNodesGone(run, call.App, result.Status),
                Strings.RunNodesGoneAction,
                run
            );
        }

        return RunTimelines.Of(call.App, run, result);
    }

    private static void WriteProgress(QuietProgress progress, DifyEvent item)
    {
        if (item is NodeStartedEvent { Data.Title: { Length: > 0 } title })
            progress.Show(DisplayFormat.Line(title));
    }

    private void WriteRun(RunTimeline run)
    {
        WriteObject(run.Nodes, enumerateCollection: true);
        if (_page is not null)
            _shown.Add(run);
    }
}
