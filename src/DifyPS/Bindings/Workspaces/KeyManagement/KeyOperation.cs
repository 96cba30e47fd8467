using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Values;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>How far a piece of work on a key has come. Each is noted before what it is about begins.</summary>
internal static class KeyStep
{
    /// <summary>A key is asked for. Whether it was made is known by what the server lists.</summary>
    public const string Minting = "minting";

    /// <summary>The key is there, and its id is known. Whether it is used is known by what its vault gives.</summary>
    public const string Minted = "minted";

    /// <summary>The entry has its new key, and the one of before is to be revoked.</summary>
    public const string Revoking = "revoking";
}

/// <summary>
/// A piece of work on a key, as the journal has it while it lasts: enough for another process to end it or undo it. Holds no secret.
/// </summary>
internal sealed record KeyOperation
{
    public required string Id { get; init; }

    /// <summary>The name of the connection.</summary>
    public required string Workspace { get; init; }

    /// <summary>The workspace itself: a connection of that name may be another one's by the time that somebody looks.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>The app whose key it is; null for a key of knowledge.</summary>
    public string? AppId { get; init; }

    /// <summary>The name that lost the key which is to be revoked; null where the entry that is planned, or the app, says it.</summary>
    public string? Name { get; init; }

    /// <summary>One of <see cref="KeyStep"/>'s; of a newer version perhaps another.</summary>
    public required string Step { get; init; }

    /// <summary>When it was noted, by the clock of this machine.</summary>
    public DateTimeOffset Noted { get; init; }

    /// <summary>A time that comes before the new key's, by the server's clock.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>A time that comes behind the new key's, by the server's clock; null where its request may still be under way.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Keys that were made meanwhile, for others or by another try: none of them is the one that was lost.</summary>
    public IReadOnlyList<string>? Known { get; init; }

    /// <summary>The new key, once it is known.</summary>
    public string? KeyId { get; init; }

    public string? KeyFingerprint { get; init; }

    /// <summary>The entry that is to be, sealed by the new key: nobody else can have it lead elsewhere.</summary>
    public AppBinding? Planned { get; init; }

    /// <summary>The fingerprint that the entry had before; null where there was none.</summary>
    public string? Before { get; init; }

    /// <summary>The key that is to be revoked once the new one is in its place.</summary>
    public string? OldKeyId { get; init; }

    /// <summary>The moment before which it is not.</summary>
    public DateTimeOffset? RevokeAfter { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>What people are told of an app that has no name here; null is knowledge.</summary>
    public static string SubjectOf(string? appId) => appId ?? Strings.KnowledgeOfWorkspace;

    /// <summary>What is noted of a key that is for nobody yet.</summary>
    public static KeyOperation Of(OpenWorkspace open, string? appId) =>
        new()
        {
            Id = string.Empty,
            Step = KeyStep.Minting,
            Workspace = open.Connection.Name,
            WorkspaceId = open.Connection.WorkspaceId,
            AppId = appId,
        };
}

/// <summary>How the journal is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    MaxDepth = JsonFormat.MaxDepth
)]
[JsonSerializable(typeof(KeyOperation))]
internal sealed partial class KeyJournalJson : JsonSerializerContext;
