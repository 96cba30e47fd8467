using System;
using System.Collections.Generic;
using System.Text.Json;

namespace DifyPS.Bindings.Registry;

/// <summary>Reads what a name is bound to.</summary>
internal sealed class BindingReader : EntryReader
{
    private string? _name;
    private string? _server;
    private string? _vault;
    private string? _secret;
    private bool _ownsSecret;
    private string? _keyKind;
    private string? _mode;
    private string? _remoteName;
    private string? _appId;
    private string? _keyId;
    private string? _workspace;
    private string? _knowledgeBaseId;
    private bool? _limitedToBases;
    private string? _keyFingerprint;
    private string? _seal;
    private string? _user;
    private IReadOnlyList<DeclaredInput>? _inputs;
    private bool _allowUnencryptedAuthentication;
    private bool _skipCertificateCheck;
    private DateTimeOffset _registered;
    private DateTimeOffset? _verified;

    private BindingReader() { }

    /// <summary>The binding; null when the entry is damaged, and then <paramref name="reason"/> says how.</summary>
    /// <param name="json">The entry, which is well-formed JSON.</param>
    /// <param name="name">The name that it is, or seems to be, for; null when there is none to be made out.</param>
    /// <param name="reason">What is wrong with it; null when nothing is.</param>
    public static AppBinding? Read(ReadOnlySpan<byte> json, out string? name, out string? reason)
    {
        name = null;
        var reader = new Utf8JsonReader(json, RegistryReader.Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reason = Strings.RegistryNoObject;
            return null;
        }

        var entry = new BindingReader();
        entry.ReadFields(ref reader);

        name = NameOrNull(entry._name);
        reason =
            entry.Repeated is { } repeated ? Strings.FormatRegistryFieldTwice(repeated)
            : entry.Missing() is { } missing ? Strings.FormatRegistryFieldMissing(missing)
            : entry.Problem ?? entry.ProblemOf(name);
        return reason is null ? entry.ToBinding() : null;
    }

    protected override bool TryReadField(ref Utf8JsonReader reader, string field)
    {
        switch (field)
        {
            case "name":
                _name = Text(ref reader, field);
                return true;
            case "server":
                _server = Text(ref reader, field);
                return true;
            case "vault":
                _vault = Text(ref reader, field);
                return true;
            case "secret":
                _secret = Text(ref reader, field);
                return true;
            case "ownsSecret":
                _ownsSecret = Flag(ref reader, field);
                return true;
            case "keyKind":
                _keyKind = Text(ref reader, field);
                return true;
            case "mode":
                _mode = Text(ref reader, field);
                return true;
            case "remoteName":
                _remoteName = Text(ref reader, field);
                return true;
            case "appId":
                _appId = Text(ref reader, field);
                return true;
            case "keyId":
                _keyId = Text(ref reader, field);
                return true;
            case "workspace":
                _workspace = Text(ref reader, field);
                return true;
            case "knowledgeBaseId":
                _knowledgeBaseId = Text(ref reader, field);
                return true;
            case "limitedToBases":
                _limitedToBases = IsNull(reader) ? null : Flag(ref reader, field);
                return true;
            case "keyFingerprint":
                _keyFingerprint = Text(ref reader, field);
                return true;
            case "seal":
                _seal = Text(ref reader, field);
                return true;
            case "user":
                _user = Text(ref reader, field);
                return true;
            case "inputs":
                _inputs = Inputs(ref reader, field);
                return true;
            case "allowUnencryptedAuthentication":
                _allowUnencryptedAuthentication = Flag(ref reader, field);
                return true;
            case "skipCertificateCheck":
                _skipCertificateCheck = Flag(ref reader, field);
                return true;
            case "registered":
                _registered = Time(ref reader, field);
                return true;
            case "verified":
                _verified = IsNull(reader) ? null : Time(ref reader, field);
                return true;
            default:
                return false;
        }
    }

    private AppBinding ToBinding() => new()
    {
        Name = _name!,
        Server = _server!,
        Vault = _vault!,
        Secret = _secret!,
        OwnsSecret = _ownsSecret,
        KeyKind = _keyKind,
        Mode = _mode,
        RemoteName = _remoteName,
        AppId = _appId,
        KeyId = _keyId,
        Workspace = _workspace,
        KnowledgeBaseId = _knowledgeBaseId,
        LimitedToBases = _limitedToBases,
        KeyFingerprint = _keyFingerprint!,
        Seal = _seal,
        User = _user!,
        Inputs = _inputs!,
        AllowUnencryptedAuthentication = _allowUnencryptedAuthentication,
        SkipCertificateCheck = _skipCertificateCheck,
        Registered = _registered,
        Verified = _verified,
        Unknown = Unknown,
    };

    private string? Missing() =>
        string.IsNullOrEmpty(_name) ? "name"
        : string.IsNullOrEmpty(_server) ? "server"
        : string.IsNullOrEmpty(_vault) ? "vault"
        : string.IsNullOrEmpty(_secret) ? "secret"
        : string.IsNullOrEmpty(_keyFingerprint) ? "keyFingerprint"
        : string.IsNullOrEmpty(_user) ? "user"
        : null;

    private string? ProblemOf(string? name) =>
        !IsNormal(_name!, name) ? Strings.RegistryEntryName
        : !IsAddress(_server!) ? Strings.RegistryEntryServer
        : ProblemOfUnknown();

    private IReadOnlyList<DeclaredInput>? Inputs(ref Utf8JsonReader reader, string field)
    {
        if (!IsArray(reader, field))
            return null;
        var inputs = new List<DeclaredInput>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (InputReader.Read(ref reader, out var problem) is { } input)
                inputs.Add(input);
            else
                Complain(problem);
            reader.Skip();
        }

        return inputs;
    }
}
