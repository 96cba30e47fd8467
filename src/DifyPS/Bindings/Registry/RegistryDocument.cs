using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Text.Json;
using Dify.Client.Values;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Registry;

/// <summary>A registry as it is understood: its bindings, and the entries that are none.</summary>
internal sealed record RegistryDocument
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public IReadOnlyList<AppBinding> Apps { get; init; } = Array.Empty<AppBinding>();

    /// <summary>They keep nobody else from working, and are written back as they were read.</summary>
    public IReadOnlyList<DamagedEntry> Damaged { get; init; } = Array.Empty<DamagedEntry>();

    /// <summary>The workspace connections.</summary>
    public IReadOnlyList<WorkspaceConnection> Workspaces { get; init; } = Array.Empty<WorkspaceConnection>();

    /// <summary>Those that cannot be understood.</summary>
    public IReadOnlyList<DamagedEntry> DamagedWorkspaces { get; init; } = Array.Empty<DamagedEntry>();

    /// <summary>What was begun with keys and is not known to be done, as it stands in the file.</summary>
    public IReadOnlyList<JsonElement> KeyOperations { get; init; } = Array.Empty<JsonElement>();

    public IDictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>Writes it, indented, since people review it. What was not understood is written letter by letter as it was read.</summary>
    public void Write(Stream stream)
    {
        using var writer = new Utf8JsonWriter(stream, JsonFormat.WritingForReview);
        writer.WriteStartObject();
        writer.WriteNumber("version", Version);
        writer.WriteStartArray("apps");
        foreach (var app in Apps)
            JsonSerializer.Serialize(writer, app, RegistryJson.Default.AppBinding);
        foreach (var entry in Damaged)
            writer.WriteRawValue(entry.Json.GetRawText(), skipInputValidation: true);
        writer.WriteEndArray();
        WorkspaceEntries.Write(writer, this);
        foreach (var field in Unknown ?? new Dictionary<string, JsonElement>())
        {
            writer.WritePropertyName(field.Key);
            writer.WriteRawValue(field.Value.GetRawText(), skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}

/// <summary>An entry that cannot be understood.</summary>
/// <param name="Number">Its place in the file; the first is 1.</param>
/// <param name="Name">The name that it seems to be for; null when there is none to be made out.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Json">The entry as it stands in the file.</param>
internal sealed record DamagedEntry(int Number, string? Name, string Reason, JsonElement Json)
{
    /// <summary>Whether it is one of the workspace connections, which are counted by themselves.</summary>
    public bool IsWorkspace { get; init; }

    public DifyCommandException ToException(string path) => new(
        "RegistryDamaged", ErrorCategory.InvalidData,
        IsWorkspace
            ? Name is null
                ? Strings.FormatRegistryWorkspaceDamaged(Number, path, Reason)
                : Strings.FormatRegistryWorkspaceDamagedNamed(Number, Name, path, Reason)
            : Name is null
            ? Strings.FormatRegistryEntryDamaged(Number, path, Reason)
            : Strings.FormatRegistryEntryDamagedNamed(Number, Name, path, Reason),
        IsWorkspace ? Strings.RegistryWorkspaceDamagedAction : Strings.RegistryEntryDamagedAction, IsWorkspace ? null : Name);
}
