using System;
using Dify.Client.Feedback;

namespace DifyPS;

/// <summary>What somebody thinks of an answer.</summary>
public sealed class DifyFeedback : DifyRecord
{
    internal DifyFeedback(string app, FeedbackItem item)
        : base(app, item.Json)
    {
        FeedbackId = item.Id;
        ConversationId = item.ConversationId;
        MessageId = item.MessageId;
        Rating = item.Rating;
        Text = item.Content;
        Source = item.FromSource;
        EndUserId = item.FromEndUserId;
        AccountId = item.FromAccountId;
        CreatedAt = item.CreatedAt;
        UpdatedAt = item.UpdatedAt;
    }

    /// <summary>Dify's id of it.</summary>
    public string FeedbackId { get; }

    /// <summary>The conversation of the message.</summary>
    public string? ConversationId { get; }

    /// <summary>The message.</summary>
    public string? MessageId { get; }

    /// <summary><c>like</c> or <c>dislike</c>.</summary>
    public string? Rating { get; }

    /// <summary>What was said beside it.</summary>
    public string? Text { get; }

    /// <summary><c>user</c> (an end user) or <c>admin</c> (somebody in Dify's console).</summary>
    public string? Source { get; }

    /// <summary>Dify's id of the end user; Get-DifyEndUser says who it is.</summary>
    public string? EndUserId { get; }

    /// <summary>Dify's id of the admin's account.</summary>
    public string? AccountId { get; }

    /// <summary>When it was given, local time.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>When it was last changed, local time.</summary>
    public DateTimeOffset? UpdatedAt { get; }

    /// <summary>Gives the rating, and what was said beside it.</summary>
    public override string ToString() => Readable.Text(string.IsNullOrEmpty(Text) ? Rating ?? string.Empty : $"{Rating}: {Text}");
}
