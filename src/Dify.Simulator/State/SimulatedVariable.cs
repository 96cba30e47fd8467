using System;
using System.Text.Json.Nodes;
using Dify.Simulator.State;

namespace Dify.Simulator;

/// <summary>A variable that every conversation of an app begins with.</summary>
public sealed record SimulatedVariable
{
    private static readonly string[] Types =
    [
        "string", "number", "object", "secret", "file", "boolean",
        "array[any]", "array[string]", "array[number]", "array[object]", "array[file]", "array[boolean]",
    ];

    /// <summary>Declares a variable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type, as Dify calls it: <c>string</c>, <c>array[number]</c>, ...</param>
    /// <param name="value">The value a conversation begins with.</param>
    /// <param name="description">What it is for.</param>
    public SimulatedVariable(string name, string type, JsonNode? value, string description = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (Array.IndexOf(Types, type) < 0)
            throw new ArgumentException($"'{type}' is no type of a variable. The types are {string.Join(", ", Types)}.", nameof(type));

        if (!ConversationVariable.Fits(type, value))
            throw new ArgumentException($"The value of '{name}' is no {type}.", nameof(value));

        Name = name;
        Type = type;
        Value = value;
        Description = description;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its type.</summary>
    public string Type { get; }

    /// <summary>The value a conversation begins with.</summary>
    public JsonNode? Value { get; }

    /// <summary>What it is for.</summary>
    public string Description { get; }
}
