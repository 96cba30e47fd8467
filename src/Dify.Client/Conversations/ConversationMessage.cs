using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Conversations;

/// <summary>A question and its answer, as a conversation keeps them.</summary>
public sealed class ConversationMessage : DifyResource
{
    /// <summary>The message.</summary>
    public string Id { get => field ?? string.Empty; init; }

    /// <summary>The conversation it belongs to.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The message it follows; null for the first one.</summary>
    public string? ParentMessageId { get; init; }

    /// <summary>The values of the app's input variables.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>The question.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string Query { get => field ?? string.Empty; init; }

    /// <summary>The answer.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string Answer { get => field ?? string.Empty; init; }

    /// <summary><c>normal</c>, or <c>error</c> when no answer could be made.</summary>
    public string? Status { get; init; }

    /// <summary>Why none could be made.</summary>
    public string? Error { get; init; }

    /// <summary>The files of the question and of the answer.</summary>
    [JsonPropertyName("message_files")]
    public IReadOnlyList<AttachedFile> Files { get => field ?? []; init; }

    /// <summary>What the end user thinks of the answer; null when nothing was said.</summary>
    public MessageFeedback? Feedback { get; init; }

    /// <summary>What the answer was drawn from.</summary>
    [JsonPropertyName("retriever_resources")]
    public IReadOnlyList<Citation> Citations { get => field ?? []; init; }

    /// <summary>An agent's steps.</summary>
    [JsonPropertyName("agent_thoughts")]
    public IReadOnlyList<AgentThought> Thoughts { get => field ?? []; init; }

    /// <summary>The forms that a chatflow waited for on the way to its answer.</summary>
    [JsonPropertyName("extra_contents")]
    public IReadOnlyList<HumanInput> HumanInput { get => field ?? []; init; }

    /// <summary>Tokens of the question.</summary>
    public long? MessageTokens { get; init; }

    /// <summary>Tokens of the answer.</summary>
    public long? AnswerTokens { get; init; }

    /// <summary>All tokens.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>The price of all tokens; null when none is known.</summary>
    public decimal? TotalPrice { get; init; }

    /// <summary>The currency of the price.</summary>
    public string? Currency { get; init; }

    /// <summary>How long the model took.</summary>
    [JsonPropertyName("provider_response_latency")]
    public TimeSpan? Latency { get; init; }

    /// <summary>When it was sent, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Reads a message back from its <see cref="DifyResource.Json"/>, where that was kept.</summary>
    /// <param name="json">The message.</param>
    /// <returns>The message.</returns>
    /// <exception cref="JsonException">It is no message.</exception>
    public static ConversationMessage FromJson(JsonElement json)
    {
        var message = json.Deserialize(ConversationJson.Default.ConversationMessage) ?? throw new JsonException("null");
        message.Json = json;
        return message;
    }
}
