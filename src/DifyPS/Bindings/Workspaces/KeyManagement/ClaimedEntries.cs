using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// Whether an entry that names an app by its id stands for it. An id that nobody has proved may be written beside the key of another app,
/// whose name it is then.
/// </summary>
internal sealed class ClaimedEntries(AppRegistry registry, AppConnector connector)
{
    /// <summary>Whether the entry names the app, and nobody denies that.</summary>
    public async Task<bool> IsOfAsync(
        AppBinding binding,
        WorkspaceConnection connection,
        WorkspaceRegistration wanted,
        CancellationToken cancellationToken
    ) =>
        AppPlaces.IsOf(registry, binding, connection, wanted.AppId, wanted.Given.Server)
        && (
            !IdProof.IsNeeded(binding)
            || await FindAsync(binding, isNoted: false, cancellationToken).ConfigureAwait(false)
                is not (KeyFinding.Missing or KeyFinding.AppGone)
        );

    /// <summary>
    /// Whether the id that an entry has is its own. Over a way in that tells no keys, the app has to be called as the entry says.
    /// </summary>
    public async Task<bool> IsProvedAsync(
        AppBinding binding,
        WorkspaceConnection connection,
        WorkspaceRegistration wanted,
        bool isPreview,
        CancellationToken cancellationToken
    ) =>
        !IdProof.IsNeeded(binding)
        || await FindAsync(binding, isNoted: !isPreview, cancellationToken).ConfigureAwait(false) switch
        {
            KeyFinding.Present => true,
            KeyFinding.Unknown => WaysIn.IsProgrammatic(connection.Way)
                && wanted is { AppName: { } name, Mode: { } mode }
                && new AppIdentity(name, mode).IsAppOf(binding),
            _ => false,
        };

    private async Task<KeyFinding> FindAsync(AppBinding binding, bool isNoted, CancellationToken cancellationToken)
    {
        var proof = new IdProof(registry, connector);
        // A key that was rotated outside may have been noted meanwhile.
        binding = registry.Find(binding.Name) ?? binding;
        return await connector.FindKeyAsync(binding, cancellationToken).ConfigureAwait(false) is not { } key ? KeyFinding.Unknown
            : isNoted ? await proof.ConfirmAsync(binding, key, cancellationToken).ConfigureAwait(false)
            : await proof.FindAsync(binding, key, cancellationToken).ConfigureAwait(false);
    }
}
