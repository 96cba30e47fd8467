using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.SignIn;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces;

/// <summary>
/// Makes the client that can only reach the connection's own server, in its own workspace. Nothing may hold the registry's lock while
/// it, or the client that it gives, is at work: a session that is renewed meanwhile is kept under that lock.
/// </summary>
internal sealed class WorkspaceConnector(AppRegistry registry, PipelineVaults vaults, Action<string>? verbose, Action<string> warn)
{
    private static readonly string UserAgent = "DifyPS/" + typeof(WorkspaceConnector).Assembly.GetName().Version?.ToString(3);

    /// <summary>How clients behave.</summary>
    public DifyClientOptions Options { get; } = new() { Trace = verbose, UserAgent = UserAgent };

    /// <summary>Opens a connection: its secret is read and compared, and its session is proved to be in its workspace.</summary>
    public async Task<OpenWorkspace> OpenAsync(WorkspaceConnection connection, CancellationToken cancellationToken)
    {
        var server = connection.ToServer();
        var credential = await CredentialAsync(connection, cancellationToken).ConfigureAwait(false);
        var client = new WorkspaceClient(server, credential, Options);
        if (WaysIn.IsSession(connection.Way))
            await new SessionProof(registry, connection).RunAsync(client, cancellationToken).ConfigureAwait(false);
        OpenedWorkspaces.Note(registry.Path, connection, credential);
        return new OpenWorkspace(connection, client);
    }

    /// <summary>The way in of a connection. Nothing is sent for it.</summary>
    public async Task<WorkspaceCredential> CredentialAsync(WorkspaceConnection connection, CancellationToken cancellationToken)
    {
        if (WaysIn.IsSession(connection.Way))
            return await SessionAsync(connection, cancellationToken).ConfigureAwait(false);
        var key = await new ConnectionSecrets(registry, vaults).ReadKeyAsync(connection, cancellationToken).ConfigureAwait(false);
        return connection.Way == WaysIn.AdminKey
            ? new AdminKeyCredential(key, connection.WorkspaceId)
            : new DeviceCodeCredential(key, connection.WorkspaceId, connection.Expires, connection.Account);
    }

    private async Task<WorkspaceCredential> SessionAsync(WorkspaceConnection connection, CancellationToken cancellationToken)
    {
        var process = ProcessSessions.Find(registry.Path, connection);
        if (!connection.IsKept)
        {
            if (process?.Session is null)
                throw ConnectionChecks.NotSignedIn(connection);
            if (!WorkspaceSeal.IsSame(process.Connection, connection))
                throw ConnectionChecks.Changed(connection, registry.Path, Strings.WorkspaceEntryEdited);
            return new ConsoleSessionCredential(process.Session, null, Store(connection, process));
        }

        process = ProcessSessions.Of(registry.Path, connection);
        var signIn = await new ConnectionSecrets(registry, vaults).ReadSignInAsync(connection, cancellationToken).ConfigureAwait(false);
        var session = connection.OwnsSecret ? signIn.Session : process.Session;
        var refusal = Refusals.Of(connection, signIn.Fingerprint);
        if (session is null && refusal is not null)
            throw refusal;
        if (session is null && signIn.Password is null)
            throw ConnectionChecks.NotSignedIn(connection);
        return new ConsoleSessionCredential(session, refusal is null ? signIn.Password : null, Store(connection, process));
    }

    private SessionStore Store(WorkspaceConnection connection, ProcessSession process) =>
        new(registry, vaults, connection, process) { Warn = warn };
}
