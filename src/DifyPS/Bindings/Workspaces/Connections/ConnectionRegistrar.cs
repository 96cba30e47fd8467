using System;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.SignIn;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>
/// Makes connections. The workspace has answered by then; under the registry's lock comes the secret first, then the registry. Killed in
/// between, there is a secret that nothing refers to, and connecting again finds it in place.
/// </summary>
internal sealed class ConnectionRegistrar(AppRegistry registry, PipelineVaults vaults, WorkspaceConnector connector)
{
    /// <summary>
    /// Before anything is sent: what has the place of the secret already is not another's. Throws <c>SecretAlreadyExists</c>.
    /// </summary>
    /// <param name="name">The name of the connection.</param>
    /// <param name="server">Its server.</param>
    /// <param name="vault">The vault that is to keep what signs in.</param>
    /// <param name="adminKey">What is to be kept, where that is known before.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task RequireFreePlaceAsync(
        string name,
        DifyServer server,
        string vault,
        SecureString? adminKey,
        CancellationToken cancellationToken
    ) =>
        new ConnectionSecretWriter(registry, vaults, connector.Warn).RequireUnusedAsync(
            new SignInPlace(name, server.BaseUri.AbsoluteUri, vault, SecretName.ForWorkspace(name)),
            registry.FindWorkspace(name),
            adminKey,
            cancellationToken
        );

    /// <summary>Makes one for what has signed in, in place of the one that has the name.</summary>
    public async Task<WorkspaceConnection> RegisterAsync(
        ConnectionRequest request,
        SignedIn signedIn,
        CancellationToken cancellationToken
    )
    {
        // Before the account is moved.
        ConnectionConflicts.RequireSamePlace(registry, registry.FindWorkspace(request.Name), request.WorkspaceId);
        var choice = new WorkspaceChoice(request.Name, request.Server, connector.Options);
        var (workspace, client) = await choice
            .MakeAsync(signedIn, request.WorkspaceId, request.KnownWorkspaceId, request.Switch, cancellationToken)
            .ConfigureAwait(false);
        var connection = Describe(request, signedIn, workspace, client);
        WorkspaceConnection? replaced = null;
        var writer = new ConnectionSecretWriter(registry, vaults, connector.Warn);
        await registry
            .UpdateDocumentAsync(
                async document =>
                {
                    replaced = await new ConnectionConflicts(vaults)
                        .CheckAsync(document, connection, cancellationToken)
                        .ConfigureAwait(false);
                    connection = Following(connection, replaced);
                    var sealKey = signedIn.IsToBeKept
                        ? await writer.WriteAsync(connection, replaced, signedIn, cancellationToken).ConfigureAwait(false)
                        : signedIn.SealKey;
                    if (sealKey is not null)
                        connection = connection.SealedBy(sealKey);
                    return document with
                    {
                        Workspaces = [.. document.Workspaces.Where(one => !ReferenceEquals(one, replaced)), connection],
                    };
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        Remember(connection, signedIn);
        if (replaced is not null)
        {
            WarnOfAnotherAccount(replaced, connection);
            await writer.RemoveReplacedAsync(replaced, connection, cancellationToken).ConfigureAwait(false);
        }

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
        ConnectionConflicts.RequireSamePlace(registry, connection, workspaceId);
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
        var (workspace, chosen) = await new WorkspaceChoice(connection.Name, server, connector.Options)
            .MakeAsync(signedIn, workspaceId ?? connection.WorkspaceId, null, maySwitch, cancellationToken)
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
            chosen.ServerVersion ?? client.ServerVersion ?? connection.ServerVersion
        );
        if (connection.Seal is not null)
            renewed = renewed.SealedBy(sealKey!);
        await registry
            .UpdateDocumentAsync(
                async document =>
                {
                    var current = document.Workspaces.Named(connection.Name);
                    if (current is null || !WorkspaceSeal.IsSame(current, connection))
                        throw Overtaken(connection.Name);
                    // One that stays where it is comes into nobody's way.
                    if (!DifyId.AreSame(renewed.WorkspaceId, connection.WorkspaceId))
                        await new ConnectionConflicts(vaults).CheckAsync(document, renewed, cancellationToken).ConfigureAwait(false);
                    return document with
                    {
                        Workspaces = [.. document.Workspaces.Where(one => !ReferenceEquals(one, current)), renewed],
                    };
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        if (ProcessSessions.Find(registry.Path, connection) is { } process)
            ProcessSessions.Keep(registry.Path, renewed, process.Session, process.Bearer);
        return renewed;
    }

    private static WorkspaceConnection Describe(ConnectionRequest request, SignedIn signedIn, Workspace workspace, WorkspaceClient client)
    {
        var isKept = request.Secret is not null || signedIn.IsToBeKept;
        return Noted(
            new WorkspaceConnection
            {
                Name = request.Name,
                Server = request.Server.BaseUri.AbsoluteUri,
                Way = signedIn.Way,
                Vault = isKept ? request.Vault : null,
                Secret = isKept ? request.Secret ?? SecretName.ForWorkspace(request.Name) : null,
                OwnsSecret = signedIn.IsToBeKept,
                WorkspaceId = workspace.Id,
                Account = signedIn.Account,
                Expires = signedIn.Expires,
                AllowUnencryptedAuthentication = request.Server.AllowUnencryptedAuthentication,
                SkipCertificateCheck = request.Server.SkipCertificateCheck,
                Registered = DateTimeOffset.UtcNow,
            },
            workspace,
            client.ServerVersion ?? signedIn.Client.ServerVersion
        );
    }

    // What was known of the same workspace before, and is not told again. Apps that were bound since it was registered are known to be its.
    private static WorkspaceConnection Following(WorkspaceConnection connection, WorkspaceConnection? replaced)
    {
        if (replaced is null)
            return connection;
        return connection with
        {
            ServerVersion = connection.ServerVersion ?? replaced.ServerVersion,
            Registered = AppPlaces.IsSame(replaced, connection) ? replaced.Registered : connection.Registered,
        };
    }

    private static WorkspaceConnection Noted(WorkspaceConnection connection, Workspace workspace, string? serverVersion) =>
        connection with
        {
            WorkspaceName = workspace.Name is { Length: > 0 } name ? name : null,
            Role = workspace.Role ?? (connection.Way == WaysIn.AdminKey ? WorkspaceRole.Owner : null),
            ServerVersion = serverVersion,
            Verified = DateTimeOffset.UtcNow,
        };

    private void Remember(WorkspaceConnection connection, SignedIn signedIn)
    {
        var bearer = connection is { IsKept: false, Way: WaysIn.DeviceCode } ? signedIn.Bearer : null;
        ProcessSessions.Keep(registry.Path, connection, signedIn.Session?.Session, bearer);
        // Tab may ask by what has signed in just now.
        if (signedIn.Session is { } session)
            OpenedWorkspaces.Note(registry.Path, connection, session);
    }

    private void WarnOfAnotherAccount(WorkspaceConnection before, WorkspaceConnection after)
    {
        if (!string.Equals(Whose(before), Whose(after), StringComparison.OrdinalIgnoreCase))
            connector.Warn(Strings.FormatWorkspaceSignInReplaced(after.Name, Whose(before), Whose(after)));
    }

    // An admin key is nobody's.
    private static string Whose(WorkspaceConnection connection) => connection.Account ?? WaysIn.Describe(connection.Way);

    private static DifyCommandException Overtaken(string name) =>
        new(
            "WorkspaceChangedMeanwhile",
            ErrorCategory.ResourceBusy,
            Strings.FormatWorkspaceChangedMeanwhile(name),
            Strings.WorkspaceChangedMeanwhileAction
        );
}
