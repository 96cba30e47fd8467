using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Dify.Simulator.State;

/// <summary>The conversations of one app.</summary>
internal sealed class ConversationStore
{
    private readonly ConcurrentDictionary<Guid, (long Order, Conversation Conversation)> _all = new();
    private long _order;

    public void Add(Conversation conversation) =>
        _all[conversation.Id] = (Interlocked.Increment(ref _order), conversation);

    /// <summary>The conversation, if it is that end user's.</summary>
    public Conversation? Find(Guid id, string user) =>
        _all.TryGetValue(id, out var entry) && entry.Conversation.User == user ? entry.Conversation : null;

    /// <summary>A message of whatever conversation, if that end user got it.</summary>
    public (Conversation Conversation, Message Message)? FindMessage(Guid id, string user)
    {
        foreach (var (_, conversation) in _all.Values.Where(entry => entry.Conversation.User == user))
        {
            if (conversation.Messages.FirstOrDefault(message => message.Id == id) is { } message)
            {
                return (conversation, message);
            }
        }

        return null;
    }

    public bool Remove(Guid id) => _all.TryRemove(id, out _);

    /// <summary>An end user's conversations in the order they were begun.</summary>
    public IReadOnlyList<Conversation> Of(string user) =>
        [.. _all.Values.Where(entry => entry.Conversation.User == user).OrderBy(entry => entry.Order).Select(entry => entry.Conversation)];

    /// <summary>Every message of the app.</summary>
    public IEnumerable<Message> Messages => _all.Values.SelectMany(entry => entry.Conversation.Messages);
}
