using System.Management.Automation;

namespace DifyPS.Commands;

/// <summary>Switches APIs of apps off (console: <c>POST /apps/{app_id}/api-enable</c>). It takes an admin or the owner.</summary>
[Cmdlet(
    VerbsLifecycle.Disable,
    "DifyAppApi",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = IdSet
)]
[OutputType(typeof(DifyWorkspaceApp))]
public sealed class DisableDifyAppApiCommand : AppApiCmdlet
{
    private protected override bool IsToBeOn => false;

    private protected override string Question => Strings.ConfirmDisableAppApi;
}
