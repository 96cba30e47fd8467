using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Switches APIs of apps on (console: <c>POST /apps/{app_id}/api-enable</c>). It takes an admin or the owner.</summary>
[Cmdlet(VerbsLifecycle.Enable, "DifyAppApi", SupportsShouldProcess = true)]
[OutputType(typeof(DifyWorkspaceApp))]
[WorksWith(AppScope.App)]
public sealed class EnableDifyAppApiCommand : AppApiCmdlet
{
    private protected override bool IsToBeOn => true;

    private protected override string Question => Strings.ConfirmEnableAppApi;
}
