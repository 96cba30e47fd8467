using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>What was said of a registration, beside the app and its name. What was not said is null.</summary>
/// <param name="Server">The address of the Service API.</param>
/// <param name="Secret">The name of the secret.</param>
/// <param name="AllowUnencryptedAuthentication">Whether the key may travel over plain http.</param>
/// <param name="SkipCertificateCheck">Whether the server's certificate is not checked.</param>
internal sealed record GivenSettings(string? Server, string? Secret, bool? AllowUnencryptedAuthentication, bool? SkipCertificateCheck);

/// <summary>
/// What a name keeps that gets another key of the app that it stands for: where the key is kept, who speaks, and how careful people chose
/// to be. Only an entry that its key has sealed says where a key goes.
/// </summary>
internal static class KeptSettings
{
    /// <summary>The entry of a name where it stands for the same app; null where it stands for another, or for none.</summary>
    /// <param name="registry">The entries.</param>
    /// <param name="name">The name.</param>
    /// <param name="connection">The workspace.</param>
    /// <param name="appId">The app; null for knowledge.</param>
    /// <param name="identity">What the app is called in Dify, and its mode, by which one is known that was bound by hand.</param>
    /// <param name="server">The address that was given.</param>
    public static AppBinding? Of(
        AppRegistry registry,
        string name,
        WorkspaceConnection connection,
        string? appId,
        AppIdentity? identity,
        string? server
    )
    {
        if (registry.Find(name) is not { } entry || entry.IsKnowledge != (appId is null))
            return null;
        var isOf = appId is null
            ? AppPlaces.IsHere(registry, entry, connection, server)
            : AppPlaces.IsOf(registry, entry, connection, appId, server);
        var isByHand = entry is { AppId: null, Workspace: null } && (appId is null || identity?.IsAppOf(entry) == true);
        return isOf || (isByHand && ServiceAddress.IsBeside(connection, server, entry.Server)) ? entry : null;
    }

    /// <summary>The vault that is kept; null for one in which somebody else keeps the secret.</summary>
    public static string? VaultOf(AppBinding? entry) => entry is not null && IsOurs(entry) ? entry.Vault : null;

    /// <summary>The secret that is kept, or the one of the module's naming.</summary>
    public static string SecretOf(GivenSettings given, string name, string vault, AppBinding? sound) =>
        given.Secret is { } secret ? secret
        : sound is not null && IsOurs(sound) && AppName.Comparer.Equals(sound.Vault, vault) ? sound.Secret
        : SecretName.For(name);

    /// <summary>The server, with the choices that were made for it.</summary>
    /// <param name="connection">The workspace, beside whose console the server is.</param>
    /// <param name="given">What was said.</param>
    /// <param name="sound">The entry of the same app, if there is one that its key has sealed.</param>
    /// <param name="name">The name.</param>
    public static DifyServer ServerOf(WorkspaceConnection connection, GivenSettings given, AppBinding? sound, string name)
    {
        // The choices belong to the server that they were made for.
        var isSame = sound is not null && (given.Server is null || ServiceAddress.IsBeside(connection, given.Server, sound.Server));
        var same = isSame ? sound : null;
        var allows = given.AllowUnencryptedAuthentication ?? same?.AllowUnencryptedAuthentication;
        var skips = given.SkipCertificateCheck ?? same?.SkipCertificateCheck;
        return ServiceAddress.Of(
            connection with
            {
                AllowUnencryptedAuthentication = allows ?? connection.AllowUnencryptedAuthentication,
                SkipCertificateCheck = skips ?? connection.SkipCertificateCheck,
            },
            given.Server ?? same?.Server,
            name
        );
    }

    private static bool IsOurs(AppBinding entry) => entry.OwnsSecret || KeyRotation.IsMinted(entry);
}
