using System.Management.Automation;

namespace DifyPS.Commands;

/// <summary>Switches APIs of apps on (console: <c>POST /apps/{app_id}/api-enable</c>). It takes an admin or the owner.</summary>
[Cmdlet(
    VerbsLifecycle.Enable,
    "DifyAppApi",
    SupportsShouldProcess = true,
    DefaultParameterSetName = IdSet
)]
[OutputType(typeof(DifyWorkspaceApp))]
public sealed class EnableDifyAppApiCommand : AppApiCmdlet
{
    private protected override bool IsToBeOn => true;

    private protected override string Question => Strings.ConfirmEnableAppApi;
}
