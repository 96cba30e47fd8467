using System;
using System.Text;
using Dify.Client.Values;

namespace DifyPS.Bindings.Vaults;

/// <summary>
/// The name of the secret that keeps an app's key. The strictest vaults take letters, digits and hyphens
/// only, up to 127 characters, and do not tell upper from lower case.
/// </summary>
internal static class SecretName
{
    public const string Prefix = "DifyPS-";

    // Before the names of workspace connections. An app may be called so, too: then its secret has a hash behind it.
    private const string WorkspacePrefix = "workspace-";

    private const int MaxLength = 127;
    private const int HashDigits = 8;

    public static string For(string appName) =>
        For(appName, !appName.StartsWith(WorkspacePrefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name of the secret that keeps a workspace connection's way in.</summary>
    public static string ForWorkspace(string connection) => For(WorkspacePrefix + connection, mayBeSame: true);

    private static string For(string appName, bool mayBeSame)
    {
        var mapped = new StringBuilder(appName.Length);
        foreach (var c in appName)
            mapped.Append(IsPlain(c) ? c : '-');
        var same = mayBeSame && mapped.ToString() == appName && Prefix.Length + mapped.Length <= MaxLength;
        if (same)
            return Prefix + mapped;

        // Two names that map to the same letters must not share a secret.
        var room = MaxLength - Prefix.Length - HashDigits - 1;
        if (mapped.Length > room)
            mapped.Length = room;
        return Prefix + mapped.ToString().Trim('-') + "-" + Hash(appName);
    }

    private static bool IsPlain(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-';

    // Names are case-insensitive, so the hash is too.
    private static string Hash(string appName) => Digest.Of(appName.ToLowerInvariant(), HashDigits / 2);
}
