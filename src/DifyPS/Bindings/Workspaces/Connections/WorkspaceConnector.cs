using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.SignIn;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.SignIn;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>
/// Makes the client that can only reach the connection's own server, in its own workspace. Nothing may hold the registry's lock while
/// it, or the client that it gives, is at work: a session that is renewed meanwhile is kept under that lock.
/// </summary>
internal sealed class WorkspaceConnector(AppRegistry registry, PipelineVaults vaults, Action<string>? verbose, Action<string> warn)
{
    private readonly ConnectionSecrets _secrets = new(registry, vaults);

    /// <summary>How clients behave.</summary>
    public DifyClientOptions Options { get; } = new() { Trace = verbose, UserAgent = AppConnector.UserAgent };

    /// <summary>
    /// Opens a connection: its secret is read and compared, and its session is proved to be in its workspace. The role is the one that the
    /// account has now.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <param name="proved">The same connection, where the same command has opened it already; null where it has not.</param>
    public async Task<OpenWorkspace> OpenAsync(
        WorkspaceConnection connection,
        CancellationToken cancellationToken,
        WorkspaceConnection? proved = null
    )
    {
        var (credential, sealKey) = await UnlockAsync(connection, cancellationToken).ConfigureAwait(false);
        var client = new WorkspaceClient(connection.ToServer(), credential, Options);
        if (connection.Way == WaysIn.AdminKey)
        {
            // Whatever anybody has noted: a server takes such a key for its owner's.
            connection = connection with { Role = WorkspaceRole.Owner };
        }
        else if (proved is not null && WorkspaceSeal.IsSame(proved, connection))
        {
            connection = connection with { Role = proved.Role };
        }
        else if (WaysIn.IsSession(connection.Way))
        {
            var proof = new SessionProof(registry, connection, sealKey?.Fingerprint);
            connection = await proof.RunAsync(client, cancellationToken).ConfigureAwait(false);
        }

        OpenedWorkspaces.Note(registry.Path, connection, credential);
        return new OpenWorkspace(connection, client);
    }

    /// <summary>
    /// The way in of a connection, and what keys its seal; null where the entry has none, since nothing is kept. Nothing is sent.
    /// </summary>
    public async Task<(WorkspaceCredential Credential, ApiKey? SealKey)> UnlockAsync(
        WorkspaceConnection connection,
        CancellationToken cancellationToken
    )
    {
        if (WaysIn.IsSession(connection.Way))
            return await UnlockSessionAsync(connection, cancellationToken).ConfigureAwait(false);
        var isOfProcess = connection is { IsKept: false, Way: WaysIn.DeviceCode };
        var key = isOfProcess
            ? OfProcess(connection).Bearer ?? throw ConnectionChecks.NotSignedIn(connection)
            : await _secrets.ReadKeyAsync(connection, cancellationToken).ConfigureAwait(false);
        WorkspaceCredential credential =
            connection.Way == WaysIn.AdminKey
                ? new AdminKeyCredential(key, connection.WorkspaceId)
                : new DeviceCodeCredential(key, connection.WorkspaceId, connection.Expires, connection.Account);
        // Without a password, nothing depends on it but which request is tried first.
        credential.ExpectVersion(connection.ServerVersion);
        return (credential, key);
    }

    /// <summary>Whether something shows that an entry is as it was made: what is kept, or this process, which signed in.</summary>
    public async Task<bool> IsVouchedAsync(WorkspaceConnection connection, CancellationToken cancellationToken) =>
        connection.IsKept ? await _secrets.IsSealedAsync(connection, cancellationToken).ConfigureAwait(false)
        : ProcessSessions.Find(registry.Path, connection) is { } process && WorkspaceSeal.IsSame(process.Connection, connection);

    /// <summary>
    /// The same workspace with the role as it is now, also where opening it does not ask for that: a token names its workspace with each
    /// request.
    /// </summary>
    public async Task<OpenWorkspace> WithRoleAsync(OpenWorkspace open, CancellationToken cancellationToken)
    {
        if (!WaysIn.IsProgrammatic(open.Connection.Way))
            return open;
        var current = await open.Client.Workspaces.GetCurrentAsync(cancellationToken).ConfigureAwait(false);
        return open with { Connection = await TakePresentAsync(open, current, cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>
    /// The connection with the role and the version that its workspace has told; what is another than before is noted.
    /// </summary>
    public Task<WorkspaceConnection> TakePresentAsync(OpenWorkspace open, Workspace current, CancellationToken cancellationToken) =>
        PresentRole.TakeAsync(registry, open.Connection, current, open.Client.ServerVersion, cancellationToken);

    /// <summary>Says something to people that is no error.</summary>
    public void Warn(string text) => warn(text);

    private async Task<(WorkspaceCredential, ApiKey?)> UnlockSessionAsync(
        WorkspaceConnection connection,
        CancellationToken cancellationToken
    )
    {
        if (!connection.IsKept)
        {
            var signedIn = OfProcess(connection);
            var own = signedIn.Session ?? throw ConnectionChecks.NotSignedIn(connection);
            return (Session(connection, own, null, signedIn), null);
        }

        var kept = await _secrets.ReadSignInAsync(connection, cancellationToken).ConfigureAwait(false);
        var process = ProcessSessions.Of(registry.Path, connection);
        var session = Newer(kept.Session, process.Session);
        var refusal = Refusals.Of(connection, kept.Fingerprint);
        if (session is null && refusal is not null)
            throw refusal;
        if (session is null && kept.Password is null)
            throw ConnectionChecks.NotSignedIn(connection);
        return (Session(connection, session, refusal is null ? kept.Password : null, process), kept.SealKey);
    }

    private ConsoleSessionCredential Session(
        WorkspaceConnection connection,
        ConsoleSession? session,
        ConsolePassword? password,
        ProcessSession process
    )
    {
        var store = new SessionStore(registry, vaults, connection, process) { Warn = warn };
        var credential = new ConsoleSessionCredential(session, password, store);
        credential.ExpectVersion(connection.ServerVersion);
        return credential;
    }

    // Where a vault did not keep the one that was renewed, this process has it all the same.
    private static ConsoleSession? Newer(ConsoleSession? kept, ConsoleSession? own) =>
        kept is null || own?.ObtainedAt > kept.ObtainedAt ? own : kept;

    // There is no secret that could show whether the entry was edited. What it said when this process signed in does.
    private ProcessSession OfProcess(WorkspaceConnection connection)
    {
        var process = ProcessSessions.Find(registry.Path, connection) ?? throw ConnectionChecks.NotSignedIn(connection);
        return WorkspaceSeal.IsSame(process.Connection, connection)
            ? process
            : throw ConnectionChecks.Changed(connection, registry.Path, Strings.WorkspaceEntryEdited);
    }
}
