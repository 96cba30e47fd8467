using System.Text.Json.Serialization;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Annotations;

/// <summary>How JSON becomes annotations, generated when this library is compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    MaxDepth = JsonFormat.MaxDepth,
    Converters = [typeof(LenientConverters)]
)]
[JsonSerializable(typeof(Annotation))]
[JsonSerializable(typeof(AnnotationReplyJob))]
internal sealed partial class AnnotationJson : JsonSerializerContext;
