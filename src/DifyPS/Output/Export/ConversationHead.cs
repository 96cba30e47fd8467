using System;
using Dify.Client.Conversations;

namespace DifyPS.Output.Export;

/// <summary>What is known of a conversation besides its messages.</summary>
internal sealed class ConversationHead
{
    public ConversationHead(string app, string user, string conversationId, string? title = null, string? introduction = null)
    {
        App = app;
        User = user;
        ConversationId = conversationId;
        Title = title;
        Introduction = introduction;
    }

    /// <summary>The conversation as Dify lists it.</summary>
    public ConversationHead(string app, string user, Conversation conversation)
        : this(app, user, conversation.Id, conversation.Name, conversation.Introduction)
    {
    }

    /// <summary>The conversation as the module gives it.</summary>
    public ConversationHead(DifyConversation conversation)
        : this(conversation.App, conversation.User, conversation.ConversationId, conversation.Title, conversation.Introduction)
    {
    }

    /// <summary>The app's name.</summary>
    public string App { get; }

    /// <summary>The end user.</summary>
    public string User { get; }

    /// <summary>Dify's id of it.</summary>
    public string ConversationId { get; }

    /// <summary>Its name in lists; null when it is not known.</summary>
    public string? Title { get; }

    /// <summary>What the app said before anybody else did.</summary>
    public string? Introduction { get; }

    /// <summary>When it is written down, local time.</summary>
    public DateTimeOffset ExportedAt { get; } = DateTimeOffset.Now;
}
