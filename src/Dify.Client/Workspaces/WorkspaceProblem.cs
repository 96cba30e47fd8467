namespace Dify.Client.Workspaces;

/// <summary>The codes of <see cref="WorkspaceException"/>.</summary>
public static class WorkspaceProblem
{
    /// <summary>Nobody has set the server up yet.</summary>
    public const string ServerNotSetUp = nameof(ServerNotSetUp);

    /// <summary>The server does not tell its version, so that it is not known how a password has to be sent. None was.</summary>
    public const string ServerVersionUnknown = nameof(ServerVersionUnknown);

    /// <summary>The e-mail address or the password is wrong. It is not given to the server again.</summary>
    public const string PasswordRefused = nameof(PasswordRefused);

    /// <summary>Too many wrong passwords: the server takes none of this account for a while, the right one neither.</summary>
    public const string AccountLocked = nameof(AccountLocked);

    /// <summary>The account is disabled.</summary>
    public const string AccountBanned = nameof(AccountBanned);

    /// <summary>There is no such account, and nobody can register one.</summary>
    public const string AccountNotFound = nameof(AccountNotFound);

    /// <summary>The account was invited and has not been activated, or was deleted a short while ago.</summary>
    public const string AccountNotActive = nameof(AccountNotActive);

    /// <summary>The account has no workspace.</summary>
    public const string AccountWithoutWorkspace = nameof(AccountWithoutWorkspace);

    /// <summary>The server lets people in by single sign-on only, which takes a browser.</summary>
    public const string SingleSignOnOnly = nameof(SingleSignOnOnly);

    /// <summary>This way of signing in is switched off.</summary>
    public const string SignInOff = nameof(SignInOff);

    /// <summary>The sign-in failed for a reason of the server's own.</summary>
    public const string SignInFailed = nameof(SignInFailed);

    /// <summary>The code of the e-mail is wrong, used up or too old.</summary>
    public const string CodeRefused = nameof(CodeRefused);

    /// <summary>Too many e-mails with codes were asked for.</summary>
    public const string TooManyCodes = nameof(TooManyCodes);

    /// <summary>The session is over and cannot be renewed without a person.</summary>
    public const string SessionEnded = nameof(SessionEnded);

    /// <summary>Versions 1.9.2 to 1.10 take no admin key.</summary>
    public const string AdminKeyNotTaken = nameof(AdminKeyNotTaken);

    /// <summary>The session is in another workspace than the one it is meant for.</summary>
    public const string WorkspaceChanged = nameof(WorkspaceChanged);

    /// <summary>There are as many keys as there may be.</summary>
    public const string KeyLimitReached = nameof(KeyLimitReached);

    /// <summary>Whether a key was made is not known: the answer was lost. <see cref="WorkspaceException.Attempt"/> finds it.</summary>
    public const string KeyCreationUncertain = nameof(KeyCreationUncertain);

    /// <summary>The server cannot limit a knowledge key to chosen bases.</summary>
    public const string KeyScopeNotTaken = nameof(KeyScopeNotTaken);

    /// <summary>This way in cannot do that.</summary>
    public const string NotThisWay = nameof(NotThisWay);

    /// <summary>The programmatic API is switched off.</summary>
    public const string ProgrammaticApiOff = nameof(ProgrammaticApiOff);

    /// <summary>Nobody allowed the device in time.</summary>
    public const string DeviceCodeExpired = nameof(DeviceCodeExpired);

    /// <summary>Somebody refused to let the device in.</summary>
    public const string DeviceDenied = nameof(DeviceDenied);
}
