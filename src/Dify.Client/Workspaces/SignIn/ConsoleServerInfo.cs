namespace Dify.Client.Workspaces.SignIn;

/// <summary>What a server tells anybody about signing in: <c>GET /system-features</c>.</summary>
public sealed record ConsoleServerInfo
{
    /// <summary>Its version, such as <c>1.14.1</c>; null when it does not tell.</summary>
    public string? Version { get; init; }

    /// <summary>Whether somebody has set it up; null when it does not tell.</summary>
    public bool? IsSetUp { get; init; }

    /// <summary>Whether people sign in with a password.</summary>
    public bool AllowsPasswords { get; init; }

    /// <summary>Whether people sign in with a code that comes by e-mail.</summary>
    public bool AllowsEmailCodes { get; init; }

    /// <summary>Whether people sign in by single sign-on, and no other way.</summary>
    public bool IsSingleSignOnOnly { get; init; }
}
