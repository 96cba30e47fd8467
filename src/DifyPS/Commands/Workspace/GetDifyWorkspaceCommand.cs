using System.Management.Automation;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Lists the workspace connections. Reads the registry alone; no vault is opened and nothing is sent.</summary>
[Cmdlet(VerbsCommon.Get, "DifyWorkspace")]
[OutputType(typeof(DifyWorkspace))]
public sealed class GetDifyWorkspaceCommand : DifyCmdlet
{
    /// <summary>Names; wildcards are welcome. All of them when missing.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Workspace")]
    [WorkspaceNameArgument("Name", "Workspace", Many = true)]
    [ArgumentCompleter(typeof(WorkspaceNamePatternCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Lists the connections.</summary>
    protected override void ProcessRecord()
    {
        foreach (var pattern in Name)
        {
            foreach (var connection in FindWorkspaces(pattern, out _))
                WriteObject(WorkspaceOutput.Of(Registry, connection));
        }
    }
}
