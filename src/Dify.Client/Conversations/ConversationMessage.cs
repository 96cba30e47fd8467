using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Chat;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Conversations;

/// <summary>A question and its answer, as a conversation keeps them.</summary>
public sealed class ConversationMessage : Record
{
    /// <summary>The message.</summary>
    [JsonInclude]
    public string Id { get => field ?? string.Empty; internal set; }

    /// <summary>The conversation it belongs to.</summary>
    [JsonInclude]
    public string? ConversationId { get; internal set; }

    /// <summary>The message it follows; null for the first one.</summary>
    [JsonInclude]
    public string? ParentMessageId { get; internal set; }

    /// <summary>The values of the app's input variables.</summary>
    [JsonInclude]
    public JsonElement? Inputs { get; internal set; }

    /// <summary>The question.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string Query { get => field ?? string.Empty; internal set; }

    /// <summary>The answer.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string Answer { get => field ?? string.Empty; internal set; }

    /// <summary><c>normal</c>, or <c>error</c> when no answer could be made.</summary>
    [JsonInclude]
    public string? Status { get; internal set; }

    /// <summary>Why none could be made.</summary>
    [JsonInclude]
    public string? Error { get; internal set; }

    /// <summary>The files of the question and of the answer.</summary>
    [JsonInclude]
    [JsonPropertyName("message_files")]
    public IReadOnlyList<AttachedFile> Files { get => field ?? []; internal set; }

    /// <summary>What the end user thinks of the answer; null when nothing was said.</summary>
    [JsonInclude]
    public MessageFeedback? Feedback { get; internal set; }

    /// <summary>What the answer was drawn from.</summary>
    [JsonInclude]
    [JsonPropertyName("retriever_resources")]
    public IReadOnlyList<Citation> Citations { get => field ?? []; internal set; }

    /// <summary>An agent's steps.</summary>
    [JsonInclude]
    [JsonPropertyName("agent_thoughts")]
    public IReadOnlyList<AgentThought> Thoughts { get => field ?? []; internal set; }

    /// <summary>The forms that a chatflow waited for on the way to its answer.</summary>
    [JsonInclude]
    [JsonPropertyName("extra_contents")]
    public IReadOnlyList<HumanInput> HumanInput { get => field ?? []; internal set; }

    /// <summary>Tokens of the question.</summary>
    [JsonInclude]
    public long? MessageTokens { get; internal set; }

    /// <summary>Tokens of the answer.</summary>
    [JsonInclude]
    public long? AnswerTokens { get; internal set; }

    /// <summary>All tokens.</summary>
    [JsonInclude]
    public long? TotalTokens { get; internal set; }

    /// <summary>The price of all tokens; null when none is known.</summary>
    [JsonInclude]
    public decimal? TotalPrice { get; internal set; }

    /// <summary>The currency of the price.</summary>
    [JsonInclude]
    public string? Currency { get; internal set; }

    /// <summary>How long the model took, in seconds.</summary>
    [JsonInclude]
    [JsonPropertyName("provider_response_latency")]
    public double? LatencySeconds { get; internal set; }

    /// <summary>When it was sent, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(CreatedAtSeconds);

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal long? CreatedAtSeconds { get; set; }

    /// <summary>Reads a message back from its <see cref="Record.Json"/>, where that was kept.</summary>
    /// <param name="json">The message.</param>
    /// <returns>The message.</returns>
    /// <exception cref="JsonException">It is no message.</exception>
    public static ConversationMessage FromJson(JsonElement json)
    {
        var message = json.Deserialize(DifyJson.Default.ConversationMessage) ?? throw new JsonException("null");
        message.Json = json;
        return message;
    }
}
