using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Workspaces.SignIn;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.SignIn;

/// <summary>
/// Where the session of a connection is kept: in this process for all its runspaces, and, where the sign-in is remembered, in the vault
/// for all processes. Whoever renews it holds a file beside the registry, which the system lets go of when its holder ends.
/// </summary>
internal sealed class SessionStore(AppRegistry registry, PipelineVaults vaults, WorkspaceConnection connection, ProcessSession process)
    : ISessionStore
{
    /// <summary>Told what goes wrong with keeping it; the session is used all the same.</summary>
    public Action<string>? Warn { get; init; }

    // A provided secret is its owner's, and a session of the process is nobody else's.
    private bool IsShared => connection is { IsKept: true, OwnsSecret: true };

    public async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        await process.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new Turn(process.Turn, IsShared ? await LockFileAsync(cancellationToken).ConfigureAwait(false) : null);
        }
        catch
        {
            process.Turn.Release();
            throw;
        }
    }

    public async Task<ConsoleSession?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!IsShared)
            return process.Session;
        using var secret = await vaults.ReadAsync(connection.Vault!, connection.Secret!, cancellationToken).ConfigureAwait(false);
        return secret is null ? null : SignInSecret.Read(secret)?.Session;
    }

    public async Task WriteAsync(ConsoleSession session, CancellationToken cancellationToken)
    {
        process.Session = session;
        if (!IsShared)
            return;
        try
        {
            // Under the registry's lock as every write to a vault is: those that rewrite one file for each change lose what two
            // processes write at once.
            await registry
                .UpdateDocumentAsync(
                    async document =>
                    {
                        await KeepAsync(session, cancellationToken).ConfigureAwait(false);
                        return null;
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (DifyCommandException e)
        {
            // The one before is used up. This process goes on with the new one, and the next signs in again where it can.
            Warn?.Invoke(Strings.FormatWorkspaceSessionNotKept(connection.Name, e.Message));
        }
    }

    private async Task<IDisposable?> LockFileAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RegistryLock
                .AcquireAsync(registry.Path, cancellationToken, SecretName.ForWorkspace(connection.Name))
                .ConfigureAwait(false);
        }
        catch (DifyCommandException e) when (e.ErrorId == "RegistryNotWritable")
        {
            // A registry shipped by a team may be read-only. Where nothing can be locked, two processes may both sign in.
            return null;
        }
    }

    private async Task KeepAsync(ConsoleSession session, CancellationToken cancellationToken)
    {
        using var secret = await vaults.ReadAsync(connection.Vault!, connection.Secret!, cancellationToken).ConfigureAwait(false);
        if (secret is null || SignInSecret.Read(secret) is not { } kept || !WorkspaceSeal.Holds(connection, kept.SealKey))
            return; // Somebody has connected anew, or disconnected. It is theirs now.
        using var text = (kept with { Session = session }).Write();
        await vaults
            .WriteAsync(connection.Vault!, connection.Secret!, text, WorkspaceMetadata.Of(connection, registry.Path), cancellationToken)
            .ConfigureAwait(false);
    }

    private sealed class Turn(SemaphoreSlim process, IDisposable? file) : IDisposable
    {
        public void Dispose()
        {
            file?.Dispose();
            process.Release();
        }
    }
}
