using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Conversations;

/// <summary>Something that a conversation remembers by a name.</summary>
public sealed class ConversationVariable : Record
{
    /// <summary>The variable.</summary>
    [JsonInclude]
    public string Id { get => field ?? string.Empty; internal set; }

    /// <summary>Its name.</summary>
    [JsonInclude]
    public string Name { get => field ?? string.Empty; internal set; }

    /// <summary>
    /// <c>string</c>, <c>secret</c>, <c>number</c>, <c>boolean</c>, <c>object</c>, <c>file</c>, or <c>array[…]</c> of
    /// one of these or of <c>any</c>.
    /// </summary>
    [JsonInclude]
    public string? ValueType { get; internal set; }

    /// <summary>What it is for.</summary>
    [JsonInclude]
    public string? Description { get; internal set; }

    /// <summary>Its value. Dify writes all values as text; this is the value itself, where the text can be read as its type.</summary>
    [JsonIgnore]
    public JsonElement? Value => Written is { ValueKind: JsonValueKind.String } text ? Parse(text) : Written;

    /// <summary>When it was made, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(CreatedAtSeconds);

    /// <summary>When it was last changed, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? UpdatedAt => UnixTime.ToLocal(UpdatedAtSeconds);

    [JsonInclude]
    [JsonPropertyName("value")]
    internal JsonElement? Written { get; set; }

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal long? CreatedAtSeconds { get; set; }

    [JsonInclude]
    [JsonPropertyName("updated_at")]
    internal long? UpdatedAtSeconds { get; set; }

    private JsonElement Parse(JsonElement text)
    {
        if (ValueType is null or "string" or "secret")
        {
            return text;
        }

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
