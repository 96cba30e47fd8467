using System.Collections.Generic;
using Dify.Client.Workspaces;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>
/// A connection that was opened: its secret was read and compared, its seal checked, its session renewed or signed in, and it is proved
/// to be in its own workspace.
/// </summary>
internal sealed record OpenWorkspace(WorkspaceConnection Connection, WorkspaceClient Client)
{
    /// <summary>The knowledge bases that a new key of knowledge is to open; all when null.</summary>
    public IReadOnlyList<string>? KnowledgeBaseIds { get; init; }
}
