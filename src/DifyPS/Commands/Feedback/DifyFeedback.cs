using System;
using Dify.Client.Feedback;
using DifyPS.Common;

namespace DifyPS;

/// <summary>What somebody thinks of an answer.</summary>
public sealed class DifyFeedback : DifyRecord
{
    internal DifyFeedback(string app, FeedbackItem item)
        : base(app, item)
    {
    }

    /// <summary>Dify's id of it.</summary>
    public string FeedbackId => Model.Id;

    /// <summary>The conversation of the message.</summary>
    public string? ConversationId => Model.ConversationId;

    /// <summary>The message.</summary>
    public string? MessageId => Model.MessageId;

    /// <summary><c>like</c> or <c>dislike</c>.</summary>
    public string? Rating => Model.Rating;

    /// <summary>What was said beside it.</summary>
    public string? Text => Model.Content;

    /// <summary><c>user</c> (an end user) or <c>admin</c> (somebody in Dify's console).</summary>
    public string? Source => Model.FromSource;

    /// <summary>Dify's id of the end user; Get-DifyEndUser says who it is.</summary>
    public string? EndUserId => Model.FromEndUserId;

    /// <summary>Dify's id of the admin's account.</summary>
    public string? AccountId => Model.FromAccountId;

    /// <summary>When it was given, local time.</summary>
    public DateTimeOffset? CreatedAt => Model.CreatedAt;

    /// <summary>When it was last changed, local time.</summary>
    public DateTimeOffset? UpdatedAt => Model.UpdatedAt;

    /// <summary>Gives the rating, and what was said beside it.</summary>
    public override string ToString() => DisplayFormat.Text(string.IsNullOrEmpty(Text) ? Rating ?? string.Empty : $"{Rating}: {Text}");

    private FeedbackItem Model => (FeedbackItem)Raw!;
}
