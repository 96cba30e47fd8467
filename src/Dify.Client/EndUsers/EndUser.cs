using System;
using Dify.Client.Paging;

namespace Dify.Client.EndUsers;

/// <summary>An end user of an app.</summary>
public sealed class EndUser : DifyResource
{
    /// <summary>Dify's id.</summary>
    public string Id { get => field ?? string.Empty; init; }

    /// <summary>The workspace.</summary>
    public string? TenantId { get; init; }

    /// <summary>The app, by Dify's id.</summary>
    public string? AppId { get; init; }

    /// <summary><c>service-api</c>.</summary>
    public string? Type { get; init; }

    /// <summary>What requests name as <c>user</c>.</summary>
    public string? ExternalUserId { get; init; }

    /// <summary>A name, where Dify knows one.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it stands for requests that named no user.</summary>
    public bool? IsAnonymous { get; init; }

    /// <summary>The session; the same as <see cref="ExternalUserId"/> unless set.</summary>
    public string? SessionId { get; init; }

    /// <summary>When it was first seen, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it last changed, in local time.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
