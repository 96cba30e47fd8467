using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>Binds apps of a workspace to names: each gets a key of its own, unless it has one that works.</summary>
internal sealed class WorkspaceBinder
{
    private readonly KeyWork _work;
    private readonly AppRegistry _registry;

    private readonly TakenNames _names;

    /// <param name="work">All that works on keys.</param>
    /// <param name="names">The names that other apps of the same command have.</param>
    public WorkspaceBinder(KeyWork work, TakenNames names) => (_work, _registry, _names) = (work, work.Registry, names);

    /// <summary>The entry of the app, and whether it was made now; an app that is bound with a key that works is left alone.</summary>
    public async Task<(AppBinding Binding, bool IsNew)> BindAsync(
        OpenWorkspace open,
        WorkspaceRegistration wanted,
        CancellationToken cancellationToken
    )
    {
        using var taken = await _work.TakeAsync(open, wanted.AppId, cancellationToken).ConfigureAwait(false);
        _registry.RequireSound(wanted.Name);
        KeptSettings.ServerOf(open.Connection, wanted.Given, null, wanted.Name);
        if (!wanted.Force && await FindWorkingAsync(open.Connection, open, wanted, cancellationToken).ConfigureAwait(false) is { } bound)
            return (bound, false);
        if (await FindByHandAsync(open, wanted, cancellationToken).ConfigureAwait(false) is { } byHand)
        {
            // The key is the app's; whether its API is on is asked where that matters.
            if (wanted.EnablesApi)
                await WorksAsync(open.Connection, open, wanted, byHand, isPreview: false, cancellationToken).ConfigureAwait(false);
            return (byHand, false);
        }

        KeyErrors.RequireMinting(open, "Register-DifyApp");
        var before = _registry.Find(wanted.Name);
        if (before is not null && !await Claims.IsOfAsync(before, open.Connection, wanted, cancellationToken).ConfigureAwait(false))
            _names.RequireFree(wanted, open.Connection);
        _names.Claim(wanted, open.Connection);
        var former = await Former.FindAsync(open.Connection, before, wanted, cancellationToken).ConfigureAwait(false);
        var draft = Describe(open.Connection, wanted, former.Kept, before);
        var isOwned = former.IsSound && before!.OwnsSecret && IsSamePlace(before, draft);
        draft = draft with { OwnsSecret = isOwned || BindingGuard.HasOwnSecret(draft) };
        await RequirePlaceAsync(draft, before, wanted.Force, cancellationToken).ConfigureAwait(false);
        if (wanted.EnablesApi)
            await RequireApiAsync(open, wanted, cancellationToken).ConfigureAwait(false);
        var order = new KeyOrder
        {
            Open = open,
            Before = before,
            Draft = draft,
            OldKeyId = former.OldKeyId,
            Replaces = former.Replaces,
            AsksInputs = true,
            EnablesApi = wanted.EnablesApi,
            Force = wanted.Force,
        };
        var binding = await _work.Switcher.RunAsync(order, cancellationToken).ConfigureAwait(false);
        if (former.Replaces is not null)
        {
            await _work.RevokeReplacedAsync(former.Replaces, open, cancellationToken).ConfigureAwait(false);
        }
        else if (former.OldKeyId is null)
        {
            await new LeftKeys(_registry, _work.Connector)
                .WarnAsync(before, binding, cancellationToken, former.IsSound)
                .ConfigureAwait(false);
        }

        return (binding, true);
    }

    /// <summary>Where a key that a person has copied is kept, and where it goes.</summary>
    public async Task<(DifyServer Server, string Secret)> PlaceAsync(
        WorkspaceRegistration wanted,
        WorkspaceConnection connection,
        CancellationToken cancellationToken
    )
    {
        var kept = await Former.FindKeptAsync(connection, _registry.Find(wanted.Name), wanted, cancellationToken).ConfigureAwait(false);
        return (
            KeptSettings.ServerOf(connection, wanted.Given, kept, wanted.Name),
            KeptSettings.SecretOf(wanted.Given, wanted.Name, wanted.Vault, kept)
        );
    }

    /// <summary>The entry of an app that is bound with a key that works, for a way in that makes none; null when there is none.</summary>
    public Task<AppBinding?> FindBoundAsync(
        WorkspaceRegistration wanted,
        WorkspaceConnection connection,
        CancellationToken cancellationToken
    ) => wanted.Force ? Task.FromResult<AppBinding?>(null) : FindWorkingAsync(connection, null, wanted, cancellationToken);

    /// <summary>
    /// The entry that would be left alone; null where a key would be made. Throws what <see cref="BindAsync"/> would, as far as that is
    /// known without opening the workspace, which is opened only to find out whether an entry that was bound by hand is the app's. Nothing
    /// is changed.
    /// </summary>
    public async Task<AppBinding?> PreviewAsync(
        WorkspaceRegistration wanted,
        WorkspaceConnection connection,
        Func<Task<OpenWorkspace>> openWorkspace,
        CancellationToken cancellationToken
    )
    {
        _registry.RequireSound(wanted.Name);
        KeptSettings.ServerOf(connection, wanted.Given, null, wanted.Name);
        var bound = wanted.Force
            ? null
            : await FindWorkingAsync(connection, null, wanted, cancellationToken, isPreview: true).ConfigureAwait(false);
        if (bound is null && new AppEntries(_registry, connection, wanted).ByHand.Count > 0)
            bound = await FindByHandAsync(await openWorkspace().ConfigureAwait(false), wanted, cancellationToken).ConfigureAwait(false);
        if (bound is not null)
            return bound;
        var makesKeys = !WaysIn.IsProgrammatic(connection.Way);
        if (makesKeys)
            WorkspaceGuard.RequireEditor(connection, "Register-DifyApp");
        var before = _registry.Find(wanted.Name);
        if (
            before is not null
            && !(makesKeys && await Claims.IsOfAsync(before, connection, wanted, cancellationToken).ConfigureAwait(false))
        )
        {
            _names.RequireFree(wanted, connection);
        }

        _names.Claim(wanted, connection);
        if (!makesKeys)
            return null;
        var former = await Former.FindAsync(connection, before, wanted, cancellationToken).ConfigureAwait(false);
        var draft = Describe(connection, wanted, former.Kept, before);
        await RequirePlaceAsync(draft, before, wanted.Force, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private Task<AppBinding?> FindByHandAsync(OpenWorkspace open, WorkspaceRegistration wanted, CancellationToken cancellationToken) =>
        new AppEntries(_registry, open.Connection, wanted).FindByHandAsync(open, _work.Connector, cancellationToken);

    private FormerEntries Former => new(_registry, _work.Connector);

    private ClaimedEntries Claims => new(_registry, _work.Connector);

    private bool IsOf(AppBinding binding, WorkspaceConnection connection, WorkspaceRegistration wanted) =>
        AppPlaces.IsOf(_registry, binding, connection, wanted.AppId, wanted.Given.Server);

    private static bool IsSamePlace(AppBinding? before, AppBinding draft) => before is not null && BindingGuard.SamePlace(before, draft);

    private static AppBinding Describe(
        WorkspaceConnection connection,
        WorkspaceRegistration wanted,
        AppBinding? kept,
        AppBinding? before
    )
    {
        var server = KeptSettings.ServerOf(connection, wanted.Given, kept, wanted.Name);
        return new AppBinding
        {
            Name = before?.Name ?? wanted.Name,
            Server = server.BaseUri.AbsoluteUri,
            Vault = wanted.Vault,
            Secret = KeptSettings.SecretOf(wanted.Given, wanted.Name, wanted.Vault, kept),
            KeyKind = Keys.AppKind,
            KeyFingerprint = string.Empty,
            AppId = wanted.AppId,
            RemoteName = wanted.AppName,
            Mode = wanted.Mode,
            User = wanted.User,
            AllowUnencryptedAuthentication = server.AllowUnencryptedAuthentication,
            SkipCertificateCheck = server.SkipCertificateCheck,
            Registered = DateTimeOffset.UtcNow,
            Unknown = kept?.Unknown,
        }.In(WorkspacePlace.Of(connection));
    }

    private async Task<AppBinding?> FindWorkingAsync(
        WorkspaceConnection connection,
        OpenWorkspace? open,
        WorkspaceRegistration wanted,
        CancellationToken cancellationToken,
        bool isPreview = false
    )
    {
        // Where no address is given, the one that somebody has chosen for the app is as good.
        var bound = _registry.Apps.Where(app =>
            IsOf(app, connection, wanted)
            && (wanted.Given.Server is null || ServiceAddress.IsBeside(connection, wanted.Given.Server, app.Server))
        );
        foreach (var app in bound.OrderBy(app => !AppName.Comparer.Equals(app.Name, wanted.Name)).ToList())
        {
            if (
                await WorksAsync(connection, open, wanted, app, isPreview, cancellationToken).ConfigureAwait(false)
                && await Claims.IsProvedAsync(app, connection, wanted, isPreview, cancellationToken).ConfigureAwait(false)
            )
            {
                return app;
            }
        }

        return null;
    }

    private async Task<bool> WorksAsync(
        WorkspaceConnection connection,
        OpenWorkspace? open,
        WorkspaceRegistration wanted,
        AppBinding app,
        bool isPreview,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (isPreview)
            {
                await _work.Connector.ProveAsync(app, cancellationToken).ConfigureAwait(false);
                return true;
            }

            var (binding, key) = await _work.Connector.TakeAsync(app, cancellationToken).ConfigureAwait(false);
            await _work.Connector.IdentifyAsync(binding, key, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DifyApiException e) when (e.StatusCode == 401)
        {
            return false;
        }
        catch (DifyApiException e) when (e.StatusCode == 403)
        {
            // The key is good; it is the API that is off.
            if (isPreview && wanted.EnablesApi && WorkspaceRole.CanManage(connection.Role) != false)
                return true;
            if (!wanted.EnablesApi || open is null)
                throw KeyErrors.ApiOff(connection, app.Name, wanted.AppId, isPreview || open is not null, e);
            await open.Client.Apps.SetApiEnabledAsync(wanted.AppId, true, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DifyCommandException e) when (Keys.IsNone(e))
        {
            return false;
        }
    }

    // Before a key is made: what would stand in the way of keeping it.
    private async Task RequirePlaceAsync(AppBinding draft, AppBinding? before, bool force, CancellationToken cancellationToken)
    {
        if (IsSamePlace(before, draft))
            return;
        await BindingChecks.PlaceIsFreeAsync(_registry.Apps, draft, _work.Vaults, cancellationToken).ConfigureAwait(false);
        if (force)
            return;
        await new BindingSecrets(_registry, _work.Vaults, _work.Connector)
            .RequireUnusedAsync(draft, key: null, cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task RequireApiAsync(OpenWorkspace open, WorkspaceRegistration wanted, CancellationToken cancellationToken)
    {
        if (WorkspaceRole.CanManage(open.Connection.Role) != false)
            return;
        var app = await open.Client.Apps.GetAsync(wanted.AppId, cancellationToken).ConfigureAwait(false);
        if (app.EnableApi == false)
            throw KeyErrors.ApiOff(open.Connection, wanted.Name, wanted.AppId, takesEnableApi: true, null);
    }
}
