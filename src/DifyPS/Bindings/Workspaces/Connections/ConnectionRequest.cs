using System.Security;
using Dify.Client;
using DifyPS.Bindings.Workspaces.SignIn;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>What is asked for when somebody connects.</summary>
internal sealed record ConnectionRequest
{
    public required string Name { get; init; }

    public required DifyServer Server { get; init; }

    /// <summary>The vault to keep what signs in; null where nothing is kept.</summary>
    public string? Vault { get; init; }

    /// <summary>The secret that somebody else provides; null for one of the module's own.</summary>
    public string? Secret { get; init; }

    public string? WorkspaceId { get; init; }

    /// <summary>The workspace of the connection that has the name, where something vouches for it; null where there is none.</summary>
    public string? KnownWorkspaceId { get; init; }

    /// <summary>Whether the account may be moved to the workspace, with all its sessions.</summary>
    public bool Switch { get; init; }
}

/// <summary>What a sign-in gave, before it is known for which workspace.</summary>
internal sealed record SignedIn
{
    public required string Way { get; init; }

    public required Dify.Client.Workspaces.WorkspaceClient Client { get; init; }

    /// <summary>Keys the seal; null where nothing is kept.</summary>
    public ApiKey? SealKey { get; init; }

    /// <summary>What the vault is to keep; null where it keeps it already, or nothing is kept.</summary>
    public SecureString? Secret { get; init; }

    /// <summary>The same of an account, before it is written.</summary>
    public SignInSecret? SignIn { get; init; }

    /// <summary>Whether the vault is to keep something.</summary>
    public bool IsToBeKept => Secret is not null || SignIn is not null;

    public string? Account { get; init; }

    public System.DateTimeOffset? Expires { get; init; }

    public Dify.Client.Workspaces.SignIn.ConsoleSessionCredential? Session { get; init; }

    /// <summary>An admin key or a token.</summary>
    public ApiKey? Bearer { get; init; }

    /// <summary>The workspace that the sign-in itself named.</summary>
    public string? WorkspaceId { get; init; }
}
