using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// What is known of an id that somebody gave with a key, and no workspace: it is a claim, which the workspaces that are called at the same
/// server can confirm, or deny.
/// </summary>
internal sealed partial class KeyInquiry
{
    /// <summary>
    /// The workspace that confirms the id of the app in a verified entry; null where nobody can tell. Throws <c>AppIdentityMismatch</c>
    /// where the app of that id does not have the key.
    /// </summary>
    public async Task<WorkspacePlace?> RequirePlaceAsync(
        AppBinding verified,
        ApiKey key,
        CancellationToken cancellationToken,
        bool isBound = false
    )
    {
        var (finding, place) = await LocateAsync(verified, key, cancellationToken).ConfigureAwait(false);
        return finding == KeyFinding.Missing ? throw AppIdentity.NotOfApp(verified, place!.Connection, isBound) : place;
    }

    /// <summary>What is found, and the workspace that said so; none where nobody can tell.</summary>
    public async Task<(KeyFinding Finding, WorkspacePlace? Place)> LocateAsync(
        AppBinding verified,
        ApiKey key,
        CancellationToken cancellationToken
    )
    {
        if (verified.AppId is null)
            return (KeyFinding.Unknown, null);
        // Those that know keys come first. An app that one does not have may be in another one's workspace.
        var connections = _registry
            .Workspaces.Where(one => ServiceAddress.IsBeside(one, null, verified.Server))
            .OrderBy(one => WaysIn.IsProgrammatic(one.Way))
            .ToList();
        foreach (var connection in connections)
        {
            var place = WorkspacePlace.Of(connection);
            var finding = await ComparePlacedAsync(verified.In(place), key, cancellationToken).ConfigureAwait(false);
            if (finding is KeyFinding.Present or KeyFinding.Missing)
                return (finding, place);
        }

        return (KeyFinding.Unknown, null);
    }
}
