using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Values;
using DifyPS.Bindings.Registry;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>
/// The connections and the journal of keys in the registry file, beside its apps. Versions without workspaces keep both as they are.
/// </summary>
internal static class WorkspaceEntries
{
    public const string WorkspacesField = "workspaces";
    public const string KeyOperationsField = "keyOperations";

    /// <summary>Writes them. What there is none of is not mentioned.</summary>
    public static void Write(Utf8JsonWriter writer, RegistryDocument document)
    {
        if (document.Workspaces.Count + document.DamagedWorkspaces.Count > 0)
        {
            writer.WriteStartArray(WorkspacesField);
            foreach (var connection in document.Workspaces)
                JsonSerializer.Serialize(writer, connection, WorkspaceEntriesJson.Default.WorkspaceConnection);
            WriteRaw(writer, document.DamagedWorkspaces.Select(entry => entry.Json));
            writer.WriteEndArray();
        }

        if (document.KeyOperations.Count > 0)
        {
            writer.WriteStartArray(KeyOperationsField);
            WriteRaw(writer, document.KeyOperations);
            writer.WriteEndArray();
        }
    }

    private static void WriteRaw(Utf8JsonWriter writer, IEnumerable<JsonElement> entries)
    {
        foreach (var entry in entries)
            writer.WriteRawValue(entry.GetRawText(), skipInputValidation: true);
    }
}

/// <summary>How connections are written: indented, since people review them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    MaxDepth = JsonFormat.MaxDepth
)]
[JsonSerializable(typeof(WorkspaceConnection))]
internal sealed partial class WorkspaceEntriesJson : JsonSerializerContext;
