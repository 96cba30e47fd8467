using System.Text.Json.Serialization;
using Dify.Client.Values;

namespace Dify.Client.Annotations;

/// <summary>The body of <c>POST /apps/annotations</c>, and of its <c>PUT</c>.</summary>
internal sealed record AnnotationBody
{
    public required string Question { get; init; }

    public required string Answer { get; init; }
}

/// <summary>The body of <c>POST /apps/annotation-reply/{action}</c>.</summary>
internal sealed record AnnotationReplyBody
{
    public required double ScoreThreshold { get; init; }

    public required string EmbeddingProviderName { get; init; }

    public required string EmbeddingModelName { get; init; }
}

/// <summary>How requests about annotations become JSON: what is null is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization,
    MaxDepth = JsonFormat.MaxDepth
)]
[JsonSerializable(typeof(AnnotationBody))]
[JsonSerializable(typeof(AnnotationReplyBody))]
internal sealed partial class AnnotationRequestJson : JsonSerializerContext;
