using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using Dify.Client.Values;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Registry;

/// <summary>The text of a registry, and how it was understood.</summary>
internal sealed class RegistryText(
    byte[] bytes,
    RegistryDocument document,
    EntryList<AppBinding> apps,
    EntryList<WorkspaceConnection> workspaces
)
{
    public readonly byte[] Bytes = bytes;
    public readonly RegistryDocument Document = document;
    public readonly EntryList<AppBinding> Apps = apps;
    public readonly EntryList<WorkspaceConnection> Workspaces = workspaces;
}

/// <summary>
/// Understands a registry, entry by entry: one that is damaged is known by its place and its name, and the others go on.
/// </summary>
internal static class RegistryReader
{
    public static readonly JsonReaderOptions Options = new() { MaxDepth = JsonFormat.MaxDepth };

    /// <summary>Throws <c>RegistryDamaged</c> where the file as a whole cannot be understood, and <c>RegistryTooNew</c>.</summary>
    /// <param name="path">The file, for what is told of it.</param>
    /// <param name="bytes">What is in it.</param>
    /// <param name="former">What was in it when it was read before: what is the same is not understood anew.</param>
    public static RegistryText Parse(string path, byte[] bytes, RegistryText? former = null)
    {
        if (former is not null && former.Bytes.AsSpan().SequenceEqual(bytes))
            return former;
        try
        {
            return Read(path, bytes, former);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a character, which no text can hold, is no JsonException.
            throw Damaged(path, e.Message, e);
        }
    }

    private static RegistryText Read(string path, byte[] bytes, RegistryText? former)
    {
        var memory = new ReadOnlyMemory<byte>(bytes);
        if (memory.Span.StartsWith(new byte[] { 0xEF, 0xBB, 0xBF }))
            memory = memory.Slice(3);
        var text = memory.Span;
        var reader = new Utf8JsonReader(text, Options);
        reader.Read();
        var first = reader.TokenType;
        var version = RegistryDocument.CurrentVersion;
        string? problem = null;
        var fields = new HashSet<string>(StringComparer.Ordinal);
        var apps = new EntryList<AppBinding>(memory, former?.Apps);
        var workspaces = new EntryList<WorkspaceConnection>(memory, former?.Workspaces);
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
                    apps.Read(ref reader, BindingReader.Read);
                    break;
                case WorkspaceEntries.WorkspacesField:
                    workspaces.Read(ref reader, ConnectionReader.Read);
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
        var document = new RegistryDocument
        {
            Version = version,
            Apps = apps.Sound(),
            Damaged = apps.Damaged(isWorkspace: false),
            Workspaces = workspaces.Sound(),
            DamagedWorkspaces = workspaces.Damaged(isWorkspace: true),
            KeyOperations = operations,
            Unknown = unknown,
        };
        return new RegistryText(bytes, document, apps, workspaces);
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
