using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Dify.Client.Chat;
using Dify.Client.Conversations;
using Dify.Client.Streaming;
using DifyPS.Pipeline;

namespace DifyPS;

/// <summary>
/// A message and its answer, as the conversation keeps them. Its App, ConversationId, MessageId and User flow to the next
/// cmdlet; its text form is the answer.
/// </summary>
public sealed class DifyMessage : DifyRecord
{
    internal DifyMessage(string app, string user, ConversationMessage message)
        : base(app, message.Json)
    {
        User = user;
        ConversationId = message.ConversationId;
        MessageId = message.Id;
        ParentMessageId = message.ParentMessageId;
        Message = message.Query;
        Answer = message.Answer;
        Status = message.Status;
        Error = message.Error;
        Feedback = message.Feedback?.Rating;
        Files = message.Files.Select(file => new DifyMessageFile(app, user, message.Id, file)).ToList();
        Citations = message.Citations;
        Thoughts = message.Thoughts;
        HumanInput = message.HumanInput;
        Inputs = message.Inputs is { } inputs ? PowerShellValues.FromJson(inputs) as PSObject : null;
        MessageTokens = message.MessageTokens;
        AnswerTokens = message.AnswerTokens;
        TotalTokens = message.TotalTokens;
        TotalPrice = message.TotalPrice;
        Currency = message.Currency;
        Latency = message.LatencySeconds is >= 0 and < 1e9 and { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        CreatedAt = message.CreatedAt;
    }

    /// <summary>The end user who sent it.</summary>
    public string User { get; }

    /// <summary>The conversation.</summary>
    public string? ConversationId { get; }

    /// <summary>Dify's id of it.</summary>
    public string MessageId { get; }

    /// <summary>The message it follows; null for the first one.</summary>
    public string? ParentMessageId { get; }

    /// <summary>What was said.</summary>
    public string Message { get; }

    /// <summary>What the app answered.</summary>
    public string Answer { get; }

    /// <summary><c>normal</c>, or <c>error</c> when no answer could be made.</summary>
    public string? Status { get; }

    /// <summary>Why none could be made.</summary>
    public string? Error { get; }

    /// <summary>What the end user thinks of the answer: <c>like</c>, <c>dislike</c>, or null.</summary>
    public string? Feedback { get; }

    /// <summary>The files of the message and of the answer.</summary>
    public IReadOnlyList<DifyMessageFile> Files { get; }

    /// <summary>Pieces of knowledge that the answer cites.</summary>
    public IReadOnlyList<Citation> Citations { get; }

    /// <summary>What an agent thought and which tools it called.</summary>
    public IReadOnlyList<AgentThought> Thoughts { get; }

    /// <summary>The forms that a chatflow waited for, and what became of them.</summary>
    public IReadOnlyList<HumanInput> HumanInput { get; }

    /// <summary>The values of the app's input variables.</summary>
    public PSObject? Inputs { get; }

    /// <summary>Tokens of the message.</summary>
    public long? MessageTokens { get; }

    /// <summary>Tokens of the answer.</summary>
    public long? AnswerTokens { get; }

    /// <summary>All tokens.</summary>
    public long? TotalTokens { get; }

    /// <summary>The price of all tokens; null when none is known.</summary>
    public decimal? TotalPrice { get; }

    /// <summary>The currency of the price.</summary>
    public string? Currency { get; }

    /// <summary>How long the model took.</summary>
    public TimeSpan? Latency { get; }

    /// <summary>When it was sent, local time.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>Gives the answer.</summary>
    public override string ToString() => Readable.Text(Answer);
}
