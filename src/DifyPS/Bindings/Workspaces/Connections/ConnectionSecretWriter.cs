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
        var isInPlace = IsOwnPlace(replaced, connection.Vault!, connection.Secret!);
        var signIn = signedIn.SignIn;
        if (isInPlace && signIn is not null && await FindSealedAsync(replaced!, cancellationToken).ConfigureAwait(false) is { } before)
            signIn = signIn.SealedLike(before);
        using var text = signIn?.Write() ?? signedIn.Secret!.Copy();
        var place = new SignInPlace(connection.Name, connection.Server, connection.Vault!, connection.Secret!);
        await RequireUnusedAsync(place, replaced, text, cancellationToken).ConfigureAwait(false);
        await vaults
            .WriteAsync(place.Vault, place.Secret, text, WorkspaceMetadata.Of(connection, registry.Path), cancellationToken)
            .ConfigureAwait(false);
        return signIn?.SealKey ?? signedIn.SealKey!;
    }

    private async Task<SignInSecret?> FindSealedAsync(WorkspaceConnection connection, CancellationToken cancellationToken)
    {
        using var secret = await vaults.ReadAsync(connection.Vault!, connection.Secret!, cancellationToken).ConfigureAwait(false);
        return secret is not null && SignInSecret.Read(secret) is { } kept && WorkspaceSeal.Holds(connection, kept.SealKey) ? kept : null;
    }

    /// <summary>
    /// A vault may be shared: what has the name may be a colleague's, or the connection's of another registry, which would be broken by
    /// another sign-in. Throws <c>SecretAlreadyExists</c>.
    /// </summary>
    /// <param name="place">Where the sign-in is to be kept.</param>
    /// <param name="before">The connection that has the name now, or null.</param>
    /// <param name="text">What is to be written; null where that is known only after somebody has signed in.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task RequireUnusedAsync(
        SignInPlace place,
        WorkspaceConnection? before,
        SecureString? text,
        CancellationToken cancellationToken
    )
    {
        var present = await vaults.ReadValueAsync(place.Vault, place.Secret, cancellationToken).ConfigureAwait(false);
        if (present is null || (text is not null && SecretValue.IsKey(present, place.Secret, text)))
            return;
        var beside = await vaults.FindMetadataAsync(place.Vault, place.Secret, cancellationToken).ConfigureAwait(false);
        if (IsOwnPlace(before, place.Vault, place.Secret))
        {
            // A registry that was moved or copied is known by its seals.
            if (
                beside is null
                || !WorkspaceMetadata.IsOfAnother(registry.Path, beside)
                || await new ConnectionSecrets(registry, vaults).IsSealedAsync(before!, cancellationToken).ConfigureAwait(false)
            )
            {
                return;
            }
        }
        else if (beside is not null && WorkspaceMetadata.IsOf(place.Name, place.Server, registry.Path, beside))
        {
            return;
        }

        throw new DifyCommandException(
            "SecretAlreadyExists",
            ErrorCategory.ResourceExists,
            Strings.FormatWorkspaceSecretTaken(place.Vault, place.Secret, place.Name),
            Strings.FormatWorkspaceSecretTakenAction(Quoting.Quote(place.Secret), Quoting.Quote(place.Vault))
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

    private static bool IsOwnPlace(WorkspaceConnection? before, string vault, string secret) =>
        before is { OwnsSecret: true } && AppName.Comparer.Equals(before.Vault, vault) && AppName.Comparer.Equals(before.Secret, secret);
}

/// <summary>Where the sign-in of a connection is to be kept.</summary>
internal sealed record SignInPlace(string Name, string Server, string Vault, string Secret);
