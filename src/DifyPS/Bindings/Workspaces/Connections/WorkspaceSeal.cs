using System.IO;
using System.Linq;
using Dify.Client;
using DifyPS.Bindings.Identity;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>
/// The seal of a connection: an HMAC over all that decides where its secret goes and for which workspace. It is keyed by the admin key or
/// the token itself, and else by a word that is kept with the sign-in: a password is no key, and what can be tried against a seal can be
/// guessed by it.
/// </summary>
internal static class WorkspaceSeal
{
    private const string Heading = "DifyPS workspace 1";

    /// <summary>The same connection, pinned to this key and sealed by it.</summary>
    public static WorkspaceConnection SealedBy(this WorkspaceConnection connection, ApiKey key)
    {
        var pinned = connection with { Fingerprint = key.Fingerprint };
        return pinned with { Seal = SealText.Of(Content(pinned), key) };
    }

    /// <summary>Whether the entry is as this key sealed it.</summary>
    public static bool Holds(WorkspaceConnection connection, ApiKey key) =>
        connection.Fingerprint == key.Fingerprint && SealText.Holds(connection.Seal, Content(connection), key);

    /// <summary>Whether two lead to one workspace by one way, as far as that is sealed.</summary>
    public static bool IsSame(WorkspaceConnection a, WorkspaceConnection b) => Content(a).SequenceEqual(Content(b));

    private static byte[] Content(WorkspaceConnection connection)
    {
        var content = new MemoryStream();
        SealText.Write(content, Heading);
        SealText.Write(content, connection.Name);
        SealText.Write(content, connection.Server);
        SealText.Write(content, connection.AllowUnencryptedAuthentication);
        SealText.Write(content, connection.SkipCertificateCheck);
        SealText.Write(content, connection.Way);
        SealText.Write(content, connection.Vault);
        SealText.Write(content, connection.Secret);
        SealText.Write(content, connection.OwnsSecret);
        SealText.Write(content, connection.WorkspaceId);
        SealText.Write(content, connection.Account);
        return content.ToArray();
    }
}
