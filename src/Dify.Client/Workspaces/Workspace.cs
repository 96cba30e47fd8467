using System;
using Dify.Client.Paging;

namespace Dify.Client.Workspaces;

/// <summary>A workspace: what apps, knowledge and keys belong to.</summary>
public sealed class Workspace : DifyResource
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

    /// <summary>The plan, such as <c>sandbox</c>; null where it is not told.</summary>
    public string? Plan { get; init; }

    /// <summary><c>normal</c> or <c>archive</c>; null where it is not told.</summary>
    public string? Status { get; init; }

    /// <summary>What the account is in it: one of <see cref="WorkspaceRole"/>'s, or null where it is not told.</summary>
    public string? Role { get; init; }

    /// <summary>Whether the account's sessions are in it now.</summary>
    public bool? Current { get; init; }

    /// <summary>When it was made, local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
