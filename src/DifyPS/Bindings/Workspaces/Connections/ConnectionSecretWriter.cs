using System;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.SignIn;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>Writes and deletes what a vault keeps for connections. The registry's lock has to be held for writing.</summary>
internal sealed class ConnectionSecretWriter(AppRegistry registry, PipelineVaults vaults, Action<string> warn)
{
    /// <summary>
    /// Writes what signs in, and gives what keys its seal. Killed right after it, the entry of before goes with what is kept now: the seal
    /// of an account's sign-in stays the same.
    /// </summary>
    public async Task<ApiKey> WriteAsync(
        WorkspaceConnection connection,
        WorkspaceConnection? replaced,
        SignedIn signedIn,
        CancellationToken cancellationToken
    )
    {
        var isInPlace = replaced is { OwnsSecret: true } && SamePlace(replaced, connection);
        var signIn = signedIn.SignIn;
        if (isInPlace && signIn is not null && await FindSealedAsync(replaced!, cancellationToken).ConfigureAwait(false) is { } before)
            signIn = signIn.SealedLike(before);
        using var text = signIn?.Write() ?? signedIn.Secret!.Copy();
        if (!isInPlace)
            await RequireUnusedAsync(connection, text, cancellationToken).ConfigureAwait(false);
        await vaults
            .WriteAsync(connection.Vault!, connection.Secret!, text, WorkspaceMetadata.Of(connection), cancellationToken)
            .ConfigureAwait(false);
        return signIn?.SealKey ?? signedIn.SealKey!;
    }

    private async Task<SignInSecret?> FindSealedAsync(WorkspaceConnection connection, CancellationToken cancellationToken)
    {
        using var secret = await vaults.ReadAsync(connection.Vault!, connection.Secret!, cancellationToken).ConfigureAwait(false);
        return secret is not null && SignInSecret.Read(secret) is { } kept && WorkspaceSeal.Holds(connection, kept.SealKey) ? kept : null;
    }

    // A vault may be shared: what has the name may be a colleague's.
    private async Task RequireUnusedAsync(WorkspaceConnection connection, SecureString text, CancellationToken cancellationToken)
    {
        var present = await vaults.ReadValueAsync(connection.Vault!, connection.Secret!, cancellationToken).ConfigureAwait(false);
        if (present is null || SecretValue.IsKey(present, connection.Secret!, text))
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

    /// <summary>
    /// Deletes what was written for the entry of before, where its seal shows that it was, and the new one lives elsewhere.
    /// </summary>
    public async Task RemoveReplacedAsync(
        WorkspaceConnection replaced,
        WorkspaceConnection connection,
        CancellationToken cancellationToken
    )
    {
        if (
            replaced is not { OwnsSecret: true, IsKept: true }
            || await vaults
                .IsSamePlaceAsync(replaced.Vault!, replaced.Secret!, connection.Vault!, connection.Secret!, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return;
        }

        // Under the lock as every write to a vault is, though the registry itself stays as it is.
        await registry
            .UpdateDocumentAsync(
                async _ =>
                {
                    if (await new ConnectionSecrets(registry, vaults).IsOwnAsync(replaced, cancellationToken).ConfigureAwait(false))
                        await vaults.RemoveAsync(replaced.Vault!, replaced.Secret!, cancellationToken).ConfigureAwait(false);
                    else
                        warn(Strings.FormatWorkspaceSecretLeft(replaced.Secret, replaced.Vault));
                    return null;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private static bool SamePlace(WorkspaceConnection a, WorkspaceConnection b) =>
        AppName.Comparer.Equals(a.Vault, b.Vault) && AppName.Comparer.Equals(a.Secret, b.Secret);
}
