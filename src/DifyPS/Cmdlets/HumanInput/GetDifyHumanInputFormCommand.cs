using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Shows the form that a paused workflow or chatflow waits for (<c>GET /form/human_input/{form_token}</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyHumanInputForm")]
[OutputType(typeof(DifyHumanInputForm))]
public sealed class GetDifyHumanInputFormCommand : DifyCallCmdlet
{
    /// <summary>The form's token, as the pause brought it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FormTokenCompleter))]
    [ValidateNotNullOrEmpty]
    public string FormToken { get; set; } = string.Empty;

    /// <summary>The run that waits, to be carried along.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("WorkflowRunId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public string? RunId { get; set; }

    /// <summary>The end user whose run it is, to be carried along; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Asks for one form.</summary>
    protected override void ProcessRecord()
    {
        var (form, run) = (FormToken, RunId);
        if (FindApp(form, binding => ModeGuard.Require(binding, MyInvocation.MyCommand.Name, ModeGuard.Runs)) is { } binding)
        {
            var user = User ?? binding.User;
            Call(form, binding, async (context, client, token) =>
                context.WriteObject(new DifyHumanInputForm(binding.Name, user, run, form, await client.HumanInput.GetFormAsync(form, token).ConfigureAwait(false))));
        }
    }
}
