using System;
using System.Collections.Generic;
using System.Security;
using Dify.Client.Workspaces.Keys;
using DifyPS.Common;

namespace DifyPS;

/// <summary>A knowledge key of a workspace. What it opens is told; the key itself only once, when it is made.</summary>
public sealed class DifyKnowledgeKey
{
    /// <summary>The name that uses it here, under which it flows to other cmdlets; null when there is none.</summary>
    public string? App => BoundAs.Count > 0 ? BoundAs[0] : null;

    /// <summary>The name of the workspace connection.</summary>
    public string Workspace { get; init; } = string.Empty;

    /// <summary>Dify's own id of the key.</summary>
    public string KeyId { get; init; } = string.Empty;

    /// <summary>How the key begins and ends.</summary>
    public string Masked { get; init; } = string.Empty;

    /// <summary>When it was made, local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was used last, local time; null when it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The knowledge bases that it opens; none when it opens all of the workspace.</summary>
    public IReadOnlyList<string> KnowledgeBaseIds { get; init => field = ShownList.Of(value); } = ShownList.Of<string>([]);

    /// <summary>One of them, by which a registration verifies the key; null when it opens all.</summary>
    public string? KnowledgeBaseId => KnowledgeBaseIds.Count > 0 ? KnowledgeBaseIds[0] : null;

    /// <summary>The names whose calls it serves.</summary>
    public IReadOnlyList<string> BoundAs { get; init => field = ShownList.Of(value); } = ShownList.Of<string>([]);

    /// <summary>The key; null but where it was made just now.</summary>
    public SecureString? ApiKey { get; init; }

    /// <summary>Gives the id.</summary>
    public override string ToString() => DisplayFormat.Text(KeyId);

    internal static DifyKnowledgeKey From(string workspace, WorkspaceKey key, IReadOnlyList<string> users, bool isNew = false) =>
        new()
        {
            Workspace = workspace,
            KeyId = key.Id,
            Masked = key.Masked,
            CreatedAt = key.CreatedAt?.ToLocalTime(),
            LastUsedAt = key.LastUsedAt?.ToLocalTime(),
            KnowledgeBaseIds = key.KnowledgeBaseIds ?? [],
            BoundAs = users,
            ApiKey = isNew ? key.Key!.ToSecureString() : null,
        };
}
