using System;
using System.Collections.Generic;
using System.IO;
using Dify.Client.Values;
using DifyPS.Bindings.Registry;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>What is written beside the secret of a connection. Nothing here is secret. It is not taken for an app's.</summary>
internal static class WorkspaceMetadata
{
    private const string Marker = "DifyPSWorkspace";
    private const string MarkerValue = "1";
    private const string Registry = "registry";
    private const int DigestBytes = 10;

    /// <summary>What is to be written with the secret.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="registry">The path of the registry that it is in.</param>
    public static IReadOnlyDictionary<string, string> Of(WorkspaceConnection connection, string registry)
    {
        var metadata = new Dictionary<string, string>
        {
            [Marker] = MarkerValue,
            ["name"] = connection.Name,
            ["server"] = connection.Server,
            ["workspaceId"] = connection.WorkspaceId,
            [Registry] = DigestOf(registry),
        };
        if (connection.Account is not null)
            metadata["account"] = connection.Account;
        if (connection.AllowUnencryptedAuthentication)
            metadata["allowUnencryptedAuthentication"] = "true";
        if (connection.SkipCertificateCheck)
            metadata["skipCertificateCheck"] = "true";
        return metadata;
    }

    /// <summary>Whether the secret was written for this connection, and goes where it went then.</summary>
    public static bool AgreesWith(WorkspaceConnection connection, IReadOnlyDictionary<string, string> metadata) =>
        metadata.ContainsKey(Marker)
        && AppName.Comparer.Equals(Value(metadata, "name"), connection.Name)
        && string.Equals(Value(metadata, "server"), connection.Server, StringComparison.Ordinal)
        && string.Equals(Value(metadata, "workspaceId"), connection.WorkspaceId, StringComparison.Ordinal)
        && Value(metadata, "allowUnencryptedAuthentication") == "true" == connection.AllowUnencryptedAuthentication
        && Value(metadata, "skipCertificateCheck") == "true" == connection.SkipCertificateCheck;

    /// <summary>Whether the secret was written by this registry, for a connection of this name, whatever became of that.</summary>
    public static bool IsOf(string name, string server, string registry, IReadOnlyDictionary<string, string> metadata) =>
        metadata.ContainsKey(Marker)
        && AppName.Comparer.Equals(Value(metadata, "name"), name)
        && string.Equals(Value(metadata, "server"), server, StringComparison.Ordinal)
        && Value(metadata, Registry) == DigestOf(registry);

    /// <summary>Whether another registry has written the secret since.</summary>
    public static bool IsOfAnother(string registry, IReadOnlyDictionary<string, string> metadata) =>
        metadata.ContainsKey(Marker) && Value(metadata, Registry) is { Length: > 0 } noted && noted != DigestOf(registry);

    // Registries of one path on two machines are two. What it is called says more of a person than colleagues have to know.
    private static string DigestOf(string registry) =>
        Digest.Of(
            Environment.MachineName.ToUpperInvariant()
                + "\n"
                + (Path.DirectorySeparatorChar == '\\' ? registry.ToUpperInvariant() : registry),
            DigestBytes
        );

    private static string Value(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out var value) ? value : string.Empty;
}
