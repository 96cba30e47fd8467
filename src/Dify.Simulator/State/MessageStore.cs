using System;
using System.Collections.Generic;
using System.Linq;

namespace Dify.Simulator.State;

/// <summary>The messages of one app that are in no conversation: a Text Generator's.</summary>
internal sealed class MessageStore
{
    private readonly SimulatedCollection<(string User, Message Message)> _all = new(static entry => entry.Message.Id);

    public IEnumerable<Message> Messages => _all.OldestFirst.Select(static entry => entry.Message);

    public void Add(string user, Message message) => _all.Add((user, message));

    /// <summary>The message, if it is that end user's.</summary>
    public Message? Find(Guid id, string user) => _all.Find(id) is ({ } owner, { } message) && owner == user ? message : null;
}
