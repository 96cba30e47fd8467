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
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>
/// Makes bindings. The order is what keeps them whole: questions to the server first, then, under the
/// registry's lock, the secret, then the registry. Killed in between, there is a secret that nothing
/// refers to, and registering again finds it in place.
/// </summary>
internal sealed class AppRegistrar
{
    private readonly AppRegistry _registry;
    private readonly PipelineVaults _vaults;
    private readonly AppConnector _connector;
    private readonly BindingSecrets _secrets;
    private readonly LeftKeys _leftKeys;

    public AppRegistrar(AppRegistry registry, PipelineVaults vaults, AppConnector connector)
    {
        _registry = registry;
        _vaults = vaults;
        _connector = connector;
        _secrets = new BindingSecrets(registry, vaults, connector);
        _leftKeys = new LeftKeys(registry, connector);
    }

    public async Task<AppBinding> RegisterAsync(Registration registration, CancellationToken cancellationToken)
    {
        _registry.RequireSound(registration.Name);
        var secret = registration.Secret ?? SecretName.For(registration.Name);
        var key = await KeyOfAsync(registration, secret, cancellationToken).ConfigureAwait(false);
        KnowledgeAccess.RequireFor(registration.KnowledgeBaseId, key, registration.Name);
        var binding = Describe(registration, secret, key);
        await RequireFreeAsync(_registry.Apps, binding, key, cancellationToken).ConfigureAwait(false);
        if (!registration.NoVerify)
            binding = await VerifyAsync(binding, key, cancellationToken).ConfigureAwait(false);
        RequireExpected(binding, registration.Expected);
        if (registration.IsRestored)
            binding = await ProvenAsync(binding, key, registration.NoVerify, cancellationToken).ConfigureAwait(false);
        else
            binding = await OwnedAsync(binding, key, registration.NoVerify, cancellationToken).ConfigureAwait(false);
        binding = binding.SealedBy(key);
        AppBinding? replaced = null;
        var isSound = false;
        KeyOperation? revokes = null;
        await _registry.UpdateDocumentAsync(
            async document =>
            {
                var apps = document.Apps;
                BindingChecks.NameIsFree(apps, binding.Name, registration.Force);
                await RequireFreeAsync(apps, binding, key, cancellationToken).ConfigureAwait(false);
                replaced = apps.Named(binding.Name);
                isSound = replaced is not null && await _leftKeys.IsSoundAsync(replaced, cancellationToken).ConfigureAwait(false);
                if (registration.Key is not null)
                {
                    if (!registration.Force)
                        await _secrets.RequireUnusedAsync(binding, key, cancellationToken).ConfigureAwait(false);
                    var isNew = await _secrets.WriteAsync(binding, registration.Key, cancellationToken).ConfigureAwait(false);
                    binding = (binding with { OwnsSecret = isNew || Owned(binding, replaced, key) }).SealedBy(key);
                }
                else
                {
                    await _vaults.DescribeAsync(binding, isOwner: false, cancellationToken).ConfigureAwait(false);
                }

                revokes = registration.Revokes is { } wanted && replaced?.KeyFingerprint == wanted.Before ? wanted : null;
                var changed = document with { Apps = [.. apps.Where(app => app != replaced), binding] };
                return revokes is null ? changed : KeyJournal.With(changed, revokes);
            },
            cancellationToken).ConfigureAwait(false);
        KeyCache.Store(_registry, binding, key);
        await _secrets.RemoveReplacedAsync(replaced, binding, cancellationToken).ConfigureAwait(false);
        if (revokes is null)
            await _leftKeys.WarnAsync(replaced, binding, cancellationToken, isSound).ConfigureAwait(false);
        return binding;
    }

    private async Task RequireFreeAsync(IReadOnlyList<AppBinding> apps, AppBinding binding, ApiKey key, CancellationToken cancellationToken)
    {
        BindingChecks.KeyIsFree(apps, binding, key);
        await BindingChecks.PlaceIsFreeAsync(apps, binding, _vaults, cancellationToken).ConfigureAwait(false);
    }

    // What others had put there under a name of theirs stays theirs.
    private static bool Owned(AppBinding binding, AppBinding? replaced, ApiKey key) =>
        BindingGuard.HasOwnSecret(binding)
        || (replaced is { OwnsSecret: true } && BindingGuard.SamePlace(replaced, binding) && BindingSeal.Holds(replaced, key));

    private async Task<ApiKey> KeyOfAsync(Registration registration, string secret, CancellationToken cancellationToken)
    {
        if (registration.Key is not null)
            return Keys.From(registration.Key, registration.Name);
        using var stored = await _vaults.ReadAsync(registration.Vault, secret, cancellationToken).ConfigureAwait(false)
            ?? throw new DifyCommandException(
                "SecretMissing", ErrorCategory.ObjectNotFound,
                Strings.FormatSecretToBindMissing(registration.Vault, secret, registration.Name),
                Strings.FormatSecretToBindMissingAction(Quoting.Literal(registration.Vault)), registration.Name);
        return Keys.From(stored, registration.Name);
    }

    private static AppBinding Describe(Registration registration, string secret, ApiKey key) => new AppBinding
    {
        Name = registration.Name,
        Server = registration.Server.BaseUri.AbsoluteUri,
        Vault = registration.Vault,
        Secret = secret,
        OwnsSecret = registration.Key is not null,
        KeyKind = Keys.KindOf(key),
        KeyFingerprint = key.Fingerprint,
        User = registration.User,
        AppId = registration.AppId,
        KeyId = registration.KeyId,
        KnowledgeBaseId = registration.KnowledgeBaseId,
        AllowUnencryptedAuthentication = registration.Server.AllowUnencryptedAuthentication,
        SkipCertificateCheck = registration.Server.SkipCertificateCheck,
        Registered = DateTimeOffset.UtcNow,
    }.In(registration.Place);

    // An id that somebody gave with a key is a claim. In a workspace that was named it has to be so; else one that is called there may
    // know, and where nobody does, it is left out. A token that opens several apps is asked by it.
    private async Task<AppBinding> OwnedAsync(AppBinding binding, ApiKey key, bool noVerify, CancellationToken cancellationToken)
    {
        var inquiry = noVerify ? null : _connector.Inquiry;
        if (binding.Workspace is not null)
        {
            var isProved = inquiry is null || await inquiry.RequireOwnerAsync(binding, key, cancellationToken).ConfigureAwait(false);
            // Which of the app's keys it is leads to that one.
            return isProved || binding is not { AppId: not null, KeyId: not null } ? binding : binding with { IdsUnproven = true };
        }

        var place = inquiry is null ? null : await inquiry.RequirePlaceAsync(binding, key, cancellationToken).ConfigureAwait(false);
        if (SharedKey.AppIdOf(binding, key) is not null)
            return binding;
        if (place is not null || (binding.AppId ?? binding.KeyId) is not { } id)
            return binding.In(place);
        _connector.Warn(Strings.FormatAppIdNotTaken(id, binding.Name));
        return binding with { AppId = null, KeyId = null };
    }

    // What a vault told may be of another time. The connection may not be there again yet: then a rotation asks before it does anything.
    private async Task<AppBinding> ProvenAsync(AppBinding binding, ApiKey key, bool noVerify, CancellationToken cancellationToken)
    {
        if (binding.AppId is null || (binding.Workspace is null && SharedKey.AppIdOf(binding, key) is not null))
            return binding;
        if (binding.Workspace is null)
            return await PlacedAsync(binding, key, noVerify, cancellationToken).ConfigureAwait(false);
        var finding =
            noVerify || _connector.Inquiry is not { } inquiry
                ? KeyFinding.Unknown
                : await inquiry.CompareAsync(binding, key, cancellationToken).ConfigureAwait(false);
        if (finding == KeyFinding.Present)
            return binding;
        if (finding is not (KeyFinding.Missing or KeyFinding.AppGone))
            return binding with { IdsUnproven = true };
        _connector.Warn(Strings.FormatRestoredIdsWrong(binding.Name, binding.AppId, binding.Workspace));
        return (binding with { KeyId = null, AppId = SharedKey.AppIdOf(binding, key) }).In(null);
    }

    private async Task<AppBinding> PlacedAsync(AppBinding binding, ApiKey key, bool noVerify, CancellationToken cancellationToken)
    {
        var (finding, place) =
            noVerify || _connector.Inquiry is not { } inquiry
                ? (KeyFinding.Unknown, null)
                : await inquiry.LocateAsync(binding, key, cancellationToken).ConfigureAwait(false);
        if (finding == KeyFinding.Present)
            return binding.In(place);
        _connector.Warn(
            finding == KeyFinding.Missing
                ? Strings.FormatRestoredIdsWrong(binding.Name, binding.AppId, place!.Connection)
                : Strings.FormatAppIdNotTaken(binding.AppId, binding.Name)
        );
        return binding with { AppId = null, KeyId = null };
    }

    // Somebody copied it from the page of another app.
    private static void RequireExpected(AppBinding binding, AppIdentity? expected)
    {
        if (expected is null || !binding.IsVerified || expected.IsAppOf(binding))
            return;
        throw new DifyCommandException(
            "AppIdentityMismatch",
            ErrorCategory.SecurityError,
            Strings.FormatAppIdentityMismatchEdit(
                AppModes.Describe(binding.Mode!),
                binding.RemoteName,
                binding.Name,
                AppModes.Describe(expected.Mode),
                expected.Name
            ),
            Strings.FormatKeyOfOtherAppAction(expected.Name),
            binding.Name
        );
    }

    /// <summary>Asks the server who the key belongs to, and pins the answer.</summary>
    public async Task<AppBinding> VerifyAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken)
    {
        var client = _connector.ClientFor(binding, key);
        var identity = await AppIdentity.AskAsync(client, key.Kind, binding, cancellationToken).ConfigureAwait(false);
        var inputs = await identity.AskInputsAsync(client, cancellationToken).ConfigureAwait(false);
        return binding with
        {
            RemoteName = identity.Name,
            Mode = identity.Mode,
            Inputs = inputs,
            LimitedToBases = identity.IsLimited ? true : null,
            KeyKind = Keys.KindOf(key),
            KeyFingerprint = key.Fingerprint,
            Verified = DateTimeOffset.UtcNow,
        };
    }
}
