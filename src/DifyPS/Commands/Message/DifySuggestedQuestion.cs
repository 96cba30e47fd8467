using DifyPS.Common;

namespace DifyPS;

/// <summary>
/// A question that Dify suggests to ask next. Its text form is the question, so that it can be piped to Invoke-DifyChat:
/// App, ConversationId and User go along.
/// </summary>
public sealed class DifySuggestedQuestion
{
    internal DifySuggestedQuestion(string app, string user, string? conversationId, string messageId, string question)
    {
        App = app;
        User = user;
        ConversationId = conversationId;
        MessageId = messageId;
        Question = question;
    }

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary>The end user.</summary>
    public string User { get; }

    /// <summary>The conversation, if the message that was asked about brought it along.</summary>
    public string? ConversationId { get; }

    /// <summary>The message that the question follows.</summary>
    public string MessageId { get; }

    /// <summary>The question.</summary>
    public string Question { get; }

    /// <summary>Gives the question.</summary>
    public override string ToString() => DisplayFormat.Text(Question);
}
