using System;
using System.Collections.Generic;
using DifyPS.Common;

namespace DifyPS;

/// <summary>An app of a workspace, whether a name is bound to it here or not.</summary>
public sealed class DifyWorkspaceApp
{
    /// <summary>The name of the workspace connection, under which it flows to other cmdlets.</summary>
    public string Workspace { get; init; } = string.Empty;

    /// <summary>Dify's own id of the app.</summary>
    public string AppId { get; init; } = string.Empty;

    /// <summary>The app's own name in Dify.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Dify's app mode.</summary>
    public string? Mode { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Who made it.</summary>
    public string? Author { get; init; }

    /// <summary>When it was changed last, local time.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Whether its API is switched on; null where that was not asked.</summary>
    public bool? ApiEnabled { get; init; }

    /// <summary>How many keys it has; null where that was not asked.</summary>
    public int? KeyCount { get; init; }

    /// <summary>The names that this machine knows it by.</summary>
    public IReadOnlyList<string> BoundAs { get; init; } = [];

    /// <summary>Gives the app's own name.</summary>
    public override string ToString() => DisplayFormat.Text(Name);
}
