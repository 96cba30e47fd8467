using System;
using Dify.Client.Conversations;
using DifyPS.Common;

namespace DifyPS;

/// <summary>Something that a conversation remembers by a name.</summary>
public sealed class DifyConversationVariable : DifyRecord
{
    internal DifyConversationVariable(string app, string user, string conversationId, ConversationVariable variable)
        : base(app, variable)
    {
        User = user;
        ConversationId = conversationId;
    }

    /// <summary>The end user whose conversation it is.</summary>
    public string User { get; }

    /// <summary>The conversation.</summary>
    public string ConversationId { get; }

    /// <summary>Dify's id of it.</summary>
    public string VariableId => Model.Id;

    /// <summary>Its name.</summary>
    public string Name => Model.Name;

    /// <summary>Its type, as Dify calls it: <c>string</c>, <c>number</c>, <c>array[object]</c>, ...</summary>
    public string? ValueType => Model.ValueType;

    /// <summary>Its value: text, a number, a truth value, an object or an array of these.</summary>
    public object? Value => field ??= Model.Value is { } json ? PowerShellValues.FromJson(json) : null;

    /// <summary>What it is for.</summary>
    public string? Description => Model.Description;

    /// <summary>When it was made, local time.</summary>
    public DateTimeOffset? CreatedAt => Model.CreatedAt;

    /// <summary>When it was last changed, local time.</summary>
    public DateTimeOffset? UpdatedAt => Model.UpdatedAt;

    /// <summary>Gives name and value.</summary>
    public override string ToString() => DisplayFormat.Text($"{Name} = {Value}");

    private ConversationVariable Model => (ConversationVariable)Raw!;
}
