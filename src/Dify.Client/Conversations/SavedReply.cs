using System;
using System.Linq;
using Dify.Client.Chat;
using Dify.Client.Runs;
using Dify.Client.Streaming;

namespace Dify.Client.Conversations;

/// <summary>A message that a conversation keeps, as the reply that its stream would have given.</summary>
internal static class SavedReply
{
    /// <summary>The reply; null when the message has no answer, which is made still, or never will be.</summary>
    public static ChatReply? From(ConversationMessage message)
    {
        var hasFailed = message.Status == "error";
        if (!hasFailed && message.Answer.Length == 0)
            return null;

        return new ChatReply
        {
            Answer = message.Answer,
            ConversationId = message.ConversationId,
            MessageId = message.Id,
            Status = hasFailed ? RunStatus.Failed : RunStatus.Succeeded,
            Error = message.Error,
            Usage = message.TotalTokens is null ? null : new TokenUsage
            {
                PromptTokens = message.MessageTokens,
                CompletionTokens = message.AnswerTokens,
                TotalTokens = message.TotalTokens,
                TotalPrice = message.TotalPrice,
                Currency = message.Currency,
                Latency = message.Latency,
            },
            Citations = message.Citations,
            Thoughts = message.Thoughts,
            Files = message.Files.Where(static file => file.BelongsTo != "user").Select(ToMessageFile).ToList(),
            CreatedAt = message.CreatedAt,
            Elapsed = message.Latency ?? TimeSpan.Zero,
            Resumed = true,
        };
    }

    private static MessageFile ToMessageFile(AttachedFile file) => new()
    {
        Id = file.Id,
        Type = file.Type,
        Url = file.Url,
        BelongsTo = file.BelongsTo,
    };
}
