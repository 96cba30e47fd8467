using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces;

/// <summary>
/// Makes connections. The workspace has answered by then; under the registry's lock comes the secret first, then the registry. Killed in
/// between, there is a secret that nothing refers to, and connecting again finds it in place.
/// </summary>
internal sealed class ConnectionRegistrar(AppRegistry registry, PipelineVaults vaults, WorkspaceConnector connector)
{
    public async Task<WorkspaceConnection> RegisterAsync(
        ConnectionRequest request,
        SignedIn signedIn,
        CancellationToken cancellationToken
    )
    {
        var choice = new WorkspaceChoice(request.Name, request.Server, connector.Options);
        var (workspace, client) = await choice
            .MakeAsync(signedIn, request.WorkspaceId, request.Switch, cancellationToken)
            .ConfigureAwait(false);
        var connection = Describe(request, signedIn, workspace, client);
        if (signedIn.SealKey is not null)
            connection = connection.SealedBy(signedIn.SealKey);
        WorkspaceConnection? replaced = null;
        await registry
            .UpdateDocumentAsync(
                async document =>
                {
                    replaced = await CheckAsync(document, connection, cancellationToken).ConfigureAwait(false);
                    if (signedIn.Secret is not null)
                        await WriteAsync(connection, replaced, signedIn, cancellationToken).ConfigureAwait(false);
                    await RemoveReplacedAsync(replaced, connection, cancellationToken).ConfigureAwait(false);
                    return document with
                    {
                        Workspaces = [.. document.Workspaces.Where(one => !ReferenceEquals(one, replaced)), connection],
                    };
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        Remember(connection, signedIn);
        return connection;
    }

    /// <summary>
    /// Proves a connection that is there, and notes what it is now; the account is moved to its workspace where that is asked for.
    /// </summary>
    public async Task<WorkspaceConnection> RenewAsync(
        WorkspaceConnection connection,
        string? workspaceId,
        bool maySwitch,
        CancellationToken cancellationToken
    )
    {
        var (credential, sealKey) = await connector.UnlockAsync(connection, cancellationToken).ConfigureAwait(false);
        var server = connection.ToServer();
        var client = new WorkspaceClient(server, credential, connector.Options);
        var signedIn = new SignedIn
        {
            Way = connection.Way,
            Client = client,
            Account = connection.Account,
            Expires = connection.Expires,
            SealKey = sealKey,
            Bearer = WaysIn.IsBearer(connection.Way) ? sealKey : null,
        };
        var (workspace, _) = await new WorkspaceChoice(connection.Name, server, connector.Options)
            .MakeAsync(signedIn, workspaceId ?? connection.WorkspaceId, maySwitch, cancellationToken)
            .ConfigureAwait(false);
        var renewed = Noted(
            connection with
            {
                WorkspaceId = workspace.Id,
                Refused = null,
                RefusedFor = null,
                RefusedAt = null,
            },
            workspace,
            client
        );
        if (connection.Seal is not null)
            renewed = renewed.SealedBy(sealKey!);
        await registry
            .UpdateWorkspacesAsync(
                all =>
                    all.FirstOrDefault(one => AppName.Comparer.Equals(one.Name, connection.Name)) is { } current
                    && WorkspaceSeal.IsSame(current, connection)
                        ? Task.FromResult<IReadOnlyList<WorkspaceConnection>?>(
                            [.. all.Where(one => !ReferenceEquals(one, current)), renewed]
                        )
                        : throw Overtaken(connection.Name),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (ProcessSessions.Find(registry.Path, connection) is { } process)
            ProcessSessions.Keep(registry.Path, renewed, process.Session, process.Bearer);
        return renewed;
    }

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

    private static WorkspaceConnection Describe(ConnectionRequest request, SignedIn signedIn, Workspace workspace, WorkspaceClient client)
    {
        var isKept = request.Secret is not null || signedIn.Secret is not null;
        return Noted(
            new WorkspaceConnection
            {
                Name = request.Name,
                Server = request.Server.BaseUri.AbsoluteUri,
                Way = signedIn.Way,
                Vault = isKept ? request.Vault : null,
                Secret = isKept ? request.Secret ?? SecretName.ForWorkspace(request.Name) : null,
                OwnsSecret = signedIn.Secret is not null,
                WorkspaceId = workspace.Id,
                Account = signedIn.Account,
                Expires = signedIn.Expires,
                AllowUnencryptedAuthentication = request.Server.AllowUnencryptedAuthentication,
                SkipCertificateCheck = request.Server.SkipCertificateCheck,
                Registered = DateTimeOffset.UtcNow,
            },
            workspace,
            client
        );
    }

    private static WorkspaceConnection Noted(WorkspaceConnection connection, Workspace workspace, WorkspaceClient client) =>
        connection with
        {
            WorkspaceName = workspace.Name is { Length: > 0 } name ? name : null,
            Role = workspace.Role ?? (connection.Way == WaysIn.AdminKey ? WorkspaceRole.Owner : null),
            ServerVersion = client.ServerVersion,
            Verified = DateTimeOffset.UtcNow,
        };

    private async Task<WorkspaceConnection?> CheckAsync(
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

    private async Task WriteAsync(
        WorkspaceConnection connection,
        WorkspaceConnection? replaced,
        SignedIn signedIn,
        CancellationToken cancellationToken
    )
    {
        if (replaced is not { OwnsSecret: true } || !SamePlace(replaced, connection))
            await RequireUnusedAsync(connection, signedIn, cancellationToken).ConfigureAwait(false);
        await vaults
            .WriteAsync(
                connection.Vault!,
                connection.Secret!,
                signedIn.Secret!,
                WorkspaceMetadata.Of(connection),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    // A vault may be shared: what has the name may be a colleague's.
    private async Task RequireUnusedAsync(WorkspaceConnection connection, SignedIn signedIn, CancellationToken cancellationToken)
    {
        var present = await vaults.ReadValueAsync(connection.Vault!, connection.Secret!, cancellationToken).ConfigureAwait(false);
        if (present is null || SecretValue.IsKey(present, connection.Secret!, signedIn.Secret!))
            return;
        var beside = await vaults.FindMetadataAsync(connection.Vault!, connection.Secret!, cancellationToken).ConfigureAwait(false);
        if (beside is not null && WorkspaceMetadata.IsOf(connection, beside))
            return;
        throw new DifyCommandException(
            "SecretAlreadyExists",
            ErrorCategory.ResourceExists,
            Strings.FormatWorkspaceSecretTaken(connection.Vault, connection.Secret, connection.Name),
            Strings.FormatWorkspaceSecretTakenAction(Quoting.Quote(connection.Secret!))
        );
    }

    // What was written for the entry of before, where its seal shows that, and the new one lives elsewhere.
    private async Task RemoveReplacedAsync(
        WorkspaceConnection? replaced,
        WorkspaceConnection connection,
        CancellationToken cancellationToken
    )
    {
        if (
            replaced is not { OwnsSecret: true, IsKept: true }
            || !AppName.Comparer.Equals(replaced.Secret, SecretName.ForWorkspace(replaced.Name))
            || (
                connection.IsKept
                && AppName.Comparer.Equals(replaced.Secret, connection.Secret)
                && (
                    AppName.Comparer.Equals(replaced.Vault, connection.Vault)
                    || await vaults.IsSameStoreAsync(replaced.Vault!, connection.Vault!, cancellationToken).ConfigureAwait(false)
                )
            )
        )
        {
            return;
        }

        if (await new ConnectionSecrets(registry, vaults).IsOwnAsync(replaced, cancellationToken).ConfigureAwait(false))
            await vaults.RemoveAsync(replaced.Vault!, replaced.Secret!, cancellationToken).ConfigureAwait(false);
        else
            connector.Warn(Strings.FormatWorkspaceSecretLeft(replaced.Secret, replaced.Vault));
    }

    private void Remember(WorkspaceConnection connection, SignedIn signedIn)
    {
        var bearer = connection is { IsKept: false, Way: WaysIn.DeviceCode } ? signedIn.Bearer : null;
        ProcessSessions.Keep(registry.Path, connection, signedIn.Session?.Session, bearer);
    }

    private static bool SamePlace(WorkspaceConnection a, WorkspaceConnection b) =>
        AppName.Comparer.Equals(a.Vault, b.Vault) && AppName.Comparer.Equals(a.Secret, b.Secret);

    private static DifyCommandException Overtaken(string name) =>
        new(
            "WorkspaceChangedMeanwhile",
            ErrorCategory.ResourceBusy,
            Strings.FormatWorkspaceChangedMeanwhile(name),
            Strings.WorkspaceChangedMeanwhileAction
        );
}
