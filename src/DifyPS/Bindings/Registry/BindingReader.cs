using System;
using System.Collections.Generic;
using System.Text.Json;

namespace DifyPS.Bindings.Registry;

/// <summary>Reads what a name is bound to.</summary>
internal sealed class BindingReader : NamedEntryReader
{
    private string? _vault;
    private string? _secret;
    private bool _ownsSecret;
    private string? _keyKind;
    private string? _mode;
    private string? _remoteName;
    private string? _appId;
    private string? _keyId;
    private string? _workspace;
    private string? _workspaceId;
    private string? _workspaceServer;
    private bool? _idsUnproven;
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

    /// <summary>The binding, as <see cref="EntryParser{T}"/> says.</summary>
    public static AppBinding? Read(ReadOnlySpan<byte> json, out string? name, out string? reason)
    {
        var entry = new BindingReader();
        return entry.TryRead(json, out name, out reason) ? entry.ToBinding() : null;
    }

    protected override bool TryReadField(ref Utf8JsonReader reader, string field)
    {
        switch (field)
        {
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
            case "workspaceId":
                _workspaceId = Text(ref reader, field);
                return true;
            case "workspaceServer":
                _workspaceServer = Text(ref reader, field);
                return true;
            case "idsUnproven":
                _idsUnproven = IsNull(reader) ? null : Flag(ref reader, field);
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
                return base.TryReadField(ref reader, field);
        }
    }

    private AppBinding ToBinding() => new()
    {
        Name = Name!,
        Server = Server!,
        Vault = _vault!,
        Secret = _secret!,
        OwnsSecret = _ownsSecret,
        KeyKind = _keyKind,
        Mode = _mode,
        RemoteName = _remoteName,
        AppId = _appId,
        KeyId = _keyId,
        Workspace = _workspace,
        WorkspaceId = _workspaceId,
        WorkspaceServer = _workspaceServer,
        IdsUnproven = _idsUnproven,
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

    protected override string? Missing() =>
        Empty(_vault, "vault") ?? Empty(_secret, "secret") ?? Empty(_keyFingerprint, "keyFingerprint") ?? Empty(_user, "user");

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
