using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>A cmdlet that switches APIs of apps on or off (console: <c>POST /apps/{app_id}/api-enable</c>).</summary>
public abstract class AppApiCmdlet : WorkspaceAppCmdlet
{
    /// <summary>Give the apps.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected abstract bool IsToBeOn { get; }

    private protected abstract string Question { get; }

    private protected override void Process(AppTarget target) =>
        Change(
            target.Item,
            connection => (Describe(target, connection), Question),
            call => SwitchAsync(call, target),
            connection => WorkspaceGuard.RequireConsole(connection, CommandName),
            target.Subject,
            connection => WorkspaceGuard.RequireManager(connection, CommandName)
        );

    private async Task SwitchAsync(WorkspaceInvocation call, AppTarget target)
    {
        await call.Client.Apps.SetApiEnabledAsync(target.AppId, IsToBeOn, call.Token).ConfigureAwait(false);
        if (!PassThru)
            return;
        var app = await call.Client.Apps.GetAsync(target.AppId, call.Token).ConfigureAwait(false);
        call.Context.WriteObject(
            DifyWorkspaceApp.From(call.Workspace, app, new BoundNames(call.Context.Registry, call.Connection).Of(app.Id))
        );
    }
}
