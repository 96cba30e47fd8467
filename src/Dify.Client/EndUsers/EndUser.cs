using System;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.EndUsers;

/// <summary>An end user of an app.</summary>
public sealed class EndUser : Record
{
    /// <summary>Dify's id.</summary>
    [JsonInclude]
    public string Id { get => field ?? string.Empty; internal set; }

    /// <summary>The workspace.</summary>
    [JsonInclude]
    public string? TenantId { get; internal set; }

    /// <summary>The app, by Dify's id.</summary>
    [JsonInclude]
    public string? AppId { get; internal set; }

    /// <summary><c>service-api</c>.</summary>
    [JsonInclude]
    public string? Type { get; internal set; }

    /// <summary>What requests name as <c>user</c>.</summary>
    [JsonInclude]
    public string? ExternalUserId { get; internal set; }

    /// <summary>A name, where Dify knows one.</summary>
    [JsonInclude]
    public string? Name { get; internal set; }

    /// <summary>Whether it stands for requests that named no user.</summary>
    [JsonInclude]
    public bool? IsAnonymous { get; internal set; }

    /// <summary>The session; the same as <see cref="ExternalUserId"/> unless set.</summary>
    [JsonInclude]
    public string? SessionId { get; internal set; }

    /// <summary>When it was first seen, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => IsoTime.ToLocal(CreatedAtText);

    /// <summary>When it last changed, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? UpdatedAt => IsoTime.ToLocal(UpdatedAtText);

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal string? CreatedAtText { get; set; }

    [JsonInclude]
    [JsonPropertyName("updated_at")]
    internal string? UpdatedAtText { get; set; }
}
