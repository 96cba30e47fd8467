using System;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Feedback;

/// <summary>What somebody thinks of an answer.</summary>
public sealed class FeedbackItem : DifyResource
{
    /// <summary>The feedback.</summary>
    public string Id { get => field ?? string.Empty; init; }

    /// <summary>The app, by Dify's id.</summary>
    public string? AppId { get; init; }

    /// <summary>The conversation of the message.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The message.</summary>
    public string? MessageId { get; init; }

    /// <summary><c>like</c> or <c>dislike</c>.</summary>
    public string? Rating { get; init; }

    /// <summary>What was said beside it.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Content { get; init; }

    /// <summary><c>user</c> (an end user) or <c>admin</c> (somebody in Dify's console).</summary>
    public string? FromSource { get; init; }

    /// <summary>The end user, when it is one's.</summary>
    public string? FromEndUserId { get; init; }

    /// <summary>The account in Dify, when it is an admin's.</summary>
    public string? FromAccountId { get; init; }

    /// <summary>When it was given, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed, in local time.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
