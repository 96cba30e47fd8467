using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces;

/// <summary>One name, one server; one workspace by one sign-in, one name; one place for each secret.</summary>
internal sealed class ConnectionConflicts(PipelineVaults vaults)
{
    /// <summary>A name is not taken over for another server; throws <c>WorkspaceAlreadyConnected</c>.</summary>
    public static void NameIsFree(IEnumerable<WorkspaceConnection> all, string name, DifyServer server)
    {
        var taken = all.FirstOrDefault(one => AppName.Comparer.Equals(one.Name, name));
        if (taken is not null && taken.Server != server.BaseUri.AbsoluteUri)
        {
            throw new DifyCommandException(
                "WorkspaceAlreadyConnected",
                ErrorCategory.ResourceExists,
                Strings.FormatWorkspaceNameTaken(taken.Name, new Uri(taken.Server).Authority),
                Strings.FormatWorkspaceNameTakenAction(Quoting.Quote(taken.Name))
            );
        }
    }

    /// <summary>The connection that this one takes the place of, or null; throws where it is in the way of another.</summary>
    public async Task<WorkspaceConnection?> CheckAsync(
        RegistryDocument document,
        WorkspaceConnection connection,
        CancellationToken cancellationToken
    )
    {
        NameIsFree(document.Workspaces, connection.Name, connection.ToServer());
        var others = document.Workspaces.Where(one => !AppName.Comparer.Equals(one.Name, connection.Name)).ToList();
        var twin = others.FirstOrDefault(one =>
            one.Server == connection.Server
            && string.Equals(one.WorkspaceId, connection.WorkspaceId, StringComparison.OrdinalIgnoreCase)
            && one.Way == connection.Way
            && string.Equals(one.Account, connection.Account, StringComparison.OrdinalIgnoreCase)
        );
        if (twin is not null)
        {
            throw new DifyCommandException(
                "WorkspaceAlreadyConnected",
                ErrorCategory.ResourceExists,
                Strings.FormatWorkspaceSecondName(twin.Name, connection.WorkspaceName ?? connection.WorkspaceId, connection.Name),
                Strings.FormatWorkspaceSecondNameAction(Quoting.Quote(twin.Name))
            );
        }

        // An app's key is no sign-in, and whoever unregisters the app would take the sign-in away.
        if (connection.IsKept)
        {
            foreach (var app in document.Apps.Where(one => AppName.Comparer.Equals(one.Secret, connection.Secret)))
            {
                if (
                    AppName.Comparer.Equals(app.Vault, connection.Vault)
                    || await vaults.IsSameStoreAsync(app.Vault, connection.Vault!, cancellationToken).ConfigureAwait(false)
                )
                {
                    throw new DifyCommandException(
                        "KeyAlreadyBound",
                        ErrorCategory.ResourceExists,
                        Strings.FormatWorkspaceSecretOfApp(connection.Secret, connection.Vault, app.Name),
                        Strings.WorkspaceSecretOfAppAction
                    );
                }
            }
        }

        return document.Workspaces.FirstOrDefault(one => AppName.Comparer.Equals(one.Name, connection.Name));
    }
}
