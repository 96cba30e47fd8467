using System.Text.Json.Serialization;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Conversations;

/// <summary>What the end user thinks of an answer.</summary>
public sealed class MessageFeedback
{
    /// <summary><c>like</c> or <c>dislike</c>.</summary>
    public string? Rating { get; init; }
}
