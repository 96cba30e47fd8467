using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>
/// Finds out whether workspace connections still hold: reads what is kept, asks the server which workspace that opens, and compares.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "DifyWorkspace")]
[OutputType(typeof(DifyWorkspaceStatus), typeof(bool))]
public sealed class TestDifyWorkspaceCommand : DifyCmdlet
{
    private readonly List<WorkspaceConnection> _connections = new();
    private bool _allFound = true;
    private bool _asksPattern;

    /// <summary>Names; wildcards are welcome. All connections when missing.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Workspace")]
    [WorkspaceNameArgument("Name", "Workspace", Many = true)]
    [ArgumentCompleter(typeof(WorkspaceNamePatternCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Give one $true or $false for all of them.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Collects the connections.</summary>
    protected override void ProcessRecord()
    {
        foreach (var pattern in Name)
        {
            _asksPattern |= WildcardPattern.ContainsWildcardCharacters(pattern);
            _connections.AddRange(FindWorkspaces(pattern, out var isWhole).Except(_connections));
            _allFound &= isWhole;
        }
    }

    /// <summary>Tests them side by side.</summary>
    protected override void EndProcessing()
    {
        var healthy = _allFound && !(_asksPattern && RegistryNotice.WarnOfNoWorkspaces(this));
        RunItem(null, async (context, token) =>
        {
            var check = new WorkspaceCheck(context.Workspaces);
            var running = _connections.Select(connection => check.RunAsync(connection, token)).ToList();
            foreach (var one in running)
            {
                var status = await one.ConfigureAwait(false);
                healthy &= status.Healthy;
                if (!Quiet)
                    context.WriteObject(status);
            }
        });
        if (Quiet)
            WriteObject(healthy);
    }
}
