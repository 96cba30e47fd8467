using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dify.Simulator.State;

/// <summary>A variable as one conversation has it.</summary>
internal sealed class ConversationVariable(SimulatedVariable declared, long createdAt)
{
    public Guid Id { get; } = Guid.NewGuid();

    public string Name => declared.Name;

    public string Type => declared.Type;

    public string Description => declared.Description;

    public JsonNode? Value { get; private set; } = declared.Value?.DeepClone();

    public long CreatedAt { get; } = createdAt;

    public long UpdatedAt { get; private set; } = createdAt;

    public void Set(JsonNode? value, long now)
    {
        Value = value?.DeepClone();
        UpdatedAt = now;
    }

    /// <summary>Whether a value is of a type, as Dify calls them.</summary>
    public static bool Fits(string type, JsonNode? value) => type switch
    {
        "string" or "secret" => TypeOf(value) == "string",
        "number" or "boolean" or "object" => TypeOf(value) == type,
        "file" => TypeOf(value) == "object",
        "array[any]" => value is JsonArray,
        _ => value is JsonArray array && array.All(item => Fits(type["array[".Length..^1], item)),
    };

    public static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        _ => "null",
    };
}
