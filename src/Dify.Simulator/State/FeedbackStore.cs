using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Dify.Simulator.State;

/// <summary>What people think of one app's answers: at most one opinion of the end user and one of an admin a message.</summary>
internal sealed class FeedbackStore(SimulatorState state)
{
    private readonly Lock _lock = new();
    private readonly List<Feedback> _all = [];

    /// <summary>All, those that came last first.</summary>
    public IReadOnlyList<Feedback> NewestFirst
    {
        get
        {
            lock (_lock)
            {
                return [.. Enumerable.Reverse(_all)];
            }
        }
    }

    /// <summary>What the message's end user thinks, or null.</summary>
    public string? RatingOf(Guid messageId)
    {
        lock (_lock)
        {
            return Find(messageId, byAdmin: false)?.Rating;
        }
    }

    public void Put(Guid conversationId, Guid messageId, string rating, string? content, Guid? endUserId)
    {
        var now = state.Time.GetUtcNow();
        lock (_lock)
        {
            if (Find(messageId, endUserId is null) is { } known)
            {
                _all[_all.IndexOf(known)] = known with { Rating = rating, Content = content, UpdatedAt = now };
                return;
            }

            _all.Add(new Feedback(
                Guid.NewGuid(), conversationId, messageId, rating, content, endUserId, endUserId is null ? Guid.NewGuid() : null, now, now));
        }
    }

    /// <summary>Takes the end user's opinion back; false when there is none.</summary>
    public bool Withdraw(Guid messageId)
    {
        lock (_lock)
        {
            return Find(messageId, byAdmin: false) is { } known && _all.Remove(known);
        }
    }

    public void Forget(Guid conversationId)
    {
        lock (_lock)
        {
            _all.RemoveAll(one => one.ConversationId == conversationId);
        }
    }

    private Feedback? Find(Guid messageId, bool byAdmin) => _all.Find(one => one.MessageId == messageId && one.EndUserId is null == byAdmin);
}

/// <summary>One opinion: an end user's, or an admin's, who has an account.</summary>
internal sealed record Feedback(
    Guid Id, Guid ConversationId, Guid MessageId, string Rating, string? Content, Guid? EndUserId, Guid? AccountId, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
