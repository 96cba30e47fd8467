using System.Collections.Generic;

namespace Dify.Client.Workspaces.Apps;

/// <summary>Which apps to list.</summary>
public sealed record AppFilter
{
    /// <summary>Only those with this in their name, whatever the case. Servers look at the first 30 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Only those of this mode.</summary>
    public string? Mode { get; init; }

    /// <summary>Only those that have all of these tags, by id.</summary>
    public IReadOnlyList<string> TagIds { get; init; } = [];
}
