using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client;
using DifyPS.Bindings.Registry;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>
/// What the name of a workspace connection stands for: the console, the way in, where its secret is kept, and which workspace it was made
/// for. Holds no secret; this is exactly what the registry file stores.
/// </summary>
internal sealed record WorkspaceConnection : INamedEntry
{
    public required string Name { get; init; }

    /// <summary>Absolute base URI of the console API, ending in a slash.</summary>
    public required string Server { get; init; }

    /// <summary>One of <see cref="WaysIn"/>'s.</summary>
    public required string Way { get; init; }

    /// <summary>The vault that keeps what signs in; null where nothing is kept.</summary>
    public string? Vault { get; init; }

    public string? Secret { get; init; }

    /// <summary>True when the module wrote the secret, so that disconnecting may delete it.</summary>
    public bool OwnsSecret { get; init; }

    /// <summary>The workspace that it was made for.</summary>
    public required string WorkspaceId { get; init; }

    public string? WorkspaceName { get; init; }

    /// <summary>The e-mail address of the account; null for an admin key, which is nobody's.</summary>
    public string? Account { get; init; }

    /// <summary>What the account was in the workspace when last asked.</summary>
    public string? Role { get; init; }

    /// <summary>The version that the server told when last asked.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>Tells what is kept in the vault from anything else; null where nothing is kept.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Shows that nobody has edited the entry; see <see cref="WorkspaceSeal"/>.</summary>
    public string? Seal { get; init; }

    public bool AllowUnencryptedAuthentication { get; init; }

    public bool SkipCertificateCheck { get; init; }

    public DateTimeOffset Registered { get; init; }

    /// <summary>When the workspace last answered.</summary>
    public DateTimeOffset? Verified { get; init; }

    /// <summary>When a token ends; null where nothing is known to end.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The fingerprint of what the server refused: it is not given again.</summary>
    public string? Refused { get; init; }

    /// <summary>Why it was refused: a code of the client's.</summary>
    public string? RefusedFor { get; init; }

    public DateTimeOffset? RefusedAt { get; init; }

    /// <summary>Fields a newer version wrote; kept as they are, so that an older one loses nothing.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Whether what signs in, or a session, is kept in a vault.</summary>
    [JsonIgnore]
    public bool IsKept => Vault is not null && Secret is not null;

    /// <summary>Throws <c>InvalidServer</c> where nothing secret may go there.</summary>
    public DifyServer ToServer() => ConnectionChecks.Server(Server, AllowUnencryptedAuthentication, SkipCertificateCheck, Name);
}
