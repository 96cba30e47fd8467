using System.Text.Json;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of <c>agent_log</c>.</summary>
public sealed class AgentLogData
{
    /// <summary>The execution of the Agent node.</summary>
    public string? NodeExecutionId { get; init; }

    /// <summary>The entry.</summary>
    public string? Id { get; init; }

    /// <summary>What it is about.</summary>
    public string? Label { get; init; }

    /// <summary>The entry this one is part of.</summary>
    public string? ParentId { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; init; }

    /// <summary>How the step stands.</summary>
    public string? Status { get; init; }

    /// <summary>The entry's content.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Times, tokens and the like.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The Agent node.</summary>
    public string? NodeId { get; init; }
}
