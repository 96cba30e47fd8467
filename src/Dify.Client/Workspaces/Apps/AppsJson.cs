using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Workspaces.Apps;

/// <summary>A page of apps.</summary>
internal sealed class AppPage
{
    public bool? HasMore { get; init; }

    public int? Total { get; init; }

    public IReadOnlyList<JsonElement> Data
    {
        get => field ?? [];
        init;
    }
}

/// <summary>The answer of <c>GET /apps/{app_id}/export</c>.</summary>
internal sealed class DslExport
{
    public string? Data { get; init; }
}

/// <summary>The answer of <c>GET /apps/imports/{app_id}/check-dependencies</c>.</summary>
internal sealed class DependencyCheck
{
    public IReadOnlyList<JsonElement> LeakedDependencies
    {
        get => field ?? [];
        init;
    }
}

/// <summary>The body of <c>POST /apps/imports</c>.</summary>
internal sealed record ImportBody
{
    public required string Mode { get; init; }

    public string? YamlContent { get; init; }

    public string? YamlUrl { get; init; }

    public string? AppId { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }
}

/// <summary>The body of <c>POST /apps/{app_id}/api-enable</c>.</summary>
internal sealed record ApiEnableBody
{
    public required bool EnableApi { get; init; }
}

/// <summary>How JSON becomes the apps of a workspace, generated when this library is compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    MaxDepth = JsonFormat.MaxDepth,
    Converters = [typeof(LenientConverters)]
)]
[JsonSerializable(typeof(WorkspaceApp))]
[JsonSerializable(typeof(AppTag))]
[JsonSerializable(typeof(AppPage))]
[JsonSerializable(typeof(DslExport))]
[JsonSerializable(typeof(DslImportResult))]
[JsonSerializable(typeof(DependencyCheck))]
internal sealed partial class AppsJson : JsonSerializerContext;

/// <summary>How requests about apps become JSON: what is null is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization,
    MaxDepth = JsonFormat.MaxDepth
)]
[JsonSerializable(typeof(ImportBody))]
[JsonSerializable(typeof(ApiEnableBody))]
internal sealed partial class AppsRequestJson : JsonSerializerContext;
