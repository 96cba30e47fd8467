using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Shows the form that a paused workflow or chatflow waits for (<c>GET /form/human_input/{form_token}</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyHumanInputForm")]
[OutputType(typeof(DifyHumanInputForm))]
public sealed class GetDifyHumanInputFormCommand : DifyAppCmdlet
{
    /// <summary>The form's token, as the pause brought it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string FormToken { get; set; } = string.Empty;

    /// <summary>The run that waits, to be carried along.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("WorkflowRunId")]
    public string? RunId { get; set; }

    /// <summary>The end user whose run it is, to be carried along; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>Asks for one form.</summary>
    protected override void ProcessRecord()
    {
        AppBinding? binding = null;
        var found = TryItem(FormToken, () =>
        {
            binding = Registry.Get(App);
            ModeGuard.Require(binding, MyInvocation.MyCommand.Name, ModeGuard.Runs);
        });
        if (!found)
            return;
        var (token, run, user) = (FormToken, RunId, User ?? binding!.User);
        RunItem(token, async (context, cancel) =>
        {
            var client = await context.Connector.ConnectAsync(binding!, cancel).ConfigureAwait(false);
            var form = await client.HumanInput.GetFormAsync(token, cancel).ConfigureAwait(false);
            context.WriteObject(new DifyHumanInputForm(binding!.Name, user, run, token, form));
        });
    }
}
