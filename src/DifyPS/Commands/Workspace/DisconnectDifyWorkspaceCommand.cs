using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>
/// Forgets a workspace connection: ends its session at the server, and no other one of the person; deletes the secret that DifyPS wrote,
/// then the entry. Keys that were made by it stay valid.
/// </summary>
[Cmdlet(VerbsCommunications.Disconnect, "DifyWorkspace", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class DisconnectDifyWorkspaceCommand : DifyCmdlet
{
    /// <summary>Names; wildcards are welcome.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Workspace")]
    [WorkspaceNameArgument("Name", "Workspace", Many = true)]
    [ArgumentCompleter(typeof(WorkspaceNamePatternCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>Leave the secret in its vault, and the session at the server.</summary>
    [Parameter]
    public SwitchParameter KeepSecret { get; set; }

    /// <summary>
    /// Forget it though work on keys of the workspace is not ended: the first command about keys there ends it, once somebody has connected
    /// to it again.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Forgets the connections.</summary>
    protected override void ProcessRecord()
    {
        foreach (var pattern in Name)
        {
            foreach (var connection in FindWorkspaces(pattern, out _))
                Remove(connection);
        }
    }

    private void Remove(WorkspaceConnection connection)
    {
        if (!Force && !TryItem(connection.Name, () => ConnectionUse.RequireNothingPending(Registry, connection)))
            return;
        if (!ShouldProcess(connection.Name, Question(connection)))
            return;
        RunItem(connection.Name, (context, token) =>
            new ConnectionRemover(context.Registry, context.Vaults, context.Workspaces).RemoveAsync(connection, KeepSecret, Force, token));
    }

    private string Question(WorkspaceConnection connection)
    {
        var action = connection is { IsKept: true, OwnsSecret: true } && !KeepSecret
            ? Strings.FormatConfirmDisconnect(connection.Vault, connection.Secret)
            : Strings.ConfirmForget;
        var names = ConnectionUse.NamesOf(Registry, connection);
        return names.Count == 0 ? action : Strings.FormatConfirmDisconnectBound(action, SomeOf.List([.. names.Select(name => $"'{name}'")]));
    }
}
