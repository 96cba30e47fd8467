using System;
using System.Collections.Generic;
using System.Security;
using DifyPS.Common;

namespace DifyPS;

/// <summary>A key of an app. What it opens is told; the key itself only once, when it is made.</summary>
public sealed class DifyAppKey
{
    /// <summary>The name that is bound to the app here, under which it flows to other cmdlets; null when there is none.</summary>
    public string? App { get; init; }

    /// <summary>The name of the workspace connection.</summary>
    public string Workspace { get; init; } = string.Empty;

    /// <summary>Dify's own id of the app.</summary>
    public string AppId { get; init; } = string.Empty;

    /// <summary>The app's own name in Dify.</summary>
    public string? AppName { get; init; }

    /// <summary>Dify's own id of the key.</summary>
    public string KeyId { get; init; } = string.Empty;

    /// <summary>How the key begins and ends.</summary>
    public string Masked { get; init; } = string.Empty;

    /// <summary>When it was made, local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was used last, local time; null when it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The names whose calls it serves.</summary>
    public IReadOnlyList<string> BoundAs { get; init => field = ShownList.Of(value); } = ShownList.Of<string>([]);

    /// <summary>The key; null but where it was made just now.</summary>
    public SecureString? ApiKey { get; init; }

    /// <summary>Gives the id.</summary>
    public override string ToString() => DisplayFormat.Text(KeyId);
}
