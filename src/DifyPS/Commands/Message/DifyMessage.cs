using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Dify.Client.Conversations;
using Dify.Client.Streaming;
using DifyPS.Common;

namespace DifyPS;

/// <summary>
/// A message and its answer, as the conversation keeps them. Its App, ConversationId, MessageId and User flow to the next
/// cmdlet; its text form is the answer.
/// </summary>
public sealed class DifyMessage : DifyRecord
{
    internal DifyMessage(string app, string user, ConversationMessage message)
        : base(app, message) => User = user;

    /// <summary>The end user who sent it.</summary>
    public string User { get; }

    /// <summary>The conversation.</summary>
    public string? ConversationId => Model.ConversationId;

    /// <summary>Dify's id of it.</summary>
    public string MessageId => Model.Id;

    /// <summary>The message it follows; null for the first one.</summary>
    public string? ParentMessageId => Model.ParentMessageId;

    /// <summary>What was said.</summary>
    public string Message => Model.Query;

    /// <summary>What the app answered.</summary>
    public string Answer => Model.Answer;

    /// <summary><c>normal</c>, or <c>error</c> when no answer could be made.</summary>
    public string? Status => Model.Status;

    /// <summary>Why none could be made.</summary>
    public string? Error => Model.Error;

    /// <summary>What the end user thinks of the answer: <c>like</c>, <c>dislike</c>, or null.</summary>
    public string? Feedback => Model.Feedback?.Rating;

    /// <summary>The files of the message and of the answer.</summary>
    public IReadOnlyList<DifyMessageFile> Files =>
        field ??= ShownList.Of(Model.Files.Select(file => new DifyMessageFile(App, User, MessageId, file)));

    /// <summary>Pieces of knowledge that the answer cites.</summary>
    public IReadOnlyList<Citation> Citations => Model.Citations;

    /// <summary>What an agent thought and which tools it called.</summary>
    public IReadOnlyList<AgentThought> Thoughts => Model.Thoughts;

    /// <summary>The forms that a chatflow waited for, and what became of them.</summary>
    public IReadOnlyList<HumanInput> HumanInput => Model.HumanInput;

    /// <summary>The values of the app's input variables.</summary>
    public PSObject? Inputs => field ??= Model.Inputs is { } json ? PowerShellValues.FromJson(json) as PSObject : null;

    /// <summary>Tokens of the message.</summary>
    public long? MessageTokens => Model.MessageTokens;

    /// <summary>Tokens of the answer.</summary>
    public long? AnswerTokens => Model.AnswerTokens;

    /// <summary>All tokens.</summary>
    public long? TotalTokens => Model.TotalTokens;

    /// <summary>The price of all tokens; null when none is known.</summary>
    public decimal? TotalPrice => Model.TotalPrice;

    /// <summary>The currency of the price.</summary>
    public string? Currency => Model.Currency;

    /// <summary>How long the model took.</summary>
    public TimeSpan? Latency => Model.Latency;

    /// <summary>When it was sent, local time.</summary>
    public DateTimeOffset? CreatedAt => Model.CreatedAt;

    /// <summary>Gives the answer.</summary>
    public override string ToString() => DisplayFormat.Text(Answer);

    private ConversationMessage Model => (ConversationMessage)Raw!;
}
