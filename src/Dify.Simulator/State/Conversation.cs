using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;

namespace Dify.Simulator.State;

/// <summary>What one end user and the app have said to each other.</summary>
internal sealed class Conversation(
    Guid id, string user, string name, JsonObject inputs, string introduction, IReadOnlyList<SimulatedVariable> variables, long createdAt)
{
    private readonly Lock _lock = new();
    private readonly SimulatedCollection<Message> _messages = new(static one => one.Id);

    public Guid Id { get; } = id;

    public string User { get; } = user;

    public string Name { get; private set; } = name;

    public JsonObject Inputs { get; } = inputs;

    public string Introduction { get; } = introduction;

    public long CreatedAt { get; } = createdAt;

    public long UpdatedAt { get; private set; } = createdAt;

    /// <summary>The messages, oldest first.</summary>
    public IReadOnlyList<Message> Messages => _messages.OldestFirst;

    /// <summary>The app's variables, as they are here.</summary>
    public IReadOnlyList<ConversationVariable> Variables { get; } =
    [.. variables.Select(variable => new ConversationVariable(variable, createdAt))];

    public Message? FindMessage(Guid id) => _messages.Find(id);

    public void Rename(string to, long now)
    {
        lock (_lock)
        {
            Name = to;
            UpdatedAt = now;
        }
    }

    public void Add(Message message)
    {
        lock (_lock)
        {
            _messages.Add(message);
            UpdatedAt = message.CreatedAt;
        }
    }
}
