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
        List<RegistryEntry>? apps = null;
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
                case "apps" when reader.TokenType == JsonTokenType.StartArray:
                    apps = ReadEntries(ref reader, text);
                    break;
                case "apps" when reader.TokenType == JsonTokenType.Null:
                    break;
                case "apps":
                    kind = Strings.FormatRegistryFieldKind(field);
                    reader.Skip();
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
        return problem is null
            ? WorkspaceEntries.Read(Sort(apps, text, version, unknown), path)
            : throw Damaged(path, problem, null);
    }

    private static List<RegistryEntry> ReadEntries(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        var entries = new List<RegistryEntry>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var json = Raw(ref reader, text);
            var app = BindingReader.Read(json, out var name, out var reason);
            entries.Add(new RegistryEntry(app, name, reason, start, json.Length));
        }

        return entries;
    }

    private static RegistryDocument Sort(
        List<RegistryEntry>? entries, ReadOnlySpan<byte> text, int version, Dictionary<string, JsonElement>? unknown)
    {
        var apps = new List<AppBinding>();
        var damaged = new List<DamagedEntry>();
        if (entries is not null)
        {
            // Which of two entries of one name is meant, nobody can say.
            var names = new HashSet<string>(AppName.Comparer);
            var repeated = new HashSet<string>(AppName.Comparer);
            foreach (var entry in entries)
            {
                if (entry.Name is not null && !names.Add(entry.Name))
                    repeated.Add(entry.Name);
            }

            for (var i = 0; i < entries.Count; i++)
            {
                var entry = entries[i];
                if (entry.App is { } app && !repeated.Contains(entry.Name!))
                    apps.Add(app);
                else
                    damaged.Add(entry.ToDamaged(i + 1, text));
            }
        }

        return new RegistryDocument { Version = version, Apps = apps, Damaged = damaged, Unknown = unknown };
    }

    private static ReadOnlySpan<byte> Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return text.Slice(start, (int)reader.BytesConsumed - start);
    }

    private static void Keep(ref Dictionary<string, JsonElement>? unknown, string field, ref Utf8JsonReader reader) =>
        (unknown ??= new())[field] = JsonElement.ParseValue(ref reader);

    internal static DifyCommandException Damaged(string path, string reason, Exception? cause) => new(
        "RegistryDamaged", ErrorCategory.InvalidData,
        Strings.FormatRegistryDamaged(path, reason),
        Strings.RegistryDamagedAction,
        innerException: cause);

    /// <summary>An entry as it was read, and where it stands.</summary>
    private sealed class RegistryEntry(AppBinding? app, string? name, string? reason, int start, int length)
    {
        public readonly AppBinding? App = app;
        public readonly string? Name = name;

        public DamagedEntry ToDamaged(int number, ReadOnlySpan<byte> text)
        {
            var reader = new Utf8JsonReader(text.Slice(start, length), Options);
            return new DamagedEntry(number, Name, reason ?? Strings.FormatRegistryNameTwice(App!.Name), JsonElement.ParseValue(ref reader));
        }
    }
}
