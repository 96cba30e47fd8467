using System;
using System.Management.Automation;
using Dify.Client.Conversations;
using DifyPS.Pipeline;

namespace DifyPS;

/// <summary>
/// A conversation of an end user with an app. Its App, ConversationId and User flow to the next cmdlet; its text form is
/// its title.
/// </summary>
public sealed class DifyConversation : DifyRecord
{
    internal DifyConversation(string app, string user, Conversation conversation)
        : base(app, conversation.Json)
    {
        User = user;
        ConversationId = conversation.Id;
        Title = conversation.Name;
        Inputs = conversation.Inputs is { } inputs ? PowerShellValues.FromJson(inputs) as PSObject : null;
        Status = conversation.Status;
        Introduction = conversation.Introduction;
        CreatedAt = conversation.CreatedAt;
        UpdatedAt = conversation.UpdatedAt;
    }

    /// <summary>The end user, who alone can see it.</summary>
    public string User { get; }

    /// <summary>Dify's id of it.</summary>
    public string ConversationId { get; }

    /// <summary>Its name in lists.</summary>
    public string Title { get; }

    /// <summary>The values of the app's input variables that it began with.</summary>
    public PSObject? Inputs { get; }

    /// <summary><c>normal</c> when it is in use.</summary>
    public string? Status { get; }

    /// <summary>What the app said before anybody else did.</summary>
    public string? Introduction { get; }

    /// <summary>When it began, local time.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>When something was last said or it was renamed, local time.</summary>
    public DateTimeOffset? UpdatedAt { get; }

    /// <summary>Gives the title.</summary>
    public override string ToString() => Readable.Text(Title);
}
