using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.SignIn;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>
/// Forgets connections: the session is ended at the server, then goes the secret that the module wrote, and the entry last. Of the
/// person's other sessions none is ended, and what somebody else provides stays.
/// </summary>
internal sealed class ConnectionRemover(AppRegistry registry, PipelineVaults vaults, WorkspaceConnector connector)
{
    /// <summary>Forgets one.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="keepSecret">Whether its secret and its session stay.</param>
    /// <param name="force">Whether work on keys that is not ended is left to whoever connects to the workspace again.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RemoveAsync(WorkspaceConnection connection, bool keepSecret, bool force, CancellationToken cancellationToken)
    {
        if (!keepSecret)
            await SignOutAsync(connection, cancellationToken).ConfigureAwait(false);
        await registry
            .UpdateDocumentAsync(
                async document =>
                {
                    var all = document.Workspaces;
                    var current = all.Named(connection.Name);
                    if (current is null)
                        return null;
                    if (!force)
                        ConnectionUse.RequireNothingPending(document, current);
                    if (!keepSecret && current is { IsKept: true, OwnsSecret: true })
                        await RemoveSecretAsync(current, cancellationToken).ConfigureAwait(false);
                    return document with { Workspaces = all.Where(one => !ReferenceEquals(one, current)).ToList() };
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        ProcessSessions.Remove(registry.Path, connection.Name);
    }

    private async Task RemoveSecretAsync(WorkspaceConnection connection, CancellationToken cancellationToken)
    {
        if (!await new ConnectionSecrets(registry, vaults).IsOwnAsync(connection, cancellationToken).ConfigureAwait(false))
            throw ConnectionChecks.Edited(connection, registry.Path);
        await vaults.RemoveAsync(connection.Vault!, connection.Secret!, cancellationToken).ConfigureAwait(false);
    }

    // Whoever cannot be asked, or knows nothing of the session any more, keeps nobody from forgetting it.
    private async Task SignOutAsync(WorkspaceConnection connection, CancellationToken cancellationToken)
    {
        // An admin key has no session, and the token of the environment is not ours to end.
        if (connection.Way is WaysIn.AdminKey or WaysIn.Token)
            return;
        try
        {
            var (credential, _) = await connector.UnlockAsync(connection, cancellationToken).ConfigureAwait(false);
            var client = new WorkspaceClient(connection.ToServer(), credential, connector.Options);
            await client.Sessions.SignOutAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DifyCommandException e) when (e.ErrorId == "WorkspaceConnectionChanged" && connection.IsKept)
        {
            throw ConnectionChecks.Edited(connection, registry.Path);
        }
        catch (DifyCommandException)
        {
            // Not signed in here, refused, or the secret is gone: there is nothing to end.
        }
        catch (DifyException e)
        {
            connector.Warn(Strings.FormatWorkspaceNotSignedOut(connection.Name, e.Message));
        }
    }
}
