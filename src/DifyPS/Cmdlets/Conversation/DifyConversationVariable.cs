using System;
using Dify.Client.Conversations;
using DifyPS.Pipeline;

namespace DifyPS;

/// <summary>Something that a conversation remembers by a name.</summary>
public sealed class DifyConversationVariable : DifyRecord
{
    internal DifyConversationVariable(string app, string user, string conversationId, ConversationVariable variable)
        : base(app, variable.Json)
    {
        User = user;
        ConversationId = conversationId;
        VariableId = variable.Id;
        Name = variable.Name;
        ValueType = variable.ValueType;
        Value = variable.Value is { } value ? PowerShellValues.FromJson(value) : null;
        Description = variable.Description;
        CreatedAt = variable.CreatedAt;
        UpdatedAt = variable.UpdatedAt;
    }

    /// <summary>The end user whose conversation it is.</summary>
    public string User { get; }

    /// <summary>The conversation.</summary>
    public string ConversationId { get; }

    /// <summary>Dify's id of it.</summary>
    public string VariableId { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its type, as Dify calls it: <c>string</c>, <c>number</c>, <c>array[object]</c>, ...</summary>
    public string? ValueType { get; }

    /// <summary>Its value: text, a number, a truth value, an object or an array of these.</summary>
    public object? Value { get; }

    /// <summary>What it is for.</summary>
    public string? Description { get; }

    /// <summary>When it was made, local time.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>When it was last changed, local time.</summary>
    public DateTimeOffset? UpdatedAt { get; }

    /// <summary>Gives name and value.</summary>
    public override string ToString() => Readable.Text($"{Name} = {Value}");
}
