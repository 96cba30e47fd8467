using System;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.SignIn;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.SignIn;

/// <summary>The ways to sign in, each to its end. What a sign-in gives is kept nowhere yet.</summary>
internal sealed class SignInDesk(ConnectionRequest request, DifyClientOptions options)
{
    private readonly WorkspaceSignIn _signIn = new(request.Server, options);

    /// <summary>With an address and a password, given once.</summary>
    public async Task<SignedIn> WithPasswordAsync(PSCredential credential, CancellationToken cancellationToken)
    {
        var password = PasswordOf(credential, request.Name);
        var session = await _signIn.WithPasswordAsync(password, cancellationToken).ConfigureAwait(false);
        var kept = request.Vault is null ? null : SignInSecret.Make(password.Email, credential.Password, session);
        return OfSession(WaysIn.Password, session, password.Email, kept);
    }

    /// <summary>Has a code sent.</summary>
    public async Task<EmailCode> SendCodeAsync(string email, CancellationToken cancellationToken)
    {
        try
        {
            return await _signIn.SendCodeAsync(email, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            throw Unusable(request.Name, e);
        }
    }

    /// <summary>With the code of an e-mail.</summary>
    public async Task<SignedIn> WithCodeAsync(EmailCode sent, SecureString code, CancellationToken cancellationToken)
    {
        var digits = new NetworkCredential(string.Empty, code).Password;
        var session = await _signIn.WithCodeAsync(sent, digits, cancellationToken).ConfigureAwait(false);
        return OfSession(
            WaysIn.EmailCode,
            session,
            sent.Email,
            request.Vault is null ? null : SignInSecret.Make(null, null, session)
        );
    }

    /// <summary>With the admin key of the server.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isProvided">Whether a vault has it already.</param>
    public SignedIn WithAdminKey(SecureString key, bool isProvided)
    {
        var bearer = ConnectionSecrets.KeyOf(key, request.Name);
        HeldKeys.Add(bearer);
        return new SignedIn
        {
            Way = WaysIn.AdminKey,
            Client = new WorkspaceClient(request.Server, new AdminKeyCredential(bearer, workspaceId: null), options),
            SealKey = bearer,
            Secret = isProvided ? null : key,
            Bearer = bearer,
        };
    }

    /// <summary>Begins the device sign-in.</summary>
    public Task<DeviceCode> BeginDeviceAsync(CancellationToken cancellationToken) =>
        _signIn.BeginDeviceAsync(DeviceLabel, cancellationToken);

    /// <summary>Waits until somebody allows the device.</summary>
    public async Task<SignedIn> WaitForDeviceAsync(DeviceCode code, Action<TimeSpan> waiting, CancellationToken cancellationToken)
    {
        var device = await _signIn.WaitForDeviceAsync(code, waiting, cancellationToken).ConfigureAwait(false);
        var text = new NetworkCredential(string.Empty, device.ToSecret()).SecurePassword;
        var bearer = ApiKey.FromSecureString(text);
        HeldKeys.Add(bearer);
        return new SignedIn
        {
            Way = WaysIn.DeviceCode,
            Client = new WorkspaceClient(request.Server, device, options),
            SealKey = request.Vault is null ? null : bearer,
            Secret = request.Vault is null ? null : text,
            Account = device.Account,
            Expires = device.ExpiresAt,
            Bearer = bearer,
            WorkspaceId = device.WorkspaceId,
        };
    }

    /// <summary>With the token that stands in the environment.</summary>
    public async Task<SignedIn> WithEnvironmentAsync(EnvironmentSignIn environment, CancellationToken cancellationToken)
    {
        var client = new WorkspaceClient(
            request.Server,
            new DeviceCodeCredential(environment.Token, environment.WorkspaceId),
            options
        );
        var account = await AccountOrNullAsync(client, cancellationToken).ConfigureAwait(false);
        return new SignedIn
        {
            Way = WaysIn.Token,
            Client = client,
            SealKey = environment.Token,
            Account = account,
            Bearer = environment.Token,
            WorkspaceId = environment.WorkspaceId,
        };
    }

    /// <summary>With a secret that somebody else provides: an account with its password, or an admin key.</summary>
    public async Task<SignedIn> WithSecretAsync(PipelineVaults vaults, CancellationToken cancellationToken)
    {
        var value =
            await vaults.ReadValueAsync(request.Vault!, request.Secret!, cancellationToken).ConfigureAwait(false)
            ?? throw new DifyCommandException(
                "SecretMissing",
                ErrorCategory.ObjectNotFound,
                Strings.FormatWorkspaceSecretMissing(request.Name, request.Vault, request.Secret),
                Strings.FormatSecretToBindMissingAction(Quoting.Literal(request.Vault!))
            );
        if (ConnectionSecrets.Provided(value, request.Name) is { } kept)
        {
            var session = await _signIn.WithPasswordAsync(kept.Password!, cancellationToken).ConfigureAwait(false);
            return OfSession(WaysIn.Password, session, kept.Password!.Email, null) with { SealKey = kept.SealKey };
        }

        using var key =
            SecretValue.KeyOf(value, request.Secret!)
            ?? throw new DifyCommandException(
                "SecretNotAKey",
                ErrorCategory.InvalidType,
                Strings.FormatWorkspaceSecretNoSignIn(request.Secret, request.Vault, request.Name),
                Strings.WorkspaceSecretNoSignInAction
            );
        return WithAdminKey(key, isProvided: true);
    }

    private static string DeviceLabel => "DifyPS " + Environment.MachineName;

    private static async Task<string?> AccountOrNullAsync(WorkspaceClient client, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.Workspaces.GetAccountAsync(cancellationToken).ConfigureAwait(false)).Email is { Length: > 0 } email
                ? email
                : null;
        }
        catch (DifyApiException e) when (e.StatusCode is 403 or 404)
        {
            // A token need not be a person's.
            return null;
        }
    }

    private SignedIn OfSession(string way, ConsoleSession session, string account, SignInSecret? kept)
    {
        var credential = new ConsoleSessionCredential(session);
        return new SignedIn
        {
            Way = way,
            Client = new WorkspaceClient(request.Server, credential, options),
            SealKey = kept?.SealKey,
            SignIn = kept,
            Account = account,
            Session = credential,
        };
    }

    private static ConsolePassword PasswordOf(PSCredential credential, string connection)
    {
        try
        {
            // Windows PowerShell puts a backslash before a name that was given alone.
            return ConsolePassword.FromSecureString(credential.UserName.TrimStart('\\'), credential.Password);
        }
        catch (ArgumentException e)
        {
            throw Unusable(connection, e);
        }
    }

    private static DifyCommandException Unusable(string connection, ArgumentException e) =>
        new(
            "InvalidCredential",
            ErrorCategory.InvalidArgument,
            Strings.FormatWorkspaceCredentialInvalid(connection, ErrorRecords.Sentence(e)),
            Strings.WorkspaceCredentialInvalidAction,
            innerException: e
        );
}
