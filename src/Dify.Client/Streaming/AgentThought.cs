using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>A step of an agent: what it thought, and the tool it called.</summary>
public sealed class AgentThought
{
    /// <summary>The step.</summary>
    public string? Id { get; init; }

    /// <summary>The message it belongs to.</summary>
    public string? MessageId { get; init; }

    /// <summary>Its place in the order of steps.</summary>
    public int? Position { get; init; }

    /// <summary>What the model thinks.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Thought { get; init; }

    /// <summary>The tools it called, with semicolons between.</summary>
    public string? Tool { get; init; }

    /// <summary>What they were given, as JSON.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? ToolInput { get; init; }

    /// <summary>What they answered.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Observation { get; init; }

    /// <summary>The ids of files that belong to it.</summary>
    public IReadOnlyList<string> MessageFiles { get => field ?? Files ?? []; init; }

    /// <summary>The same by the name that it has in a conversation's history.</summary>
    [JsonInclude]
    internal IReadOnlyList<string>? Files { get; set; }

    /// <summary>When it was made, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
