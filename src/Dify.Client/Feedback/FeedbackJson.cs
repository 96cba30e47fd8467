using System.Text.Json.Serialization;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Feedback;

/// <summary>How JSON becomes feedback, generated when this library is compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    MaxDepth = JsonFormat.MaxDepth,
    Converters = [typeof(LenientConverters)]
)]
[JsonSerializable(typeof(FeedbackItem))]
internal sealed partial class FeedbackJson : JsonSerializerContext;
