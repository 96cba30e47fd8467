using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of <c>agent_log</c>.</summary>
public sealed class AgentLogData
{
    /// <summary>The execution of the Agent node.</summary>
    [JsonInclude]
    public string? NodeExecutionId { get; internal set; }

    /// <summary>The entry.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>What it is about.</summary>
    [JsonInclude]
    public string? Label { get; internal set; }

    /// <summary>The entry this one is part of.</summary>
    [JsonInclude]
    public string? ParentId { get; internal set; }

    /// <summary>What went wrong.</summary>
    [JsonInclude]
    public string? Error { get; internal set; }

    /// <summary>How the step stands.</summary>
    [JsonInclude]
    public string? Status { get; internal set; }

    /// <summary>The entry's content.</summary>
    [JsonInclude]
    public JsonElement? Data { get; internal set; }

    /// <summary>Times, tokens and the like.</summary>
    [JsonInclude]
    public JsonElement? Metadata { get; internal set; }

    /// <summary>The Agent node.</summary>
    [JsonInclude]
    public string? NodeId { get; internal set; }
}
