using System;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Feedback;

/// <summary>What somebody thinks of an answer.</summary>
public sealed class FeedbackItem : Record
{
    /// <summary>The feedback.</summary>
    [JsonInclude]
    public string Id { get => field ?? string.Empty; internal set; }

    /// <summary>The app, by Dify's id.</summary>
    [JsonInclude]
    public string? AppId { get; internal set; }

    /// <summary>The conversation of the message.</summary>
    [JsonInclude]
    public string? ConversationId { get; internal set; }

    /// <summary>The message.</summary>
    [JsonInclude]
    public string? MessageId { get; internal set; }

    /// <summary><c>like</c> or <c>dislike</c>.</summary>
    [JsonInclude]
    public string? Rating { get; internal set; }

    /// <summary>What was said beside it.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Content { get; internal set; }

    /// <summary><c>user</c> (an end user) or <c>admin</c> (somebody in Dify's console).</summary>
    [JsonInclude]
    public string? FromSource { get; internal set; }

    /// <summary>The end user, when it is one's.</summary>
    [JsonInclude]
    public string? FromEndUserId { get; internal set; }

    /// <summary>The account in Dify, when it is an admin's.</summary>
    [JsonInclude]
    public string? FromAccountId { get; internal set; }

    /// <summary>When it was given, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => IsoTime.ToLocal(CreatedAtText);

    /// <summary>When it was last changed, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? UpdatedAt => IsoTime.ToLocal(UpdatedAtText);

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal string? CreatedAtText { get; set; }

    [JsonInclude]
    [JsonPropertyName("updated_at")]
    internal string? UpdatedAtText { get; set; }
}
