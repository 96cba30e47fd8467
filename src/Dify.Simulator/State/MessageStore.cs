using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace Dify.Simulator.State;

/// <summary>The messages of one app that are in no conversation: a Text Generator's.</summary>
internal sealed class MessageStore
{
    private readonly ConcurrentDictionary<Guid, (string User, Message Message)> _all = new();

    public IEnumerable<Message> Messages => _all.Values.Select(static entry => entry.Message);

    public void Add(string user, Message message) => _all[message.Id] = (user, message);

    /// <summary>The message, if it is that end user's.</summary>
    public Message? Find(Guid id, string user) => _all.TryGetValue(id, out var entry) && entry.User == user ? entry.Message : null;
}
