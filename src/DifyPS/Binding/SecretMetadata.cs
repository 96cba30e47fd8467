using System;
using System.Collections.Generic;

namespace DifyPS.Binding;

/// <summary>
/// What is written beside a secret, so that a registry can be rebuilt from its vault on another machine.
/// Nothing here is secret.
/// </summary>
internal static class SecretMetadata
{
    private const string Marker = "DifyPS";
    private const string MarkerValue = "1";

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
        if (binding.KnowledgeBaseId is { } id)
            metadata["knowledgeBase"] = id;
        if (binding.AllowUnencryptedAuthentication)
            metadata["allowUnencryptedAuthentication"] = "true";
        if (binding.SkipCertificateCheck)
            metadata["skipCertificateCheck"] = "true";
        return metadata;
    }

    /// <summary>Reads it back; false for a secret that is none of the module's.</summary>
    public static bool TryRead(SecretEntry entry, out StoredBinding stored)
    {
        var metadata = entry.Metadata;
        stored = new StoredBinding(
            Value(metadata, "name"), Value(metadata, "server"), Value(metadata, "user"), entry.Name,
            Flag(metadata, "allowUnencryptedAuthentication"), Flag(metadata, "skipCertificateCheck"))
        {
            KnowledgeBaseId = Value(metadata, "knowledgeBase") is { Length: > 0 } id ? id : null,
        };
        return metadata.ContainsKey(Marker) && stored.Name.Length > 0 && stored.Server.Length > 0;
    }

    /// <summary>Whether the module wrote this.</summary>
    public static bool IsOfModule(IReadOnlyDictionary<string, string> metadata) => metadata.ContainsKey(Marker);

    /// <summary>Whether the binding is the one that the secret was written for, and its key goes where it went then.</summary>
    public static bool AgreesWith(AppBinding binding, IReadOnlyDictionary<string, string> metadata) =>
        AppName.Comparer.Equals(Value(metadata, "name"), binding.Name)
        && string.Equals(Value(metadata, "server"), binding.Server, StringComparison.Ordinal)
        && Flag(metadata, "allowUnencryptedAuthentication") == binding.AllowUnencryptedAuthentication
        && Flag(metadata, "skipCertificateCheck") == binding.SkipCertificateCheck;

    /// <summary>The name and the server that it tells, for people.</summary>
    public static string Describe(IReadOnlyDictionary<string, string> metadata) =>
        Strings.FormatSecretDescribed(Value(metadata, "name"), Value(metadata, "server"));

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
}
