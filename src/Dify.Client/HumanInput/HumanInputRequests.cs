using System.Text.Json.Serialization;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.HumanInput;

/// <summary>The body of <c>POST /form/human_input/{form_token}</c>.</summary>
internal sealed record FormBody
{
    public required PlainValue Inputs { get; init; }

    public required string Action { get; init; }

    public required string User { get; init; }
}

/// <summary>How submitted forms become JSON: what is null is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization,
    MaxDepth = JsonFormat.MaxDepth
)]
[JsonSerializable(typeof(FormBody))]
internal sealed partial class HumanInputRequestJson : JsonSerializerContext;
