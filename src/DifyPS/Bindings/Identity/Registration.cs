using System.Security;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.KeyManagement;

namespace DifyPS.Bindings.Identity;

/// <summary>What is asked for when an app is registered.</summary>
internal sealed record Registration
{
    public required string Name { get; init; }
    public required DifyServer Server { get; init; }
    public required string Vault { get; init; }

    /// <summary>The secret to bind or to write; null for the name that the module gives.</summary>
    public string? Secret { get; init; }

    /// <summary>The key to store; null to bind the secret that is there.</summary>
    public SecureString? Key { get; init; }

    public required string User { get; init; }

    /// <summary>Dify's id of the app, where it is known; with it a key of several apps opens this one.</summary>
    public string? AppId { get; init; }

    /// <summary>Dify's id of the key, where it was minted here.</summary>
    public string? KeyId { get; init; }

    /// <summary>The workspace that it was minted in.</summary>
    public WorkspacePlace? Place { get; init; }

    /// <summary>Whether the ids are as a vault told them: then the workspace is asked where it can be.</summary>
    public bool IsRestored { get; init; }

    /// <summary>The app that the key has to open, where that is known: its own name and its mode.</summary>
    public AppIdentity? Expected { get; init; }

    /// <summary>The base by which a knowledge key is verified; null for all of them.</summary>
    public string? KnowledgeBaseId { get; init; }

    public bool NoVerify { get; init; }
    public bool Force { get; init; }

    /// <summary>What is to be done about the key that is replaced, noted as the new one is bound; null to leave and tell it.</summary>
    public KeyOperation? Revokes { get; init; }
}
