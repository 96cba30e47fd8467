using System;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces.SignIn;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.SignIn;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>What a vault keeps for a connection, compared with what was sealed before anybody uses it.</summary>
internal sealed class ConnectionSecrets(AppRegistry registry, PipelineVaults vaults)
{
    // A password that somebody else provides keys the seal, too. It can be guessed, so that each guess has to cost something.
    private const int Rounds = 100_000;

    /// <summary>The admin key or the token.</summary>
    public async Task<ApiKey> ReadKeyAsync(WorkspaceConnection connection, CancellationToken cancellationToken)
    {
        ApiKey key;
        if (connection.IsKept)
        {
            using var secret =
                await vaults.ReadAsync(connection.Vault!, connection.Secret!, cancellationToken).ConfigureAwait(false)
                ?? throw ConnectionChecks.SecretMissing(connection);
            key = KeyOf(secret, connection.Name);
        }
        else
        {
            key = EnvironmentSignIn.Read().RequireServerOf(connection).Token;
        }

        HeldKeys.Add(key);
        // What the environment says now, it says of a server and a token together.
        if (connection.IsKept || key.Fingerprint == connection.Fingerprint)
            await RequireAsync(connection, key, cancellationToken).ConfigureAwait(false);
        ProcessSessions.Of(registry.Path, connection);
        return key;
    }

    /// <summary>What signs in.</summary>
    public async Task<KeptSignIn> ReadSignInAsync(WorkspaceConnection connection, CancellationToken cancellationToken)
    {
        KeptSignIn? kept;
        if (connection.OwnsSecret)
        {
            using var secret =
                await vaults.ReadAsync(connection.Vault!, connection.Secret!, cancellationToken).ConfigureAwait(false)
                ?? throw ConnectionChecks.SecretMissing(connection);
            kept = SignInSecret.Read(secret) is { } own ? new KeptSignIn(own.SealKey, own.Password, own.Session) : null;
        }
        else
        {
            var value =
                await vaults.ReadValueAsync(connection.Vault!, connection.Secret!, cancellationToken).ConfigureAwait(false)
                ?? throw ConnectionChecks.SecretMissing(connection);
            kept = Provided(value, connection.Name);
        }

        if (kept is null)
            throw ConnectionChecks.Changed(connection, registry.Path, OtherSecret(connection));
        HeldKeys.Add(kept.SealKey);
        await RequireAsync(connection, kept.SealKey, cancellationToken).ConfigureAwait(false);
        return kept;
    }

    /// <summary>Whether what the vault keeps is the connection's own, so that it may be deleted with it.</summary>
    public async Task<bool> IsOwnAsync(WorkspaceConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            if (WaysIn.IsBearer(connection.Way))
                await ReadKeyAsync(connection, cancellationToken).ConfigureAwait(false);
            else
                await ReadSignInAsync(connection, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DifyCommandException e) when (e.ErrorId is "WorkspaceConnectionChanged" or "InvalidApiKey" or "SecretNotAKey")
        {
            return false;
        }
        catch (DifyCommandException e) when (e.ErrorId == "SecretMissing")
        {
            // Nothing is there to be deleted.
            return true;
        }
    }

    /// <summary>Whether what the vault keeps shows that the entry is as it was made.</summary>
    public async Task<bool> IsSealedAsync(WorkspaceConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var key = WaysIn.IsBearer(connection.Way)
                ? await ReadKeyAsync(connection, cancellationToken).ConfigureAwait(false)
                : (await ReadSignInAsync(connection, cancellationToken).ConfigureAwait(false)).SealKey;
            return WorkspaceSeal.Holds(connection, key);
        }
        catch (DifyCommandException)
        {
            return false;
        }
    }

    /// <summary>A sign-in that somebody else keeps; null when it is none.</summary>
    public static KeptSignIn? Provided(object value, string connection)
    {
        if (SecretValue.CredentialOf(value) is not { } credential)
            return null;
        try
        {
            var password = ConsolePassword.FromSecureString(credential.UserName, credential.Password);
            return new KeptSignIn(KeyOf(credential, connection), password, null);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Throws <c>InvalidApiKey</c>, which names the connection and never the key.</summary>
    public static ApiKey KeyOf(SecureString secret, string connection)
    {
        try
        {
            return ApiKey.FromSecureString(secret);
        }
        catch (ArgumentException e)
        {
            throw new DifyCommandException(
                "InvalidApiKey",
                ErrorCategory.InvalidArgument,
                Strings.FormatWorkspaceKeyInvalid(connection, ErrorRecords.Sentence(e)),
                Strings.WorkspaceKeyInvalidAction,
                innerException: e
            );
        }
    }

    private async Task RequireAsync(WorkspaceConnection connection, ApiKey key, CancellationToken cancellationToken)
    {
        if (WorkspaceSeal.Holds(connection, key))
            return;
        // The same key under another entry: it is the entry that was edited. The word that seals a sign-in of ours never changes.
        if (key.Fingerprint == connection.Fingerprint || (connection.OwnsSecret && WaysIn.IsSession(connection.Way)))
            throw ConnectionChecks.Changed(connection, registry.Path, Strings.WorkspaceSealBroken);
        // Changed outside. That the entry is as it was is known where this process has used it before, or what stands beside says so.
        if (
            ProcessSessions.Find(registry.Path, connection) is { } process
            && process.Connection.Fingerprint == connection.Fingerprint
            && WorkspaceSeal.IsSame(process.Connection, connection)
        )
        {
            return;
        }

        if (
            await vaults.FindMetadataAsync(connection.Vault!, connection.Secret!, cancellationToken).ConfigureAwait(false) is { } beside
            && WorkspaceMetadata.AgreesWith(connection, beside)
        )
        {
            return;
        }

        throw ConnectionChecks.Changed(connection, registry.Path, OtherSecret(connection));
    }

    private static string OtherSecret(WorkspaceConnection connection) =>
        Strings.FormatWorkspaceSecretOther(connection.Secret, connection.Vault);

    private static ApiKey KeyOf(PSCredential credential, string connection)
    {
        var salt = Encoding.UTF8.GetBytes("DifyPS workspace\n" + NameComparer.Compose(connection).ToUpperInvariant());
        var text = credential.UserName.Trim() + "\n" + new NetworkCredential(string.Empty, credential.Password).Password;
        using var slow = new Rfc2898DeriveBytes(Encoding.UTF8.GetBytes(text), salt, Rounds, HashAlgorithmName.SHA256);
        return ApiKey.FromString(Convert.ToBase64String(slow.GetBytes(32)));
    }
}

/// <summary>What signs in, as a vault keeps it.</summary>
internal sealed record KeptSignIn(ApiKey SealKey, ConsolePassword? Password, ConsoleSession? Session)
{
    /// <summary>Tells it from others.</summary>
    public string Fingerprint => SealKey.Fingerprint;
}
