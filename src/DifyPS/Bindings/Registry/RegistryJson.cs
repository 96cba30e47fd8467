using System.Text.Json.Serialization;
using Dify.Client.Values;

namespace DifyPS.Bindings.Registry;

/// <summary>How the registry is written: indented, since people review it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    MaxDepth = JsonFormat.MaxDepth)]
[JsonSerializable(typeof(AppBinding))]
internal sealed partial class RegistryJson : JsonSerializerContext
{
}
