using System;
using System.Collections.Generic;
using Dify.Client.Paging;

namespace Dify.Client.Workspaces.Apps;

/// <summary>An app, as its workspace knows it.</summary>
public sealed class WorkspaceApp : DifyResource
{
    /// <summary>Dify's id.</summary>
    public string Id
    {
        get => field ?? string.Empty;
        init;
    }

    /// <summary>The name; several apps may have the same.</summary>
    public string Name
    {
        get => field ?? string.Empty;
        init;
    }

    /// <summary>The description.</summary>
    public string Description
    {
        get => field ?? string.Empty;
        init;
    }

    /// <summary>The mode, one of <see cref="Client.Apps.AppMode"/>'s or one this library does not know yet.</summary>
    public string Mode
    {
        get => field ?? string.Empty;
        init;
    }

    /// <summary>The tags.</summary>
    public IReadOnlyList<AppTag> Tags
    {
        get => field ?? [];
        init;
    }

    /// <summary>Who made it; null where it is not told.</summary>
    public string? AuthorName { get; init; }

    /// <summary>Whether its API is on; null in lists, which do not tell.</summary>
    public bool? EnableApi { get; init; }

    /// <summary>The Service API's base address, as the server sees itself; null in lists.</summary>
    public string? ApiBaseUrl { get; init; }

    /// <summary>When it was made, local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it last changed, local time.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>A tag of apps.</summary>
public sealed class AppTag : DifyResource
{
    /// <summary>Dify's id.</summary>
    public string Id
    {
        get => field ?? string.Empty;
        init;
    }

    /// <summary>The name.</summary>
    public string Name
    {
        get => field ?? string.Empty;
        init;
    }
}
