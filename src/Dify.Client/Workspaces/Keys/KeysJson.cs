using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Workspaces.Keys;

/// <summary>A key as the server writes it. It does not leave this folder: the token is in it.</summary>
internal sealed class KeyFields
{
    public string? Id { get; init; }

    public string? Token { get; init; }

    public IReadOnlyList<string>? DatasetIds { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>A list of keys.</summary>
internal sealed class KeyList
{
    public IReadOnlyList<KeyFields> Data
    {
        get => field ?? [];
        init;
    }
}

/// <summary>The body of <c>POST /datasets/api-keys</c>.</summary>
internal sealed record KnowledgeKeyBody
{
    public IReadOnlyList<string>? DatasetIds { get; init; }
}

/// <summary>How JSON becomes keys, generated when this library is compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    MaxDepth = JsonFormat.MaxDepth,
    Converters = [typeof(LenientConverters)]
)]
[JsonSerializable(typeof(KeyFields))]
[JsonSerializable(typeof(KeyList))]
internal sealed partial class KeysJson : JsonSerializerContext;

/// <summary>How requests about keys become JSON: what is null is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization,
    MaxDepth = JsonFormat.MaxDepth
)]
[JsonSerializable(typeof(KnowledgeKeyBody))]
internal sealed partial class KeysRequestJson : JsonSerializerContext;
