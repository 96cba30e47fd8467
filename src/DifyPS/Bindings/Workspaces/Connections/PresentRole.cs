using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>
/// What an account is in its workspace now: somebody may have made it more or less since it connected, and what it may do is judged by
/// what the server says.
/// </summary>
internal static class PresentRole
{
    /// <summary>The connection with the role that its workspace has told, which is noted where it is another one than before.</summary>
    /// <param name="registry">Where it is noted, for what is told without asking.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="current">What the server says that the account is in.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<WorkspaceConnection> TakeAsync(
        AppRegistry registry,
        WorkspaceConnection connection,
        Workspace current,
        CancellationToken cancellationToken
    )
    {
        // An older server, or another make of one, may not tell it.
        if (current.Role is not { Length: > 0 } role || role == connection.Role)
            return connection;
        var present = connection with { Role = role };
        try
        {
            await registry
                .UpdateDocumentAsync(
                    document =>
                    {
                        var noted = document.Workspaces.Named(connection.Name);
                        return Task.FromResult(
                            noted is null || noted.Role == role || !WorkspaceSeal.IsSame(noted, connection)
                                ? null
                                : document with
                                {
                                    Workspaces =
                                    [
                                        .. document.Workspaces.Where(one => !ReferenceEquals(one, noted)),
                                        noted with { Role = role },
                                    ],
                                }
                        );
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (DifyCommandException)
        {
            // A registry shipped by a team may be read-only. It is asked for again by the next command.
        }

        return present;
    }
}
