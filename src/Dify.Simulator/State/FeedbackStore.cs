using System;
using System.Collections.Generic;
using System.Linq;

namespace Dify.Simulator.State;

/// <summary>What people think of one app's answers: at most one opinion of the end user and one of an admin a message.</summary>
internal sealed class FeedbackStore(SimulatorState state)
{
    private readonly SimulatedCollection<Feedback> _all = new(static one => one.Id);

    /// <summary>All, those that came last first.</summary>
    public IReadOnlyList<Feedback> NewestFirst => _all.NewestFirst;

    /// <summary>What the message's end user thinks, or null.</summary>
    public string? RatingOf(Guid messageId) => _all.OldestFirst.FirstOrDefault(one => Is(one, messageId, byAdmin: false))?.Rating;

    public void Put(Guid conversationId, Guid messageId, string rating, string? content, Guid? endUserId)
    {
        var now = state.Time.GetUtcNow();
        _all.AddOrReplace(
            one => Is(one, messageId, endUserId is null),
            known =>
                known is not null
                    ? known with
                    {
                        Rating = rating,
                        Content = content,
                        UpdatedAt = now,
                    }
                    : new Feedback(
                        Guid.NewGuid(),
                        conversationId,
                        messageId,
                        rating,
                        content,
                        endUserId,
                        endUserId is null ? Guid.NewGuid() : null,
                        now,
                        now
                    )
        );
    }

    /// <summary>Takes the end user's opinion back; false when there is none.</summary>
    public bool Withdraw(Guid messageId) => _all.RemoveAll(one => Is(one, messageId, byAdmin: false));

    public void Forget(Guid conversationId) => _all.RemoveAll(one => one.ConversationId == conversationId);

    private static bool Is(Feedback one, Guid messageId, bool byAdmin) => one.MessageId == messageId && one.EndUserId is null == byAdmin;
}

/// <summary>One opinion: an end user's, or an admin's, who has an account.</summary>
internal sealed record Feedback(
    Guid Id,
    Guid ConversationId,
    Guid MessageId,
    string Rating,
    string? Content,
    Guid? EndUserId,
    Guid? AccountId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);
