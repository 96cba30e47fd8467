using System;
using DifyPS.Common;

namespace DifyPS;

/// <summary>What <c>Test-DifyWorkspace</c> found.</summary>
public enum WorkspaceHealth
{
    /// <summary>The connection is signed in, and in its workspace.</summary>
    Ok,

    /// <summary>The workspace has another name in Dify than it had.</summary>
    Renamed,

    /// <summary>The account is in another workspace now: somebody switched it.</summary>
    WorkspaceChanged,

    /// <summary>The password, the admin key or the token is refused, or was refused before and is not tried again.</summary>
    SignInRefused,

    /// <summary>The account takes no sign-in for a while, or is disabled.</summary>
    AccountLocked,

    /// <summary>The session or the token is over, and nothing is kept that would sign in again.</summary>
    SessionEnded,

    /// <summary>This process has not signed in, and nothing is kept that would.</summary>
    NotSignedIn,

    /// <summary>The entry in the registry, or its secret, was changed; nothing was sent.</summary>
    ConnectionChanged,

    /// <summary>The vault, the secret in it, or the environment variable, is not there.</summary>
    SecretMissing,

    /// <summary>The vault does not open without a password, or failed.</summary>
    VaultLocked,

    /// <summary>The account may not do that, or the server does not take this way in.</summary>
    NotAllowed,

    /// <summary>The server could not be asked.</summary>
    Unreachable,
}

/// <summary>The state of one workspace connection, and what to do about it.</summary>
public sealed record DifyWorkspaceStatus
{
    /// <summary>The connection's name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The same name, under which it flows to the -Workspace parameter of other cmdlets.</summary>
    public string Workspace => Name;

    /// <summary>What was found.</summary>
    public WorkspaceHealth Status { get; init; }

    /// <summary>True when cmdlets can use the connection.</summary>
    public bool Healthy => Status is WorkspaceHealth.Ok or WorkspaceHealth.Renamed;

    /// <summary>The workspace's own name in Dify, as it is now where that is known.</summary>
    public string? WorkspaceName { get; init; }

    /// <summary>What the account is in the workspace, as it is now where that is known.</summary>
    public string? Role { get; init; }

    /// <summary>The server's version, as it is now where that is known.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>Base address of the console API.</summary>
    public Uri? Server { get; init; }

    /// <summary>When the token ends, local time; null where nothing is known to end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How long the server took to answer; null when it was not asked or did not answer.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>What is the matter, in a sentence; null when nothing is.</summary>
    public string? Message { get; init; }

    /// <summary>What to do about it; null when there is nothing to do.</summary>
    public string? RecommendedAction { get; init; }

    /// <summary>Gives the name and the status.</summary>
    public override string ToString() => DisplayFormat.Text($"{Name}: {Status}");
}
