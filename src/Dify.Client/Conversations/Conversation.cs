using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Conversations;

/// <summary>What one end user and the app have said to each other.</summary>
public sealed class Conversation : Record
{
    /// <summary>The conversation.</summary>
    [JsonInclude]
    public string Id { get => field ?? string.Empty; internal set; }

    /// <summary>Its name.</summary>
    [JsonInclude]
    public string Name { get => field ?? string.Empty; internal set; }

    /// <summary>The values of the app's input variables that it began with.</summary>
    [JsonInclude]
    public JsonElement? Inputs { get; internal set; }

    /// <summary><c>normal</c> when it is in use.</summary>
    [JsonInclude]
    public string? Status { get; internal set; }

    /// <summary>What the app said before anybody else did.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Introduction { get; internal set; }

    /// <summary>When it began, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(CreatedAtSeconds);

    /// <summary>When something was last said, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? UpdatedAt => UnixTime.ToLocal(UpdatedAtSeconds);

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal long? CreatedAtSeconds { get; set; }

    [JsonInclude]
    [JsonPropertyName("updated_at")]
    internal long? UpdatedAtSeconds { get; set; }
}
