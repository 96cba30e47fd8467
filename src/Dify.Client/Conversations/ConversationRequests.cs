using System.Text.Json.Serialization;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Conversations;

/// <summary>The body of <c>POST /conversations/{conversation_id}/name</c>.</summary>
internal sealed record RenameBody
{
    public string? Name { get; init; }

    public required bool AutoGenerate { get; init; }

    public required string User { get; init; }
}

/// <summary>The body of <c>DELETE /conversations/{conversation_id}</c>.</summary>
internal sealed record DeleteBody
{
    public required string User { get; init; }
}

/// <summary>The body of <c>PUT /conversations/{conversation_id}/variables/{variable_id}</c>.</summary>
internal sealed record VariableBody
{
    public required PlainValue Value { get; init; }

    public required string User { get; init; }
}

/// <summary>How requests about conversations become JSON: what is null is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization,
    MaxDepth = JsonFormat.MaxDepth
)]
[JsonSerializable(typeof(RenameBody))]
[JsonSerializable(typeof(DeleteBody))]
[JsonSerializable(typeof(VariableBody))]
internal sealed partial class ConversationRequestJson : JsonSerializerContext;
