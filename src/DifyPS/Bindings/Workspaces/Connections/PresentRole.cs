using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>
/// What an account is in its workspace now: somebody may have made it more or less since it connected, and what it may do is judged by
/// what the server says. What version the server has is noted as well: somebody may have upgraded it.
/// </summary>
internal static class PresentRole
{
    /// <summary>The connection with the role that its workspace has told, which is noted where it is another one than before.</summary>
    /// <param name="registry">Where it is noted, for what is told without asking.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="current">What the server says that the account is in.</param>
    /// <param name="serverVersion">The version that the server has told; null where it has not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<WorkspaceConnection> TakeAsync(
        AppRegistry registry,
        WorkspaceConnection connection,
        Workspace current,
        string? serverVersion,
        CancellationToken cancellationToken
    )
    {
        // An older server, or another make of one, may not tell it.
        var role = current.Role is { Length: > 0 } told ? told : connection.Role;
        var version = serverVersion ?? connection.ServerVersion;
        if (role == connection.Role && version == connection.ServerVersion)
            return connection;
        var present = connection with { Role = role, ServerVersion = version };
        try
        {
            await registry
                .UpdateDocumentAsync(
                    document =>
                    {
                        var noted = document.Workspaces.Named(connection.Name);
                        return Task.FromResult(
                            noted is null
                            || (noted.Role == role && noted.ServerVersion == version)
                            || !WorkspaceSeal.IsSame(noted, connection)
                                ? null
                                : document with
                                {
                                    Workspaces =
                                    [
                                        .. document.Workspaces.Where(one => !ReferenceEquals(one, noted)),
                                        noted with { Role = role, ServerVersion = version },
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
