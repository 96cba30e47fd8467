using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// The entries that there are for an app of a workspace: those that name it by its id, and those that were bound by a key alone, of which
/// the app's keys tell whether they stand for it.
/// </summary>
internal sealed class AppEntries(AppRegistry registry, WorkspaceConnection connection, WorkspaceRegistration wanted)
{
    /// <summary>The entries that name the app. An id that nothing proves is no more than none.</summary>
    public IReadOnlyList<AppBinding> Named =>
        [
            .. registry.Apps.Where(app =>
                !IdProof.IsNeeded(app) && AppPlaces.IsOf(registry, app, connection, wanted.AppId, wanted.Given.Server)
            ),
        ];

    /// <summary>
    /// The entries that may stand for the app: bound by hand at the same server, and called as it is. None where somebody has chosen a name
    /// or wants another key, or where nobody can ask for the keys.
    /// </summary>
    public IReadOnlyList<AppBinding> ByHand =>
        wanted is { Force: false, IsNameChosen: false, AppName: { } name, Mode: { } mode } && !WaysIn.IsProgrammatic(connection.Way)
            ? [.. registry.Apps.Where(app => MayBe(app, new AppIdentity(name, mode)))]
            : [];

    /// <summary>The one of <see cref="ByHand"/> whose key is one of the app's, as far as the server shows it; null when none is.</summary>
    /// <param name="open">The workspace.</param>
    /// <param name="connector">Reads keys. Nothing is sent with them.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<AppBinding?> FindByHandAsync(OpenWorkspace open, AppConnector connector, CancellationToken cancellationToken)
    {
        var entries = ByHand;
        if (entries.Count == 0)
            return null;
        var users = new KeyUsers();
        // Who may not see the keys may make none either, and is told so.
        foreach (var key in await KeyOwner.ListAsync(open, wanted.AppId, cancellationToken).ConfigureAwait(false) ?? [])
        {
            var names = await users
                .OfAsync(key, wanted.AppId, entries, connector, isSure: false, cancellationToken)
                .ConfigureAwait(false);
            if (names.Count > 0)
                return entries.First(app => app.Name == names[0]);
        }

        return null;
    }

    private bool MayBe(AppBinding app, AppIdentity identity) =>
        !app.IsKnowledge
        && (app.AppId is null || IdProof.IsNeeded(app))
        && identity.IsAppOf(app)
        && AppPlaces.IsPlacedIn(app, connection) != false
        && ServiceAddress.IsBeside(connection, wanted.Given.Server, app.Server);
}
