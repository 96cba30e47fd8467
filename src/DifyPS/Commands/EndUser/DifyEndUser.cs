using System;
using Dify.Client.EndUsers;
using DifyPS.Common;

namespace DifyPS;

/// <summary>An end user of an app. Its User is what other cmdlets take.</summary>
public sealed class DifyEndUser : DifyRecord
{
    internal DifyEndUser(string app, EndUser user)
        : base(app, user)
    {
    }

    /// <summary>Dify's id.</summary>
    public string EndUserId => Model.Id;

    /// <summary>What requests name as the user.</summary>
    // Dify finds end users by their session, which is what requests named unless somebody else set it.
    public string? User => Model.ExternalUserId ?? Model.SessionId;

    /// <summary>A name, where Dify knows one.</summary>
    public string? DisplayName => Model.Name;

    /// <summary><c>service-api</c>.</summary>
    public string? Type => Model.Type;

    /// <summary>Whether it stands for requests that named no user.</summary>
    public bool? IsAnonymous => Model.IsAnonymous;

    /// <summary>The session; the same as User unless set.</summary>
    public string? SessionId => Model.SessionId;

    /// <summary>When it was first seen, local time.</summary>
    public DateTimeOffset? CreatedAt => Model.CreatedAt;

    /// <summary>When it last changed, local time.</summary>
    public DateTimeOffset? UpdatedAt => Model.UpdatedAt;

    /// <summary>Gives the user.</summary>
    public override string ToString() => DisplayFormat.Text(User ?? EndUserId);

    private EndUser Model => (EndUser)Raw!;
}
