using System;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Annotations;

/// <summary>A question, and the answer that an app gives to it instead of one of its own.</summary>
public sealed class Annotation : DifyResource
{
    /// <summary>The annotation.</summary>
    public string Id { get => field ?? string.Empty; init; }

    /// <summary>The question.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Question { get; init; }

    /// <summary>The answer.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Answer { get; init; }

    /// <summary>How often it was given.</summary>
    public int? HitCount { get; init; }

    /// <summary>When it was made, local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
