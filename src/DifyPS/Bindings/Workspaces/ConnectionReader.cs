using System;
using System.Linq;
using System.Text.Json;
using DifyPS.Bindings.Registry;

namespace DifyPS.Bindings.Workspaces;

/// <summary>Reads what the name of a workspace connection stands for.</summary>
internal sealed class ConnectionReader : EntryReader
{
    private string? _name;
    private string? _server;
    private string? _way;
    private string? _vault;
    private string? _secret;
    private bool _ownsSecret;
    private string? _workspaceId;
    private string? _workspaceName;
    private string? _account;
    private string? _role;
    private string? _serverVersion;
    private string? _fingerprint;
    private string? _seal;
    private bool _allowUnencryptedAuthentication;
    private bool _skipCertificateCheck;
    private DateTimeOffset _registered;
    private DateTimeOffset? _verified;
    private DateTimeOffset? _expires;
    private string? _refused;
    private string? _refusedFor;
    private DateTimeOffset? _refusedAt;

    private ConnectionReader() { }

    /// <summary>The connection; null when the entry is damaged, and then <paramref name="reason"/> says how.</summary>
    /// <param name="json">The entry, which is well-formed JSON.</param>
    /// <param name="name">The name that it is, or seems to be, for; null when there is none to be made out.</param>
    /// <param name="reason">What is wrong with it; null when nothing is.</param>
    public static WorkspaceConnection? Read(ReadOnlySpan<byte> json, out string? name, out string? reason)
    {
        name = null;
        var reader = new Utf8JsonReader(json, RegistryReader.Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reason = Strings.RegistryNoObject;
            return null;
        }

        var entry = new ConnectionReader();
        entry.ReadFields(ref reader);

        name = NameOrNull(entry._name);
        reason =
            entry.Repeated is { } repeated ? Strings.FormatRegistryFieldTwice(repeated)
            : entry.Missing() is { } missing ? Strings.FormatRegistryFieldMissing(missing)
            : entry.Problem ?? entry.ProblemOf(name);
        return reason is null ? entry.ToConnection() : null;
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
            case "way":
                _way = Text(ref reader, field);
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
            case "workspaceId":
                _workspaceId = Text(ref reader, field);
                return true;
            case "workspaceName":
                _workspaceName = Text(ref reader, field);
                return true;
            case "account":
                _account = Text(ref reader, field);
                return true;
            case "role":
                _role = Text(ref reader, field);
                return true;
            case "serverVersion":
                _serverVersion = Text(ref reader, field);
                return true;
            case "fingerprint":
                _fingerprint = Text(ref reader, field);
                return true;
            case "seal":
                _seal = Text(ref reader, field);
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
            case "expires":
                _expires = IsNull(reader) ? null : Time(ref reader, field);
                return true;
            case "refused":
                _refused = Text(ref reader, field);
                return true;
            case "refusedFor":
                _refusedFor = Text(ref reader, field);
                return true;
            case "refusedAt":
                _refusedAt = IsNull(reader) ? null : Time(ref reader, field);
                return true;
            default:
                return false;
        }
    }

    private WorkspaceConnection ToConnection() => new()
    {
        Name = _name!,
        Server = _server!,
        Way = _way!,
        Vault = _vault,
        Secret = _secret,
        OwnsSecret = _ownsSecret,
        WorkspaceId = _workspaceId!,
        WorkspaceName = _workspaceName,
        Account = _account,
        Role = _role,
        ServerVersion = _serverVersion,
        Fingerprint = _fingerprint,
        Seal = _seal,
        AllowUnencryptedAuthentication = _allowUnencryptedAuthentication,
        SkipCertificateCheck = _skipCertificateCheck,
        Registered = _registered,
        Verified = _verified,
        Expires = _expires,
        Refused = _refused,
        RefusedFor = _refusedFor,
        RefusedAt = _refusedAt,
        Unknown = Unknown,
    };

    private string? Missing() =>
        string.IsNullOrEmpty(_name) ? "name"
        : string.IsNullOrEmpty(_server) ? "server"
        : string.IsNullOrEmpty(_way) ? "way"
        : string.IsNullOrEmpty(_workspaceId) ? "workspaceId"
        : _vault is null != _secret is null ? (_vault is null ? "vault" : "secret")
        : null;

    private string? ProblemOf(string? name) =>
        !IsNormal(_name!, name) ? Strings.RegistryEntryName
        : !IsAddress(_server!) ? Strings.RegistryEntryServer
        : !WaysIn.All.Contains(_way) ? Strings.RegistryEntryWay
        : ProblemOfUnknown();
}
