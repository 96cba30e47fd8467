using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using Dify.Client;
using Dify.Client.Values;
using DifyPS.Bindings.Workspaces;
using DifyPS.Common;

namespace DifyPS.Bindings.Registry;

/// <summary>
/// Understands a registry, entry by entry: one that is damaged is known by its place and its name, and the others go on.
/// </summary>
internal static class RegistryReader
{
    private static readonly string[] Needed = { "name", "server", "vault", "secret", "keyFingerprint", "user" };

    /// <summary>Throws <c>RegistryDamaged</c> where the file as a whole cannot be understood, and <c>RegistryTooNew</c>.</summary>
    public static RegistryDocument Parse(string path, byte[] bytes)
    {
        RegistryContent? content;
        try
        {
            var text = new ReadOnlySpan<byte>(bytes);
            if (text.StartsWith(new byte[] { 0xEF, 0xBB, 0xBF }))
                text = text.Slice(3);
            using (var document = JsonDocument.Parse(bytes.AsMemory(bytes.Length - text.Length), JsonFormat.Reading))
            {
                if (RepeatedField(document.RootElement) is { } field)
                    throw Damaged(path, Strings.FormatRegistryFieldTwice(field), null);
                if (
                    document.RootElement is { ValueKind: JsonValueKind.Object } root
                    && root.TryGetProperty("version", out var said)
                    && said.ValueKind == JsonValueKind.Null
                )
                {
                    throw Damaged(path, Strings.FormatRegistryVersion("null"), null);
                }
            }

            content = JsonSerializer.Deserialize(text, RegistryJson.Default.RegistryContent);
        }
        catch (JsonException e)
        {
            throw Damaged(path, e.Message, e);
        }

        if (content is null)
            throw Damaged(path, Strings.RegistryEmpty, null);
        var version = content.Version ?? RegistryDocument.CurrentVersion;
        if (version < 1)
            throw Damaged(path, Strings.FormatRegistryVersion(version), null);
        if (version > RegistryDocument.CurrentVersion)
        {
            throw new DifyCommandException(
                "RegistryTooNew", ErrorCategory.InvalidData,
                Strings.FormatRegistryTooNew(path, version, RegistryDocument.CurrentVersion),
                Strings.RegistryTooNewAction);
        }

        return WorkspaceEntries.Read(Sort(content), path);
    }

    private static RegistryDocument Sort(RegistryContent content)
    {
        var good = new List<(int Number, AppBinding App, JsonElement Json)>();
        var damaged = new List<DamagedEntry>();
        var number = 0;
        foreach (var entry in content.Apps ?? Array.Empty<JsonElement>())
        {
            number++;
            if (Read(entry, out var reason) is { } app)
                good.Add((number, app, entry));
            else
                damaged.Add(new DamagedEntry(number, NameOf(entry), reason!, entry));
        }

        // Which of two entries of one name is meant, nobody can say.
        var names = good.Select(one => one.App.Name).Concat(damaged.Select(entry => entry.Name)).Where(name => name is not null)
            .GroupBy(name => name!, AppName.Comparer).Where(group => group.Count() > 1).Select(group => group.Key).ToList();
        foreach (var one in good.Where(one => names.Contains(one.App.Name, AppName.Comparer)).ToList())
        {
            good.Remove(one);
            damaged.Add(new DamagedEntry(one.Number, one.App.Name, Strings.FormatRegistryNameTwice(one.App.Name), one.Json));
        }

        return new RegistryDocument
        {
            Version = content.Version ?? RegistryDocument.CurrentVersion,
            Apps = good.Select(one => one.App).ToList(),
            Damaged = damaged.OrderBy(entry => entry.Number).ToList(),
            Unknown = content.Unknown,
        };
    }

    private static AppBinding? Read(JsonElement entry, out string? reason)
    {
        reason = entry.ValueKind != JsonValueKind.Object ? Strings.RegistryEntryNoObject
            : RepeatedField(entry) is { } field ? Strings.FormatRegistryFieldTwice(field)
            : Needed.FirstOrDefault(one => string.IsNullOrEmpty(Text(entry, one))) is { } missing
                ? Strings.FormatRegistryFieldMissing(missing)
            : null;
        if (reason is not null)
            return null;
        try
        {
            var app = entry.Deserialize(RegistryJson.Default.AppBinding)!;
            reason = ProblemOf(app);
            // What can be read and not be written would keep everybody from writing.
            JsonSerializer.SerializeToUtf8Bytes(app, RegistryJson.Default.AppBinding);
            return reason is null ? app : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a character, which no text can hold, is no JsonException.
            reason = e.Message;
            return null;
        }
    }

    // The last of them would be taken, and what the others say would be lost with the next write.
    internal static string? RepeatedField(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return null;
        var fields = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in json.EnumerateObject())
        {
            if (!fields.Add(field.Name))
                return field.Name;
        }

        return null;
    }

    private static string? ProblemOf(AppBinding app) =>
        NameOrNull(app.Name) is not { } name || name.Length != NameComparer.Compose(app.Name).Length ? Strings.RegistryEntryName
        : !IsAddress(app.Server) ? Strings.RegistryEntryServer
        : app.Inputs.Any(input => input?.Variable is null || input.Type is null) ? Strings.RegistryEntryInputs
        : null;

    // Whether the key may go there is for the seal to say; here it only has to be an address.
    internal static bool IsAddress(string server)
    {
        try
        {
            return Uri.TryCreate(server, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
                && DifyServer.Create(server, allowUnencryptedAuthentication: true) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    internal static string? NameOf(JsonElement entry) => entry.ValueKind == JsonValueKind.Object ? NameOrNull(Text(entry, "name")) : null;

    internal static string? NameOrNull(string? name)
    {
        try
        {
            return AppName.Validate(name);
        }
        catch (DifyCommandException)
        {
            return null;
        }
    }

    internal static string? Text(JsonElement entry, string field)
    {
        try
        {
            return entry.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    internal static DifyCommandException Damaged(string path, string reason, Exception? cause) => new(
        "RegistryDamaged", ErrorCategory.InvalidData,
        Strings.FormatRegistryDamaged(path, reason),
        Strings.RegistryDamagedAction,
        innerException: cause);
}
