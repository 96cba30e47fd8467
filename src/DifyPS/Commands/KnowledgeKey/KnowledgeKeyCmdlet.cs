using System;
using System.Threading.Tasks;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Pipeline.Batch;

namespace DifyPS.Commands;

/// <summary>A cmdlet about the knowledge keys of a workspace.</summary>
public abstract class KnowledgeKeyCmdlet : DifyWorkspaceCmdlet
{
    private KeyBatch? _batch;

    /// <summary>Waits for the last of them.</summary>
    protected override void EndProcessing() => _batch?.Complete();

    /// <summary>Does something with the keys; one piece of work after the other.</summary>
    /// <param name="item">The target of errors.</param>
    /// <param name="work">The work.</param>
    /// <param name="confirm">What ShouldProcess is asked, with what and how it changes; null when it is not.</param>
    /// <param name="check">Finds what else is wrong before anything is sent.</param>
    private protected void Add(
        object? item,
        Func<KeyInvocation, Task> work,
        Func<WorkspaceConnection, (string Target, string Action)>? confirm = null,
        Action<WorkspaceConnection>? check = null
    )
    {
        var found = FindWorkspace(item, connection =>
        {
            WorkspaceGuard.RequireConsole(connection, CommandName);
            check?.Invoke(connection);
        });
        if (found is null)
            return;
        if (confirm?.Invoke(found) is var (target, action) && !ShouldProcess(target, action))
            return;
        _batch ??= new KeyBatch(this, 1);
        _batch.Add(item, found, null, work);
    }
}
