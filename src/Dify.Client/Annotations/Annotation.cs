using System;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Annotations;

/// <summary>A question, and the answer that an app gives to it instead of one of its own.</summary>
public sealed class Annotation : Record
{
    /// <summary>The annotation.</summary>
    [JsonInclude]
    public string Id { get => field ?? string.Empty; internal set; }

    /// <summary>The question.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Question { get; internal set; }

    /// <summary>The answer.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Answer { get; internal set; }

    /// <summary>How often it was given.</summary>
    [JsonInclude]
    public int? HitCount { get; internal set; }

    /// <summary>When it was made, local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(CreatedAtSeconds);

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal long? CreatedAtSeconds { get; set; }
}
