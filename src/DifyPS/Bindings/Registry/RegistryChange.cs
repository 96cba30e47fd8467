using System.Security;
using Dify.Client;

namespace DifyPS.Bindings.Registry;

/// <summary>What is known of an entry that is to be changed.</summary>
internal enum EntryState
{
    /// <summary>It is as it was written.</summary>
    Sound,

    /// <summary>The key that could show it is gone, and nothing else speaks for the entry.</summary>
    Unproven,

    /// <summary>It is not as it was written.</summary>
    Edited,
}

/// <summary>What is to be changed of a binding; null leaves a thing as it is.</summary>
internal sealed record RegistryChange
{
    public string? NewName { get; init; }
    public SecureString? Key { get; init; }

    /// <summary>Dify's id of the key, where it was made here for the app that the entry stands for; null for any other.</summary>
    public string? KeyId { get; init; }

    /// <summary>The workspace whose connection made it.</summary>
    public WorkspacePlace? Place { get; init; }
    public DifyServer? Server { get; init; }

    /// <summary>Whether the address was said, and not only how careful to be with it: then nobody has to believe the entry.</summary>
    public bool SaysServer { get; init; }

    public string? Vault { get; init; }
    public string? User { get; init; }

    /// <summary>Whether the base that verifies a knowledge key changes, to <see cref="KnowledgeBaseId"/> or to none.</summary>
    public bool SetsKnowledgeBase { get; init; }

    public string? KnowledgeBaseId { get; init; }
    public bool Refresh { get; init; }
    public bool NoVerify { get; init; }

    /// <summary>Accept that the key opens another app than before.</summary>
    public bool Force { get; init; }

    /// <summary>The key, or the place it is sent to, changes: the server has to say who it is. That is all that a refresh is for.</summary>
    public bool NeedsVerifying => Refresh || (!NoVerify && (Key is not null || Server is not null || SetsKnowledgeBase));

    /// <summary>The secret has to be written: a new key, a new place, or new words beside it.</summary>
    public bool TouchesSecret =>
        Key is not null || Vault is not null || NewName is not null || Server is not null || User is not null || SetsKnowledgeBase;
}
