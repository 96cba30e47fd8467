using System.Collections;
using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs.Forms;

namespace DifyPS.Commands;

/// <summary>
/// Fills in the form that a paused workflow or chatflow waits for (<c>POST /form/human_input/{form_token}</c>), and follows
/// the run to its end or its next pause.
/// </summary>
[Cmdlet(VerbsLifecycle.Submit, "DifyHumanInputForm", SupportsShouldProcess = true)]
[OutputType(typeof(DifyWorkflowResult), typeof(DifyChatReply))]
[WorksWith(AppScope.Runs)]
public sealed class SubmitDifyHumanInputFormCommand : DifyAppCmdlet
{
    /// <summary>The form's token, as the pause brought it.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FormTokenCompleter))]
    [TextArgument(nameof(FormToken), Optional = true)]
    public string? FormToken { get; set; }

    /// <summary>The id of the action to choose.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ArgumentCompleter(typeof(FormActionCompleter))]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(Action))]
    public string Action { get; set; } = string.Empty;

    /// <summary>Values for the form's fields; for a file field a path, a file object, an address or what Send-DifyFile gave.</summary>
    [Parameter(Position = 3)]
    [ArgumentCompleter(typeof(FormInputsCompleter))]
    [TableArgument]
    [ValidateNotNull]
    public IDictionary? Inputs { get; set; }

    /// <summary>The run that waits; needed to follow it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("WorkflowRunId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [KeptIdArgument(nameof(RunId), "WorkflowRunId", Optional = true)]
    public string? RunId { get; set; }

    /// <summary>The end user whose run it is; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>The paused result from the pipeline. One that waits for no form is passed on as it is.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineRowArgument]
    public override PipelineRow? InputObject { get; set; }

    /// <summary>Do not follow the run: give nothing, and let it go on by itself.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    private protected override void RequireArguments()
    {
        base.RequireArguments();
        if (Inputs is NoTable table)
            ThrowTerminatingError(ErrorRecords.From(ArgumentErrors.NoTable(CommandName, nameof(Inputs), table, null), null));
    }

    internal override bool TakesItem => InputObject?.BaseObject is DifyWorkflowResult or DifyChatReply;

    /// <summary>Submits one form.</summary>
    protected override void ProcessRecord()
    {
        var paused = InputObject?.BaseObject;
        if (paused is DifyWorkflowResult { FormToken: null } or DifyChatReply { FormToken: null })
        {
            WriteVerbose(Strings.FormatVerboseNoForm(paused));
            WriteObject(InputObject!.Object);
            return;
        }

        Change(
            InputObject?.Object ?? (object?)FormToken,
            _ => (App, Strings.FormatConfirmSubmitForm(FormToken, Action)),
            call => new FormSubmission(call, FormToken!, Action, Inputs, RunId, !NoWait, call.UserOr(User), paused).RunAsync(),
            _ => RequireTokenAndRun());
    }

    private void RequireTokenAndRun()
    {
        if (string.IsNullOrEmpty(FormToken))
        {
            throw new DifyCommandException(
                "FormTokenRequired", ErrorCategory.InvalidArgument, Strings.FormatFormTokenRequired(App),
                Strings.FormTokenRequiredAction, App);
        }

        if (string.IsNullOrEmpty(RunId) && !NoWait)
        {
            throw new DifyCommandException(
                "RunIdRequired", ErrorCategory.InvalidArgument,
                Strings.FormatFormRunRequired(FormToken),
                Strings.FormRunRequiredAction, App);
        }
    }
}
