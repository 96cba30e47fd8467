using System.Text.Json.Serialization;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Workspaces;

/// <summary>The answer of <c>GET /workspaces</c>; the programmatic API has a page instead.</summary>
internal sealed class WorkspaceList
{
    public System.Collections.Generic.IReadOnlyList<System.Text.Json.JsonElement>? Workspaces { get; init; }

    public System.Collections.Generic.IReadOnlyList<System.Text.Json.JsonElement>? Data { get; init; }
}

/// <summary>The body of <c>POST /workspaces/switch</c>.</summary>
internal sealed record SwitchBody
{
    public required string TenantId { get; init; }
}

/// <summary>How JSON becomes accounts and workspaces, generated when this library is compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    MaxDepth = JsonFormat.MaxDepth,
    Converters = [typeof(LenientConverters)]
)]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(Workspace))]
[JsonSerializable(typeof(WorkspaceList))]
internal sealed partial class WorkspaceJson : JsonSerializerContext;

/// <summary>How requests about workspaces become JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Serialization,
    MaxDepth = JsonFormat.MaxDepth
)]
[JsonSerializable(typeof(SwitchBody))]
internal sealed partial class WorkspaceRequestJson : JsonSerializerContext;
