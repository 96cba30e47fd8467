using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Values;
using DifyPS.Bindings.Registry;

namespace DifyPS.Bindings.Workspaces;

/// <summary>
/// The connections and the journal of keys in the registry file, beside its apps. Versions without workspaces keep both as they are.
/// </summary>
internal static class WorkspaceEntries
{
    private const string WorkspacesField = "workspaces";
    private const string KeyOperationsField = "keyOperations";

    /// <summary>The same document with the entries understood; throws <c>RegistryDamaged</c> where a field is no list.</summary>
    public static RegistryDocument Read(RegistryDocument document, string path)
    {
        if (document.Unknown is not { Count: > 0 } unknown)
            return document;
        var rest = new Dictionary<string, JsonElement>();
        var connections = new List<JsonElement>();
        var operations = new List<JsonElement>();
        foreach (var field in unknown)
        {
            switch (field.Key)
            {
                case WorkspacesField:
                    connections.AddRange(ListOf(field.Value, field.Key, path));
                    break;
                case KeyOperationsField:
                    operations.AddRange(ListOf(field.Value, field.Key, path));
                    break;
                default:
                    rest[field.Key] = field.Value;
                    break;
            }
        }

        return Sort(document with { KeyOperations = operations, Unknown = rest.Count > 0 ? rest : null }, connections);
    }

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

    private static IEnumerable<JsonElement> ListOf(JsonElement field, string name, string path) =>
        field.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Array => field.EnumerateArray(),
            _ => throw RegistryReader.Damaged(path, Strings.FormatRegistryFieldKind(name), null),
        };

    private static RegistryDocument Sort(RegistryDocument document, IReadOnlyList<JsonElement> entries)
    {
        var good = new List<(int Number, WorkspaceConnection Connection, JsonElement Json)>();
        var damaged = new List<DamagedEntry>();
        for (var i = 0; i < entries.Count; i++)
        {
            var json = Encoding.UTF8.GetBytes(entries[i].GetRawText());
            if (ConnectionReader.Read(json, out var name, out var reason) is { } connection)
                good.Add((i + 1, connection, entries[i]));
            else
                damaged.Add(new DamagedEntry(i + 1, name, reason!, entries[i]) { IsWorkspace = true });
        }

        // Which of two entries of one name is meant, nobody can say.
        var twice = good.Select(one => one.Connection.Name)
            .Concat(damaged.Select(entry => entry.Name).OfType<string>())
            .GroupBy(name => name, AppName.Comparer)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key)
            .ToList();
        foreach (var one in good.Where(one => twice.Contains(one.Connection.Name, AppName.Comparer)).ToList())
        {
            good.Remove(one);
            damaged.Add(
                new DamagedEntry(one.Number, one.Connection.Name, Strings.FormatRegistryNameTwice(one.Connection.Name), one.Json)
                {
                    IsWorkspace = true,
                }
            );
        }

        return document with
        {
            Workspaces = [.. good.Select(one => one.Connection)],
            DamagedWorkspaces = [.. damaged.OrderBy(entry => entry.Number)],
        };
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
