using System;
using System.Collections.Generic;
using System.Security;
using DifyPS.Common;

namespace DifyPS;

/// <summary>A knowledge key that was made just now, as Register-DifyApp takes it. The key is told this once.</summary>
public sealed class DifyKnowledgeKey
{
    /// <summary>The name of the workspace connection.</summary>
    public string Workspace { get; init; } = string.Empty;

    /// <summary>Dify's own id of the key.</summary>
    public string KeyId { get; init; } = string.Empty;

    /// <summary>How the key begins and ends.</summary>
    public string Masked { get; init; } = string.Empty;

    /// <summary>When it was made, local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The knowledge bases that it opens; none when it opens all of the workspace.</summary>
    public IReadOnlyList<string> KnowledgeBaseIds { get; init => field = ShownList.Of(value); } = ShownList.Of<string>([]);

    /// <summary>One of them, by which a registration verifies the key; null when it opens all.</summary>
    public string? KnowledgeBaseId => KnowledgeBaseIds.Count > 0 ? KnowledgeBaseIds[0] : null;

    /// <summary>The key.</summary>
    public SecureString? ApiKey { get; init; }

    /// <summary>Gives the id.</summary>
    public override string ToString() => DisplayFormat.Text(KeyId);
}
