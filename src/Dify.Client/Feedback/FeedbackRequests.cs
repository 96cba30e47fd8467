using System.Text.Json.Serialization;
using Dify.Client.Values;

namespace Dify.Client.Feedback;

/// <summary>The body of <c>POST /messages/{message_id}/feedbacks</c>.</summary>
internal sealed record FeedbackBody
{
    /// <summary>Null, which is written, takes back what was said before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Rating { get; init; }

    public string? Content { get; init; }

    public required string User { get; init; }
}

/// <summary>How requests about feedback become JSON: what is null is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization,
    MaxDepth = JsonFormat.MaxDepth
)]
[JsonSerializable(typeof(FeedbackBody))]
internal sealed partial class FeedbackRequestJson : JsonSerializerContext;
