using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client;
using DifyPS.Bindings.Identity;

namespace DifyPS.Bindings.Registry;

/// <summary>
/// What a name stands for: the server, where the key is kept, and which app that key opened when it was
/// last verified. Holds no secret; this is exactly what the registry file stores.
/// </summary>
internal sealed record AppBinding : INamedEntry
{
    public required string Name { get; init; }

    /// <summary>Absolute base URI of the Service API, ending in a slash.</summary>
    public required string Server { get; init; }

    public required string Vault { get; init; }

    public required string Secret { get; init; }

    /// <summary>True when the module wrote the secret, so that unregistering may delete it.</summary>
    public bool OwnsSecret { get; init; }

    /// <summary>What the key's prefix says: <c>app</c>, <c>knowledge</c>, or null for a key of another make.</summary>
    public string? KeyKind { get; init; }

    /// <summary>Dify's app mode, <c>knowledge</c>, or null as long as the binding was never verified.</summary>
    public string? Mode { get; init; }

    /// <summary>The app's own name in Dify; null as long as the binding was never verified.</summary>
    public string? RemoteName { get; init; }

    /// <summary>Dify's own id of the app, where it is known. The Service API does not tell it.</summary>
    public string? AppId { get; init; }

    /// <summary>Dify's own id of the key, where it was minted here.</summary>
    public string? KeyId { get; init; }

    /// <summary>The name of the workspace connection that it was minted by.</summary>
    public string? Workspace { get; init; }

    /// <summary>Dify's own id of the workspace that the connection led to: one of that name may lead elsewhere by now.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>The console of that workspace: a server that was made of another one's backup has the same ids.</summary>
    public string? WorkspaceServer { get; init; }

    /// <summary>
    /// True where the ids of app and key are as a vault or a person told them and no workspace has confirmed them; null for all others.
    /// </summary>
    public bool? IdsUnproven { get; init; }

    /// <summary>
    /// The knowledge base by which a knowledge key is verified; null for one that is verified by listing them, and for an app.
    /// </summary>
    public string? KnowledgeBaseId { get; init; }

    /// <summary>
    /// True when a knowledge key was found not to open all bases of its workspace; null when it does, or that is not known.
    /// </summary>
    public bool? LimitedToBases { get; init; }

    /// <summary>SHA-256 of the key, first 16 hex digits: enough to notice a change, useless to an attacker.</summary>
    public required string KeyFingerprint { get; init; }

    /// <summary>Shows that nobody has edited the entry; see <see cref="BindingSeal"/>.</summary>
    public string? Seal { get; init; }

    /// <summary>The end user that calls speak for unless they name another.</summary>
    public required string User { get; init; }

    // Reading a file that lacks it would set null over a default.
    public IReadOnlyList<DeclaredInput> Inputs { get => field ?? Array.Empty<DeclaredInput>(); init; }

    public bool AllowUnencryptedAuthentication { get; init; }

    public bool SkipCertificateCheck { get; init; }

    public DateTimeOffset Registered { get; init; }

    /// <summary>When the key last proved to open this app; null after <c>-NoVerify</c>.</summary>
    public DateTimeOffset? Verified { get; init; }

    /// <summary>Fields a newer version wrote; kept as they are, so that an older one loses nothing.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }

    // By what the seal covers: a date that was put in or taken out changes nothing.
    [JsonIgnore]
    public bool IsVerified => Mode is not null && RemoteName is not null;

    [JsonIgnore]
    public bool IsKnowledge => Mode == AppModes.Knowledge || KeyKind == Keys.KnowledgeKind;

    [JsonIgnore]
    public bool IsApp => KeyKind == Keys.AppKind || (Mode is not null && !IsKnowledge);

    /// <summary>Throws <c>InvalidServer</c> where the key may not go there.</summary>
    public DifyServer ToServer() => BindingChecks.Server(Server, AllowUnencryptedAuthentication, SkipCertificateCheck, Name);
}

/// <summary>An input variable as the app declared it when the binding was last verified.</summary>
internal sealed record DeclaredInput
{
    public required string Variable { get; init; }

    public string? Label { get; init; }

    public required string Type { get; init; }

    public bool Required { get; init; }

    public string? Default { get; init; }

    public IReadOnlyList<string>? Options { get; init; }

    public int? MaxLength { get; init; }
}
