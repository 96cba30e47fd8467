using System.Text.Json.Serialization;
using Dify.Client.Values;

namespace Dify.Client.Audio;

/// <summary>The body of <c>POST /text-to-audio</c>.</summary>
internal sealed record SpeechBody
{
    public string? Text { get; init; }

    public string? MessageId { get; init; }

    public required string User { get; init; }

    public string? Voice { get; init; }
}

/// <summary>How requests about sound become JSON: what is null is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization,
    MaxDepth = JsonFormat.MaxDepth
)]
[JsonSerializable(typeof(SpeechBody))]
internal sealed partial class AudioRequestJson : JsonSerializerContext;
