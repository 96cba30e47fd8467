using System;
using System.Collections.Generic;
using System.Linq;

namespace Dify.Simulator.State;

/// <summary>The conversations of one app.</summary>
internal sealed class ConversationStore
{
    private readonly SimulatedCollection<Conversation> _all = new(static one => one.Id);

    public void Add(Conversation conversation) => _all.Add(conversation);

    /// <summary>The conversation, if it is that end user's.</summary>
    public Conversation? Find(Guid id, string user) => _all.Find(id) is { } found && found.User == user ? found : null;

    /// <summary>A message of whatever conversation, if that end user got it.</summary>
    public (Conversation Conversation, Message Message)? FindMessage(Guid id, string user)
    {
        foreach (var conversation in Of(user))
        {
            if (conversation.FindMessage(id) is { } message)
                return (conversation, message);
        }

        return null;
    }

    public bool Remove(Guid id) => _all.Remove(id);

    /// <summary>An end user's conversations in the order they were begun.</summary>
    public IReadOnlyList<Conversation> Of(string user) => [.. _all.OldestFirst.Where(one => one.User == user)];

    /// <summary>Every message of the app.</summary>
    public IEnumerable<Message> Messages => _all.OldestFirst.SelectMany(one => one.Messages);
}
