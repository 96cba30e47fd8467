using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>One name, one server; one workspace by one sign-in, one name; one place for each secret.</summary>
internal sealed class ConnectionConflicts(PipelineVaults vaults)
{
    /// <summary>A name is not taken over for another server; throws <c>WorkspaceAlreadyConnected</c>.</summary>
    public static void NameIsFree(IEnumerable<WorkspaceConnection> all, string name, DifyServer server)
    {
        var taken = all.Named(name);
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

    /// <summary>
    /// A connection that apps hang on leads to no other workspace: their keys are not to be found there. Throws <c>WorkspaceInUse</c>.
    /// </summary>
    /// <param name="document">The registry.</param>
    /// <param name="before">The connection as it is; null for a new one.</param>
    /// <param name="workspaceId">Where it is to lead; null when that is not known yet.</param>
    public static void RequireSamePlace(RegistryDocument document, WorkspaceConnection? before, string? workspaceId) =>
        RequireSamePlace(document.Apps, document.KeyOperations, before, workspaceId);

    /// <summary>The same for a registry as it is now, before anybody is signed in or moved.</summary>
    public static void RequireSamePlace(AppRegistry registry, WorkspaceConnection? before, string? workspaceId) =>
        RequireSamePlace(registry.Apps, registry.KeyOperations, before, workspaceId);

    private static void RequireSamePlace(
        IReadOnlyList<AppBinding> apps,
        IReadOnlyList<JsonElement> operations,
        WorkspaceConnection? before,
        string? workspaceId
    )
    {
        if (before is null || workspaceId is null || DifyId.AreSame(before.WorkspaceId, workspaceId))
            return;
        var bound = apps.Where(app => AppPlaces.HangsOn(app, before)).Select(app => app.Name);
        var begun = KeyJournal
            .In(operations)
            .Where(one => AppName.Comparer.Equals(one.Workspace, before.Name))
            .Select(one => KeyNotices.NameOf(apps, one));
        var users = bound.Concat(begun).Distinct(AppName.Comparer).ToList();
        if (users.Count == 0)
            return;
        var named = SomeOf.List([.. users.Select(user => $"'{user}'")]);
        throw new DifyCommandException(
            "WorkspaceInUse",
            ErrorCategory.ResourceBusy,
            Strings.FormatWorkspaceInUse(before.Name, before.WorkspaceName ?? before.WorkspaceId, named),
            Strings.FormatWorkspaceInUseAction(
                Quoting.Quote(workspaceId),
                before.WorkspaceName ?? before.WorkspaceId,
                Quoting.Quote(before.Name)
            )
        );
    }

    /// <summary>The connection that this one takes the place of, or null; throws where it is in the way of another.</summary>
    public async Task<WorkspaceConnection?> CheckAsync(
        RegistryDocument document,
        WorkspaceConnection connection,
        CancellationToken cancellationToken
    )
    {
        NameIsFree(document.Workspaces, connection.Name, connection.ToServer());
        var others = document.Workspaces.NotNamed(connection.Name).ToList();
        var twin = others.FirstOrDefault(one =>
            one.Server == connection.Server
            && DifyId.AreSame(one.WorkspaceId, connection.WorkspaceId)
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
            foreach (var app in document.Apps)
            {
                if (
                    await vaults
                        .IsSamePlaceAsync(app.Vault, app.Secret, connection.Vault!, connection.Secret!, cancellationToken)
                        .ConfigureAwait(false)
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

        var before = document.Workspaces.Named(connection.Name);
        RequireSamePlace(document, before, connection.WorkspaceId);
        return before;
    }
}
