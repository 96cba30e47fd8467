using System.Text.Json.Serialization;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Conversations;

/// <summary>How JSON becomes conversations, generated when this library is compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    MaxDepth = JsonFormat.MaxDepth,
    Converters = [typeof(LenientConverters)]
)]
[JsonSerializable(typeof(Conversation))]
[JsonSerializable(typeof(ConversationMessage))]
[JsonSerializable(typeof(ConversationVariable))]
internal sealed partial class ConversationJson : JsonSerializerContext;
