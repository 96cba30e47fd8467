using System;
using System.Collections.Generic;
using DifyPS.Bindings.Registry;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>What is written beside the secret of a connection. Nothing here is secret. It is not taken for an app's.</summary>
internal static class WorkspaceMetadata
{
    private const string Marker = "DifyPSWorkspace";
    private const string MarkerValue = "1";

    public static IReadOnlyDictionary<string, string> Of(WorkspaceConnection connection)
    {
        var metadata = new Dictionary<string, string>
        {
            [Marker] = MarkerValue,
            ["name"] = connection.Name,
            ["server"] = connection.Server,
            ["workspaceId"] = connection.WorkspaceId,
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

    /// <summary>Whether the secret was written for a connection of this name, whatever became of that.</summary>
    public static bool IsOf(WorkspaceConnection connection, IReadOnlyDictionary<string, string> metadata) =>
        metadata.ContainsKey(Marker)
        && AppName.Comparer.Equals(Value(metadata, "name"), connection.Name)
        && string.Equals(Value(metadata, "server"), connection.Server, StringComparison.Ordinal);

    private static string Value(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out var value) ? value : string.Empty;
}
