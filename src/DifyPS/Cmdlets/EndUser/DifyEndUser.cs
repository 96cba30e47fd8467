using System;
using Dify.Client.EndUsers;

namespace DifyPS;

/// <summary>An end user of an app. Its User is what other cmdlets take.</summary>
public sealed class DifyEndUser : DifyRecord
{
    internal DifyEndUser(string app, EndUser user)
        : base(app, user.Json)
    {
        EndUserId = user.Id;
        // Dify finds end users by their session, which is what requests named unless somebody else set it.
        User = user.ExternalUserId ?? user.SessionId;
        DisplayName = user.Name;
        Type = user.Type;
        IsAnonymous = user.IsAnonymous;
        SessionId = user.SessionId;
        CreatedAt = user.CreatedAt;
        UpdatedAt = user.UpdatedAt;
    }

    /// <summary>Dify's id.</summary>
    public string EndUserId { get; }

    /// <summary>What requests name as the user.</summary>
    public string? User { get; }

    /// <summary>A name, where Dify knows one.</summary>
    public string? DisplayName { get; }

    /// <summary><c>service-api</c>.</summary>
    public string? Type { get; }

    /// <summary>Whether it stands for requests that named no user.</summary>
    public bool? IsAnonymous { get; }

    /// <summary>The session; the same as User unless set.</summary>
    public string? SessionId { get; }

    /// <summary>When it was first seen, local time.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>When it last changed, local time.</summary>
    public DateTimeOffset? UpdatedAt { get; }

    /// <summary>Gives the user.</summary>
    public override string ToString() => Readable.Text(User ?? EndUserId);
}
