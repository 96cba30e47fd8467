using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs.Forms;

namespace DifyPS.Commands;

/// <summary>Shows the form that a paused workflow or chatflow waits for (<c>GET /form/human_input/{form_token}</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyHumanInputForm")]
[OutputType(typeof(DifyHumanInputForm))]
[WorksWith(AppScope.Runs)]
public sealed class GetDifyHumanInputFormCommand : DifyAppCmdlet
{
    /// <summary>The form's token, as the pause brought it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FormTokenCompleter))]
    [TextArgument(nameof(FormToken))]
    public string FormToken { get; set; } = string.Empty;

    /// <summary>The run that waits, to be carried along.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("WorkflowRunId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [KeptIdArgument(nameof(RunId), "WorkflowRunId", Optional = true)]
    public string? RunId { get; set; }

    /// <summary>The end user whose run it is, to be carried along; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Asks for one form.</summary>
    protected override void ProcessRecord() =>
        Get(FormToken, async call => new DifyHumanInputForm(
            call.App,
            call.UserOr(User),
            string.IsNullOrEmpty(RunId) ? null : RunId,
            FormToken,
            await FormErrors
                .ExplainAsync(call.App, RunId, () => call.Client.HumanInput.GetFormAsync(FormToken, call.Token))
                .ConfigureAwait(false)
        ));
}
