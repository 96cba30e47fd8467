using System;
using System.Management.Automation;
using Dify.Client.Conversations;
using DifyPS.Common;

namespace DifyPS;

/// <summary>
/// A conversation of an end user with an app. Its App, ConversationId and User flow to the next cmdlet; its text form is
/// its title.
/// </summary>
public sealed class DifyConversation : DifyRecord
{
    internal DifyConversation(string app, string user, Conversation conversation)
        : base(app, conversation) => User = user;

    /// <summary>The end user, who alone can see it.</summary>
    public string User { get; }

    /// <summary>Dify's id of it.</summary>
    public string ConversationId => Model.Id;

    /// <summary>Its name in lists.</summary>
    public string Title => Model.Name;

    /// <summary>The values of the app's input variables that it began with.</summary>
    public PSObject? Inputs => field ??= Model.Inputs is { } json ? PowerShellValues.FromJson(json) as PSObject : null;

    /// <summary><c>normal</c> when it is in use.</summary>
    public string? Status => Model.Status;

    /// <summary>What the app said before anybody else did.</summary>
    public string? Introduction => Model.Introduction;

    /// <summary>When it began, local time.</summary>
    public DateTimeOffset? CreatedAt => Model.CreatedAt;

    /// <summary>When something was last said or it was renamed, local time.</summary>
    public DateTimeOffset? UpdatedAt => Model.UpdatedAt;

    /// <summary>Gives the title.</summary>
    public override string ToString() => DisplayFormat.Text(Title);

    private Conversation Model => (Conversation)Raw!;
}
