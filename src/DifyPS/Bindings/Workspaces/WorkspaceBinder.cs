using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces;

/// <summary>An app of a workspace that is to be bound.</summary>
internal sealed record WorkspaceRegistration
{
    public required string Name { get; init; }
    public required string AppId { get; init; }
    public string? AppName { get; init; }
    public string? Mode { get; init; }

    /// <summary>The Service API's address; the one beside the console when null.</summary>
    public string? Server { get; init; }

    public required string Vault { get; init; }
    public string? Secret { get; init; }
    public required string User { get; init; }
    public bool EnablesApi { get; init; }
    public bool Force { get; init; }
}

/// <summary>Binds apps of a workspace to names: each gets a key of its own, unless it has one that works.</summary>
internal sealed class WorkspaceBinder
{
    private readonly KeyWork _work;
    private readonly AppRegistry _registry;

    public WorkspaceBinder(KeyWork work) => (_work, _registry) = (work, work.Registry);

    /// <summary>The entry of the app, and whether it was made now; an app that is bound with a key that works is left alone.</summary>
    public async Task<(AppBinding Binding, bool IsNew)> BindAsync(
        OpenWorkspace open,
        WorkspaceRegistration wanted,
        CancellationToken cancellationToken
    )
    {
        using var taken = await _work.TakeAsync(open, wanted.AppId, cancellationToken).ConfigureAwait(false);
        _registry.RequireSound(wanted.Name);
        var server = ServiceAddress.Of(open.Connection, wanted.Server, wanted.Name);
        if (!wanted.Force && await FindWorkingAsync(open.Connection, open, wanted, cancellationToken).ConfigureAwait(false) is { } bound)
            return (bound, false);
        KeyErrors.RequireMinting(open, "Register-DifyApp");
        var before = _registry.Find(wanted.Name);
        if (before is not null && !IsOf(before, open.Connection, wanted.AppId, server))
            TakenNames.RequireFree(_registry.Apps, wanted, open.Connection);
        var draft = Describe(open.Connection, wanted, server, before);
        var (isSound, oldKeyId) = await FormerAsync(open.Connection, before, wanted, server, cancellationToken).ConfigureAwait(false);
        var isOwned = isSound && before!.OwnsSecret && IsSamePlace(before, draft);
        draft = draft with { OwnsSecret = isOwned || BindingGuard.HasOwnSecret(draft) };
        await RequirePlaceAsync(draft, before, wanted.Force, cancellationToken).ConfigureAwait(false);
        if (wanted.EnablesApi)
            await RequireApiAsync(open, wanted, cancellationToken).ConfigureAwait(false);
        var order = new KeyOrder
        {
            Open = open,
            Before = before,
            Draft = draft,
            OldKeyId = oldKeyId,
            AsksInputs = true,
            EnablesApi = wanted.EnablesApi,
            Force = wanted.Force,
        };
        return (await _work.Switcher.RunAsync(order, cancellationToken).ConfigureAwait(false), true);
    }

    /// <summary>The entry of an app that is bound with a key that works, for a way in that makes none; null when there is none.</summary>
    public Task<AppBinding?> FindBoundAsync(
        WorkspaceRegistration wanted,
        WorkspaceConnection connection,
        CancellationToken cancellationToken
    ) => wanted.Force ? Task.FromResult<AppBinding?>(null) : FindWorkingAsync(connection, null, wanted, cancellationToken);

    /// <summary>
    /// The entry that would be left alone; null where a key would be made. Throws what <see cref="BindAsync"/> would, as far as that is
    /// known without opening the workspace. Nothing is changed.
    /// </summary>
    public async Task<AppBinding?> PreviewAsync(
        WorkspaceRegistration wanted,
        WorkspaceConnection connection,
        CancellationToken cancellationToken
    )
    {
        _registry.RequireSound(wanted.Name);
        var server = ServiceAddress.Of(connection, wanted.Server, wanted.Name);
        var bound = wanted.Force
            ? null
            : await FindWorkingAsync(connection, null, wanted, cancellationToken, isPreview: true).ConfigureAwait(false);
        if (bound is not null)
            return bound;
        var makesKeys = !WaysIn.IsProgrammatic(connection.Way);
        if (makesKeys)
            WorkspaceGuard.RequireEditor(connection, "Register-DifyApp");
        var before = _registry.Find(wanted.Name);
        if (before is not null && !(makesKeys && IsOf(before, connection, wanted.AppId, server)))
            TakenNames.RequireFree(_registry.Apps, wanted, connection);
        if (!makesKeys)
            return null;
        await FormerAsync(connection, before, wanted, server, cancellationToken).ConfigureAwait(false);
        var draft = Describe(connection, wanted, server, before);
        await RequirePlaceAsync(draft, before, wanted.Force, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private bool IsOf(AppBinding binding, WorkspaceConnection connection, string appId, DifyServer server) =>
        AppPlaces.IsOf(_registry, binding, connection, appId, server.BaseUri.AbsoluteUri);

    private static bool IsSamePlace(AppBinding? before, AppBinding draft) => before is not null && BindingGuard.SamePlace(before, draft);

    private static AppBinding Describe(
        WorkspaceConnection connection,
        WorkspaceRegistration wanted,
        DifyServer server,
        AppBinding? before
    ) =>
        new AppBinding
        {
            Name = before?.Name ?? wanted.Name,
            Server = server.BaseUri.AbsoluteUri,
            Vault = wanted.Vault,
            Secret = wanted.Secret ?? SecretName.For(wanted.Name),
            KeyKind = Keys.AppKind,
            KeyFingerprint = string.Empty,
            AppId = wanted.AppId,
            RemoteName = wanted.AppName,
            Mode = wanted.Mode,
            User = wanted.User,
            AllowUnencryptedAuthentication = server.AllowUnencryptedAuthentication,
            SkipCertificateCheck = server.SkipCertificateCheck,
            Registered = DateTimeOffset.UtcNow,
        }.In(WorkspacePlace.Of(connection));

    private async Task<AppBinding?> FindWorkingAsync(
        WorkspaceConnection connection,
        OpenWorkspace? open,
        WorkspaceRegistration wanted,
        CancellationToken cancellationToken,
        bool isPreview = false
    )
    {
        var server = ServiceAddress.Of(connection, wanted.Server, wanted.Name);
        var bound = _registry.Apps.Where(app => IsOf(app, connection, wanted.AppId, server) && app.Server == server.BaseUri.AbsoluteUri);
        foreach (var app in bound.OrderBy(app => !AppName.Comparer.Equals(app.Name, wanted.Name)).ToList())
        {
            if (await WorksAsync(connection, open, wanted, app, isPreview, cancellationToken).ConfigureAwait(false))
                return app;
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
        catch (DifyCommandException e) when (IsWithoutKey(e))
        {
            return false;
        }
    }

    private static bool IsWithoutKey(DifyCommandException e) => e.ErrorId is "SecretMissing" or "SecretNotAKey" or "InvalidApiKey";

    // Whether the entry of before is as its key sealed it, and the key of it that this machine may revoke.
    private async Task<(bool IsSound, string? OldKeyId)> FormerAsync(
        WorkspaceConnection connection,
        AppBinding? before,
        WorkspaceRegistration wanted,
        DifyServer server,
        CancellationToken cancellationToken
    )
    {
        if (before is null)
            return (false, null);
        bool isSound;
        try
        {
            var key = await _work.Connector.ReadKeyAsync(before, cancellationToken).ConfigureAwait(false);
            isSound = BindingSeal.Holds(before, key);
        }
        catch (DifyCommandException e) when (IsWithoutKey(e))
        {
            isSound = false;
        }

        var isMinted =
            isSound
            && before is { KeyId: not null, Workspace: not null }
            && IsOf(before, connection, wanted.AppId, server);
        if (!isMinted)
            return (isSound, null);
        if (wanted.Force)
            KeyErrors.RequireRevoking(connection, before.Name, "Register-DifyApp");
        return (isSound, WorkspaceRole.CanManage(connection.Role) == false ? null : before.KeyId);
    }

    // Before a key is made: what would stand in the way of keeping it.
    private async Task RequirePlaceAsync(AppBinding draft, AppBinding? before, bool force, CancellationToken cancellationToken)
    {
        if (IsSamePlace(before, draft))
            return;
        await BindingChecks.PlaceIsFreeAsync(_registry.Apps, draft, _work.Vaults, cancellationToken).ConfigureAwait(false);
        if (force)
            return;
        var registrar = new AppRegistrar(_registry, _work.Vaults, _work.Connector);
        await registrar.RequireUnusedAsync(draft, key: null, cancellationToken).ConfigureAwait(false);
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
