using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>What there is under a name that gets another key.</summary>
/// <param name="IsSound">Whether there is an entry, as its key has sealed it.</param>
/// <param name="Kept">That entry, where it stands for the same app.</param>
/// <param name="OldKeyId">Its key, to be revoked when the name has the new one; null for none.</param>
/// <param name="Replaces">The same for a key of another app.</param>
internal sealed record FormerEntry(bool IsSound, AppBinding? Kept, string? OldKeyId, KeyOperation? Replaces)
{
    public static readonly FormerEntry None = new(false, null, null, null);
}

/// <summary>Finds out what becomes of the entry that a name has, and of its key, when an app of a workspace is bound to the name.</summary>
internal sealed class FormerEntries(AppRegistry registry, AppConnector connector)
{
    private readonly ReplacedKey _replaced = new(registry, connector);

    /// <summary>
    /// What is kept and what is revoked. Throws <c>WorkspaceRoleTooLow</c> where a key of the same app would stay each time; one of another
    /// app can stay once, and is told.
    /// </summary>
    public async Task<FormerEntry> FindAsync(
        WorkspaceConnection connection,
        AppBinding? before,
        WorkspaceRegistration wanted,
        CancellationToken cancellationToken
    )
    {
        if (before is null || await _replaced.FindKeyAsync(before, cancellationToken).ConfigureAwait(false) is not { } key)
            return FormerEntry.None;
        var entry = FormerEntry.None with { IsSound = true, Kept = KeptOf(connection, before, wanted) };
        if (!KeyRotation.IsMinted(before))
            return entry;
        if (!AppPlaces.IsOf(registry, before, connection, wanted.AppId, wanted.Given.Server))
            return entry with { Replaces = await _replaced.FindAsync(before, null, cancellationToken, key).ConfigureAwait(false) };
        if (!await new IdProof(registry, connector).HoldsAsync(before, key, cancellationToken).ConfigureAwait(false))
            return entry;
        if (wanted.Force)
            KeyErrors.RequireRevoking(connection, before.Name, "Register-DifyApp");
        return WorkspaceRole.CanManage(connection.Role) == false ? entry : entry with { OldKeyId = before.KeyId };
    }

    /// <summary>The entry of a name, where it stands for the same app and is as its key has sealed it.</summary>
    public async Task<AppBinding?> FindKeptAsync(
        WorkspaceConnection connection,
        AppBinding? before,
        WorkspaceRegistration wanted,
        CancellationToken cancellationToken
    ) =>
        before is not null && await _replaced.FindKeyAsync(before, cancellationToken).ConfigureAwait(false) is not null
            ? KeptOf(connection, before, wanted)
            : null;

    private AppBinding? KeptOf(WorkspaceConnection connection, AppBinding before, WorkspaceRegistration wanted) =>
        KeptSettings.Of(
            registry,
            before.Name,
            connection,
            wanted.AppId,
            wanted is { AppName: { } name, Mode: { } mode } ? new AppIdentity(name, mode) : null,
            wanted.Given.Server
        );
}
