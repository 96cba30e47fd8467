using System;
using System.Text.Json;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Conversations;

/// <summary>Something that a conversation remembers by a name.</summary>
public sealed class ConversationVariable : DifyResource
{
    /// <summary>The variable.</summary>
    public string Id { get => field ?? string.Empty; init; }

    /// <summary>Its name.</summary>
    public string Name { get => field ?? string.Empty; init; }

    /// <summary>
    /// <c>string</c>, <c>secret</c>, <c>number</c>, <c>boolean</c>, <c>object</c>, <c>file</c>, or <c>array[…]</c> of
    /// one of these or of <c>any</c>.
    /// </summary>
    public string? ValueType { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Its value. Dify writes all values as text; this is the value itself, where the text can be read as its type.</summary>
    public JsonElement? Value { get => field is { ValueKind: JsonValueKind.String } text ? Parse(text) : field; init; }

    /// <summary>When it was made, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed, in local time.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    private JsonElement Parse(JsonElement text)
    {
        if (ValueType is null or "string" or "secret")
            return text;

        // Some versions write truth values as Python does.
        var json = text.GetString()!;
        json = ValueType == "boolean" && json is "True" or "False" ? json.ToLowerInvariant() : json;
        try
        {
            using var document = JsonText.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
