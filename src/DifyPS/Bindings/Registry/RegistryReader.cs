using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using Dify.Client.Values;
using DifyPS.Bindings.Workspaces;
using DifyPS.Common;

namespace DifyPS.Bindings.Registry;

/// <summary>
/// Understands a registry, entry by entry: one that is damaged is known by its place and its name, and the others go on.
/// </summary>
internal static class RegistryReader
{
    public static readonly JsonReaderOptions Options = new() { MaxDepth = JsonFormat.MaxDepth };

    /// <summary>Throws <c>RegistryDamaged</c> where the file as a whole cannot be understood, and <c>RegistryTooNew</c>.</summary>
    public static RegistryDocument Parse(string path, byte[] bytes)
    {
        try
        {
            return Read(path, bytes);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a character, which no text can hold, is no JsonException.
            throw Damaged(path, e.Message, e);
        }
    }

    private static RegistryDocument Read(string path, byte[] bytes)
    {
        var text = new ReadOnlySpan<byte>(bytes);
        if (text.StartsWith(new byte[] { 0xEF, 0xBB, 0xBF }))
            text = text.Slice(3);
        var reader = new Utf8JsonReader(text, Options);
        reader.Read();
        var first = reader.TokenType;
        var version = RegistryDocument.CurrentVersion;
        string? problem = null;
        var fields = new HashSet<string>(StringComparer.Ordinal);
        var apps = new EntryList<AppBinding>();
        var workspaces = new EntryList<WorkspaceConnection>();
        var operations = new List<JsonElement>();
        string? kind = null;
        Dictionary<string, JsonElement>? unknown = null;
        if (first != JsonTokenType.StartObject)
            reader.Skip();
        while (first == JsonTokenType.StartObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.GetString()!;
            // The last of them would be taken, and what the others say would be lost with the next write.
            if (!fields.Add(field))
                problem ??= Strings.FormatRegistryFieldTwice(field);
            reader.Read();
            switch (field)
            {
                case "version" when reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out version) || version < 1:
                    problem ??= Strings.FormatRegistryVersion(Encoding.UTF8.GetString(Raw(ref reader, text).ToArray()));
                    break;
                case "version":
                    break;
                case "apps" or WorkspaceEntries.WorkspacesField or WorkspaceEntries.KeyOperationsField
                    when reader.TokenType == JsonTokenType.Null:
                    break;
                case "apps" or WorkspaceEntries.WorkspacesField or WorkspaceEntries.KeyOperationsField
                    when reader.TokenType != JsonTokenType.StartArray:
                    kind ??= Strings.FormatRegistryFieldKind(field);
                    reader.Skip();
                    break;
                case "apps":
                    apps.Read(ref reader, text, BindingReader.Read);
                    break;
                case WorkspaceEntries.WorkspacesField:
                    workspaces.Read(ref reader, text, ConnectionReader.Read);
                    break;
                case WorkspaceEntries.KeyOperationsField:
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                        operations.Add(JsonElement.ParseValue(ref reader));
                    break;
                default:
                    Keep(ref unknown, field, ref reader);
                    break;
            }
        }

        // Anything but white space behind it makes this throw.
        reader.Read();
        if (first != JsonTokenType.StartObject)
            throw Damaged(path, first == JsonTokenType.Null ? Strings.RegistryEmpty : Strings.RegistryNoObject, null);
        if (problem is null && version > RegistryDocument.CurrentVersion)
        {
            throw new DifyCommandException(
                "RegistryTooNew", ErrorCategory.InvalidData,
                Strings.FormatRegistryTooNew(path, version, RegistryDocument.CurrentVersion),
                Strings.RegistryTooNewAction);
        }

        // A newer version may have made something else of it.
        problem ??= kind;
        if (problem is not null)
            throw Damaged(path, problem, null);
        return new RegistryDocument
        {
            Version = version,
            Apps = apps.Sound(),
            Damaged = apps.Damaged(text, isWorkspace: false),
            Workspaces = workspaces.Sound(),
            DamagedWorkspaces = workspaces.Damaged(text, isWorkspace: true),
            KeyOperations = operations,
            Unknown = unknown,
        };
    }

    /// <summary>The value at which the reader is, letter by letter.</summary>
    public static ReadOnlySpan<byte> Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return text.Slice(start, (int)reader.BytesConsumed - start);
    }

    private static void Keep(ref Dictionary<string, JsonElement>? unknown, string field, ref Utf8JsonReader reader) =>
        (unknown ??= new())[field] = JsonElement.ParseValue(ref reader);

    private static DifyCommandException Damaged(string path, string reason, Exception? cause) => new(
        "RegistryDamaged", ErrorCategory.InvalidData,
        Strings.FormatRegistryDamaged(path, reason),
        Strings.RegistryDamagedAction,
        innerException: cause);
}
