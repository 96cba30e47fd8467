using System.Text.Json.Serialization;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.EndUsers;

/// <summary>How JSON becomes end users, generated when this library is compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    MaxDepth = JsonFormat.MaxDepth,
    Converters = [typeof(LenientConverters)]
)]
[JsonSerializable(typeof(EndUser))]
internal sealed partial class EndUserJson : JsonSerializerContext;
