using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.SignIn;

/// <summary>
/// Proves before a command that a session is in the workspace that it was made for: the account's browser moves it, and the apps of
/// another workspace must not be taken for ours.
/// </summary>
internal sealed class SessionProof(AppRegistry registry, WorkspaceConnection connection, string? fingerprint)
{
    /// <summary>Gives the connection, with the role that the account has in the workspace now.</summary>
    public async Task<WorkspaceConnection> RunAsync(WorkspaceClient client, CancellationToken cancellationToken)
    {
        Workspace current;
        try
        {
            current = await client.Workspaces.GetCurrentAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (WorkspaceException e) when (Refusals.IsFinal(e.Code))
        {
            await Refusals.NoteAsync(registry, connection, fingerprint, e.Code).ConfigureAwait(false);
            throw;
        }
        catch (WorkspaceException e)
            when (e.Code == WorkspaceProblem.SessionEnded && fingerprint is not null && Refusals.Of(connection, fingerprint) is { } refusal)
        {
            throw refusal;
        }

        return DifyId.AreSame(current.Id, connection.WorkspaceId)
            ? await PresentRole
                .TakeAsync(registry, connection, current, client.ServerVersion, cancellationToken)
                .ConfigureAwait(false)
            : throw await ElsewhereAsync(client, current, cancellationToken).ConfigureAwait(false);
    }

    // Moving back helps only where the account still has the workspace: one that it left, or of a server that was set up anew, is in no
    // list.
    private async Task<DifyCommandException> ElsewhereAsync(
        WorkspaceClient client,
        Workspace current,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var all = await client.Workspaces.ListAsync(cancellationToken).ConfigureAwait(false);
            return all.Any(one => DifyId.AreSame(one.Id, connection.WorkspaceId)) ? Moved(current) : Left(all);
        }
        catch (DifyException)
        {
            return Moved(current);
        }
    }

    private DifyCommandException Left(IReadOnlyList<Workspace> all) =>
        new(
            WorkspaceChoice.WorkspaceNotOpened,
            ErrorCategory.PermissionDenied,
            Strings.FormatWorkspaceLeft(
                connection.Name,
                connection.WorkspaceName ?? connection.WorkspaceId,
                connection.WorkspaceId,
                connection.Account,
                connection.ToServer().DisplayName
            ),
            Strings.FormatWorkspaceLeftAction(Quoting.Quote(connection.Name), WorkspaceChoice.Listed(all))
        );

    private DifyCommandException Moved(Workspace current) =>
        new(
            WorkspaceProblem.WorkspaceChanged,
            ErrorCategory.InvalidOperation,
            Strings.FormatWorkspaceMoved(
                connection.Name,
                connection.WorkspaceName ?? connection.WorkspaceId,
                connection.Account,
                current.Name,
                current.Id
            ),
            Strings.FormatWorkspaceMovedAction(connection.WorkspaceName ?? connection.WorkspaceId, Quoting.Quote(connection.Name))
        );
}
