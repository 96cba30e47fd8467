using System;
using System.Collections.Generic;
using System.Linq;
using Dify.Client.Values;
using DifyPS.Bindings.Registry;

namespace DifyPS.Bindings.Vaults;

/// <summary>
/// What is written beside a secret, so that a registry can be rebuilt from its vault on another machine.
/// Nothing here is secret.
/// </summary>
internal static class SecretMetadata
{
    private const string Marker = "DifyPS";
    private const string MarkerValue = "1";

    private static readonly string[] Ours =
    {
        Marker,
        "name",
        "server",
        "mode",
        "user",
        "knowledgeBase",
        "appId",
        "keyId",
        "workspace",
        "workspaceId",
        "workspaceServer",
        "allowUnencryptedAuthentication",
        "skipCertificateCheck",
    };

    // Bindings that have the secret and did not write it, such as those of other registries under other names. By digests, so that
    // there is room for some of them where a vault has little, and the newest last.
    private const string Others = "bindings";
    private const int OthersKept = 12;
    private const int DigestBytes = 10;

    public static IReadOnlyDictionary<string, string> Of(AppBinding binding)
    {
        var metadata = new Dictionary<string, string>
        {
            [Marker] = MarkerValue,
            ["name"] = binding.Name,
            ["server"] = binding.Server,
            ["mode"] = binding.Mode ?? string.Empty,
            ["user"] = binding.User,
        };
        // What is not known is not mentioned: some vaults have little room.
        foreach (
            var (name, value) in new[]
            {
                ("knowledgeBase", binding.KnowledgeBaseId),
                ("appId", binding.AppId),
                ("keyId", binding.KeyId),
                ("workspace", binding.Workspace),
                ("workspaceId", binding.WorkspaceId),
                ("workspaceServer", binding.WorkspaceServer),
            }
        )
        {
            if (!string.IsNullOrEmpty(value))
                metadata[name] = value!;
        }

        if (binding.AllowUnencryptedAuthentication)
            metadata["allowUnencryptedAuthentication"] = "true";
        if (binding.SkipCertificateCheck)
            metadata["skipCertificateCheck"] = "true";
        return metadata;
    }

    /// <summary>What is to be written with a key, where something may be beside it already.</summary>
    public static IReadOnlyDictionary<string, string> Of(AppBinding binding, IReadOnlyDictionary<string, string>? beside)
    {
        if (beside is null || !IsOfModule(beside))
            return Of(binding);
        var isOwner = binding.OwnsSecret || IsFirstOf(binding, beside);
        return Amended(beside, binding, isOwner) ?? beside;
    }

    /// <summary>
    /// What stands beside a secret, with what has to be there for this binding; null when it is there, or is not the module's to write. Of
    /// a secret that is the binding's own it tells all; else it keeps what its owner wrote, and notes that this binding has it as well.
    /// What others wrote stays.
    /// </summary>
    public static IReadOnlyDictionary<string, string>? Amended(IReadOnlyDictionary<string, string> beside, AppBinding binding, bool isOwner)
    {
        if (!IsOfModule(beside))
            return isOwner && beside.Count == 0 ? Of(binding) : null;
        var amended = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in beside.Where(pair => !isOwner || !Ours.Contains(pair.Key, StringComparer.OrdinalIgnoreCase)))
            amended[pair.Key] = pair.Value;
        if (isOwner)
        {
            foreach (var pair in Of(binding))
                amended[pair.Key] = pair.Value;
        }
        else if (!AgreesWith(binding, beside))
        {
            var noted = OthersIn(beside).Concat(new[] { DigestOf(binding) }).ToList();
            amended[Others] = string.Join(",", noted.Skip(noted.Count - OthersKept));
        }

        return amended.Count == beside.Count && amended.All(pair => Value(beside, pair.Key) == pair.Value) ? null : amended;
    }

    /// <summary>Reads it back; false for a secret that is none of the module's.</summary>
    public static bool TryRead(SecretEntry entry, out StoredBinding stored)
    {
        var metadata = entry.Metadata;
        stored = new StoredBinding(
            Value(metadata, "name"), Value(metadata, "server"), Value(metadata, "user"), entry.Name,
            Flag(metadata, "allowUnencryptedAuthentication"), Flag(metadata, "skipCertificateCheck"))
        {
            KnowledgeBaseId = ValueOrNull(metadata, "knowledgeBase"),
            AppId = ValueOrNull(metadata, "appId"),
            KeyId = ValueOrNull(metadata, "keyId"),
            Place = ValueOrNull(metadata, "workspace") is { } connection
                ? new WorkspacePlace(connection, ValueOrNull(metadata, "workspaceId"), ValueOrNull(metadata, "workspaceServer"))
                : null,
        };
        return metadata.ContainsKey(Marker) && stored.Name.Length > 0 && stored.Server.Length > 0;
    }

    /// <summary>Whether the module wrote this.</summary>
    public static bool IsOfModule(IReadOnlyDictionary<string, string> metadata) => metadata.ContainsKey(Marker);

    /// <summary>Whether the binding is the one that the secret was written for, and its key goes where it went then.</summary>
    public static bool AgreesWith(AppBinding binding, IReadOnlyDictionary<string, string> metadata) =>
        IsFirstOf(binding, metadata) || OthersIn(metadata).Contains(DigestOf(binding));

    private static bool IsFirstOf(AppBinding binding, IReadOnlyDictionary<string, string> metadata) =>
        AppName.Comparer.Equals(Value(metadata, "name"), binding.Name)
        && string.Equals(Value(metadata, "server"), binding.Server, StringComparison.Ordinal)
        && Flag(metadata, "allowUnencryptedAuthentication") == binding.AllowUnencryptedAuthentication
        && Flag(metadata, "skipCertificateCheck") == binding.SkipCertificateCheck;

    /// <summary>Dify's id of the key, as it was written with it for this binding; null where it was not.</summary>
    public static string? KeyIdIn(AppBinding binding, IReadOnlyDictionary<string, string> metadata) =>
        IsOfModule(metadata) && IsFirstOf(binding, metadata) ? ValueOrNull(metadata, "keyId") : null;

    /// <summary>The name and the server that it tells, for people.</summary>
    public static string Describe(IReadOnlyDictionary<string, string> metadata) =>
        Strings.FormatSecretDescribed(Value(metadata, "name"), Value(metadata, "server"));

    private static IEnumerable<string> OthersIn(IReadOnlyDictionary<string, string> metadata) =>
        Value(metadata, Others).Split(new[] { ',' }, StringSplitOptions.RemoveEmptyEntries);

    // Of what has to agree. Nobody finds another server that has the same one.
    private static string DigestOf(AppBinding binding) =>
        Digest.Of(
            string.Join(
                "\n",
                NameComparer.Compose(binding.Name).ToUpperInvariant(),
                binding.Server,
                binding.AllowUnencryptedAuthentication,
                binding.SkipCertificateCheck
            ),
            DigestBytes
        );

    private static string? ValueOrNull(IReadOnlyDictionary<string, string> metadata, string key) =>
        Value(metadata, key) is { Length: > 0 } value ? value : null;

    private static string Value(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out var value) ? value : string.Empty;

    private static bool Flag(IReadOnlyDictionary<string, string> metadata, string key) =>
        string.Equals(Value(metadata, key), "true", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A binding as a vault tells it.</summary>
internal sealed record StoredBinding(
    string Name, string Server, string User, string Secret, bool AllowUnencryptedAuthentication, bool SkipCertificateCheck)
{
    public string? KnowledgeBaseId { get; init; }

    /// <summary>Dify's own ids of the app and of its key, where they were known when the key was stored.</summary>
    public string? AppId { get; init; }

    public string? KeyId { get; init; }

    public WorkspacePlace? Place { get; init; }
}
