using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Switches APIs of apps off (console: <c>POST /apps/{app_id}/api-enable</c>). It takes an admin or the owner.</summary>
[Cmdlet(VerbsLifecycle.Disable, "DifyAppApi", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DifyWorkspaceApp))]
[WorksWith(AppScope.App)]
public sealed class DisableDifyAppApiCommand : AppApiCmdlet
{
    private protected override bool IsToBeOn => false;

    private protected override string Question => Strings.ConfirmDisableAppApi;
}
