using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>
/// Changes and removes bindings, with the same order as <see cref="AppRegistrar"/>: secret, registry, then what is left over.
/// </summary>
internal sealed class AppEditor
{
    private readonly AppRegistry _registry;
    private readonly PipelineVaults _vaults;
    private readonly AppConnector _connector;
    private readonly AppRegistrar _registrar;
    private readonly BindingSecrets _secrets;
    private readonly LeftKeys _leftKeys;

    public AppEditor(AppRegistry registry, PipelineVaults vaults, AppConnector connector)
    {
        _registry = registry;
        _vaults = vaults;
        _connector = connector;
        _registrar = new AppRegistrar(registry, vaults, connector);
        _secrets = new BindingSecrets(registry, vaults, connector);
        _leftKeys = new LeftKeys(registry, connector);
    }

    /// <summary>Changes a binding and gives it as it is then; null when <paramref name="confirm"/> says no.</summary>
    /// <param name="name">The app.</param>
    /// <param name="change">What is to be changed.</param>
    /// <param name="confirm">Is asked before a refresh, or a change of what nothing spoke for, pins what was found: what would be
    /// pinned, and what the entry was before.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<AppBinding?> ChangeAsync(
        string name, RegistryChange change, Func<AppBinding, EntryState, Task<bool>> confirm, CancellationToken cancellationToken)
    {
        if (change.NewName is not null)
            _registry.RequireSound(change.NewName);
        var (before, key, state) = await TakeAsync(_registry.Get(name), change, cancellationToken).ConfigureAwait(false);
        var isSound = state == EntryState.Sound;
        var after = Planned(before, change);
        if (change.SetsKnowledgeBase)
            KnowledgeAccess.RequireFor(after.KnowledgeBaseId, key, after.Name);
        // What is deleted one day with an entry that was edited must not be a secret that the editor chose.
        if (!isSound)
            after = after with { OwnsSecret = after.OwnsSecret && BindingGuard.HasOwnSecret(before) };
        await RequireFreeAsync(_registry.Apps, before, after, key, isSound, isEarly: true, cancellationToken).ConfigureAwait(false);
        var isTwin = false;
        if (change.NeedsVerifying)
        {
            after = await _registrar.VerifyAsync(after, key, cancellationToken).ConfigureAwait(false);
            EditedIdentity.RequireSameApp(before, after, change, isSound);
            (isTwin, after) = await new EditedIdentity(_registry, _connector)
                .CompareAsync(before, after, key, change.Refresh, isSound, cancellationToken)
                .ConfigureAwait(false);
            if (isTwin && !change.Force)
                throw new AppIdentity(after.RemoteName!, after.Mode!).OtherAppGiven(before);
        }
        else if (change.Key is not null)
        {
            after = after with { Verified = null, RemoteName = null, Mode = null };
        }
        else if (change.SetsKnowledgeBase)
        {
            after = after with { Verified = null };
        }

        after = EditedIdentity.OfKey(before, after, key, isTwin);
        if (change.KeyId is not null && !isTwin)
            after = (after with { KeyId = change.KeyId, AppId = before.AppId }).In(change.Place);
        after = after.SealedBy(key);
        if ((change.Refresh || !isSound) && !await confirm(after, state).ConfigureAwait(false))
            return null;
        after = await WriteAsync(before, after, change, key, isSound, cancellationToken).ConfigureAwait(false);
        KeyCache.Drop(_registry, before);
        KeyCache.Store(_registry, after, key);
        await _secrets.RemoveReplacedAsync(before, after, cancellationToken).ConfigureAwait(false);
        await _leftKeys.WarnAsync(before, after, cancellationToken, isSound).ConfigureAwait(false);
        return after;
    }

    /// <summary>Forgets a binding. Where a secret goes with it, the entry has to be sound: else the secret may be another app's.</summary>
    public async Task RemoveAsync(AppBinding binding, bool keepSecret, CancellationToken cancellationToken)
    {
        var isSound = false;
        await _registry.UpdateAsync(
            async apps =>
            {
                var current = apps.Named(binding.Name);
                if (current is null)
                    return null;
                // Somebody said yes to what it was.
                if (!BindingSeal.IsSame(current, binding))
                    throw BindingChecks.Overtaken(binding.Name);
                var others = apps.Where(app => !ReferenceEquals(app, current)).ToList();
                // Before its key is gone, which alone can tell.
                isSound = !keepSecret && await _leftKeys.IsSoundAsync(current, cancellationToken).ConfigureAwait(false);
                if (!keepSecret && current.OwnsSecret)
                    await _secrets.RemoveAsync(current, others, cancellationToken).ConfigureAwait(false);
                KeyCache.Drop(_registry, current);
                return others;
            },
            cancellationToken).ConfigureAwait(false);
        if (!keepSecret)
            await _leftKeys.WarnAsync(binding, after: null, cancellationToken, isSound).ConfigureAwait(false);
    }

    /// <summary>The binding as the change would have it, without what only a server can tell.</summary>
    public static AppBinding Planned(AppBinding before, RegistryChange change)
    {
        var after = before with
        {
            Name = change.NewName ?? before.Name,
            User = change.User ?? before.User,
            Vault = change.Vault ?? before.Vault,
        };
        if (change.Server is not null)
        {
            after = after with
            {
                Server = change.Server.BaseUri.AbsoluteUri,
                AllowUnencryptedAuthentication = change.Server.AllowUnencryptedAuthentication,
                SkipCertificateCheck = change.Server.SkipCertificateCheck,
            };
        }

        if (change.SetsKnowledgeBase)
            after = after with { KnowledgeBaseId = change.KnowledgeBaseId };
        // A secret that somebody else provisioned stays where it is; the module's own follows name and vault.
        if (before.OwnsSecret && change.NewName is not null && before.Secret == SecretName.For(before.Name))
            after = after with { Secret = SecretName.For(after.Name) };
        return AppName.Comparer.Equals(after.Vault, before.Vault) ? after : after with { OwnsSecret = true };
    }

    // The entry to start from, the key to pin, and whether the entry is as it was written. Only a refresh takes one that was edited; and
    // one that nothing speaks for gets a new key only where somebody said to which server it goes.
    private async Task<(AppBinding Before, ApiKey Key, EntryState State)> TakeAsync(
        AppBinding before,
        RegistryChange change,
        CancellationToken cancellationToken
    )
    {
        if (change is { Refresh: false, Key: null })
        {
            var (current, key) = await _connector.TakeAsync(before, cancellationToken).ConfigureAwait(false);
            return (current, key, EntryState.Sound);
        }

        var given = change.Key is null ? null : Keys.From(change.Key, before.Name);
        var stored = given is null
            ? await _connector.ReadKeyAsync(before, cancellationToken).ConfigureAwait(false)
            : await _connector.FindKeyAsync(before, cancellationToken).ConfigureAwait(false);
        try
        {
            var state = await _connector.Guard.CheckAsync(before, stored, cancellationToken, former: given).ConfigureAwait(false);
            if (state != KeyState.Unproven)
                return (before, given ?? stored!, EntryState.Sound);
            if (change.Refresh || change.SaysServer)
                return (before, given ?? stored!, EntryState.Unproven);
            // Whose key it is says more, and is known without asking anybody.
            BindingChecks.KeyIsFree(_registry.Apps, before, given!);
            throw _connector.Guard.Unproven(before);
        }
        catch (DifyCommandException e) when (change.Refresh && e.ErrorId is "BindingChanged" or "KeyAlreadyBound")
        {
            return (before, given ?? stored!, EntryState.Edited);
        }
    }

    // Key and place are looked at where they are new to the name. Before anything was sent, a key that another name has at the same
    // server may still be asked about: who it belongs to says more than that it is taken.
    private async Task RequireFreeAsync(
        IReadOnlyList<AppBinding> apps,
        AppBinding before,
        AppBinding after,
        ApiKey key,
        bool isSound,
        bool isEarly,
        CancellationToken cancellationToken
    )
    {
        var others = apps.NotNamed(before.Name).ToList();
        if (!isSound || key.Fingerprint != before.KeyFingerprint)
            BindingChecks.KeyIsFree(others.Where(app => !isEarly || !BindingSeal.IsSameServer(app, after)), after, key);
        if (!isSound || !BindingGuard.SamePlace(before, after))
            await BindingChecks.PlaceIsFreeAsync(others, after, _vaults, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AppBinding> WriteAsync(
        AppBinding before, AppBinding after, RegistryChange change, ApiKey key, bool isSound, CancellationToken cancellationToken)
    {
        await _registry.UpdateAsync(
            async apps =>
            {
                var current = apps.Named(before.Name);
                if (current is null || !BindingChecks.IsUnchanged(current, before))
                    throw BindingChecks.Overtaken(before.Name);
                if (!AppName.Comparer.Equals(after.Name, before.Name))
                    BindingChecks.NameIsFree(apps, after.Name, force: false);
                await RequireFreeAsync(apps, before, after, key, isSound, isEarly: false, cancellationToken).ConfigureAwait(false);
                if (change.TouchesSecret && (after.OwnsSecret || change.Key is not null))
                    after = await WriteSecretAsync(before, after, change, key, isSound, cancellationToken).ConfigureAwait(false);
                else
                    await _vaults.DescribeAsync(after, isOwner: after.OwnsSecret, cancellationToken).ConfigureAwait(false);
                return apps.Select(app => ReferenceEquals(app, current) ? after : app).ToList();
            },
            cancellationToken).ConfigureAwait(false);
        return after;
    }

    private async Task<AppBinding> WriteSecretAsync(
        AppBinding before, AppBinding after, RegistryChange change, ApiKey key, bool isSound, CancellationToken cancellationToken)
    {
        using var stored = change.Key is null ? await _connector.ReadSecretAsync(before, cancellationToken).ConfigureAwait(false) : null;
        var secret = change.Key ?? stored!;
        if (!Keys.From(secret, after.Name).Equals(key))
            throw BindingChecks.Overtaken(before.Name);
        var isSamePlace = BindingGuard.SamePlace(before, after);
        if (!change.Force && !(isSound && isSamePlace))
        {
            await _secrets
                .RequireUnusedAsync(after, key, cancellationToken, isSamePlace && BindingGuard.HasOwnSecret(before))
                .ConfigureAwait(false);
        }
        var isNew = await _secrets.WriteAsync(after, secret, cancellationToken).ConfigureAwait(false);
        if (isSamePlace)
            return isSound ? after : (after with { OwnsSecret = before.OwnsSecret && (after.OwnsSecret || isNew) }).SealedBy(key);
        return (after with { OwnsSecret = isNew || (after.OwnsSecret && BindingGuard.HasOwnSecret(after)) }).SealedBy(key);
    }
}
