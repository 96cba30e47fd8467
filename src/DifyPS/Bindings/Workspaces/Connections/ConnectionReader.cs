using System;
using System.Linq;
using System.Text.Json;
using DifyPS.Bindings.Registry;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>Reads what the name of a workspace connection stands for.</summary>
internal sealed class ConnectionReader : NamedEntryReader
{
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

    /// <summary>The connection, as <see cref="EntryParser{T}"/> says.</summary>
    public static WorkspaceConnection? Read(ReadOnlySpan<byte> json, out string? name, out string? reason)
    {
        var entry = new ConnectionReader();
        return entry.TryRead(json, out name, out reason) ? entry.ToConnection() : null;
    }

    protected override bool TryReadField(ref Utf8JsonReader reader, string field)
    {
        switch (field)
        {
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
                return base.TryReadField(ref reader, field);
        }
    }

    private WorkspaceConnection ToConnection() => new()
    {
        Name = Name!,
        Server = Server!,
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

    protected override string? Missing() =>
        Empty(_way, "way")
        ?? Empty(_workspaceId, "workspaceId")
        ?? (_vault is null == _secret is null ? null : _vault is null ? "vault" : "secret");

    protected override string? ProblemOfFields() => WaysIn.All.Contains(_way) ? null : Strings.RegistryEntryWay;
}
