using System.Threading;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Workspaces.Connections;

namespace DifyPS.Pipeline;

/// <summary>What the work of one item has at hand: its workspace, connected.</summary>
internal sealed record WorkspaceInvocation(
    PipelineContext Context,
    WorkspaceConnection Connection,
    WorkspaceClient Client,
    CancellationToken Token
)
{
    /// <summary>The name of the connection.</summary>
    public string Workspace => Connection.Name;
}
