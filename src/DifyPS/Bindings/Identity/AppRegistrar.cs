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

/// <summary>What is asked for when an app is registered.</summary>
internal sealed record Registration
{
    public required string Name { get; init; }
    public required DifyServer Server { get; init; }
    public required string Vault { get; init; }

    /// <summary>The secret to bind or to write; null for the name that the module gives.</summary>
    public string? Secret { get; init; }

    /// <summary>The key to store; null to bind the secret that is there.</summary>
    public SecureString? Key { get; init; }

    public required string User { get; init; }

    /// <summary>Dify's id of the app, where it is known; with it a key of several apps opens this one.</summary>
    public string? AppId { get; init; }

    /// <summary>Dify's id of the key, where it was minted here.</summary>
    public string? KeyId { get; init; }

    /// <summary>The workspace that it was minted in.</summary>
    public WorkspacePlace? Place { get; init; }

    /// <summary>Whether the ids are as a vault told them: then the workspace is asked where it can be.</summary>
    public bool IsRestored { get; init; }

    /// <summary>The app that the key has to open, where that is known: its own name and its mode.</summary>
    public AppIdentity? Expected { get; init; }

    /// <summary>The base by which a knowledge key is verified; null for all of them.</summary>
    public string? KnowledgeBaseId { get; init; }

    public bool NoVerify { get; init; }
    public bool Force { get; init; }

    /// <summary>What is to be done about the key that is replaced, noted as the new one is bound; null to leave and tell it.</summary>
    public KeyOperation? Revokes { get; init; }
}

/// <summary>
/// Makes bindings. The order is what keeps them whole: questions to the server first, then, under the
/// registry's lock, the secret, then the registry. Killed in between, there is a secret that nothing
/// refers to, and registering again finds it in place.
/// </summary>
internal sealed class AppRegistrar
{
    private static readonly TimeSpan AskingAtMost = TimeSpan.FromSeconds(10);

    private readonly AppRegistry _registry;
    private readonly PipelineVaults _vaults;
    private readonly AppConnector _connector;

    public AppRegistrar(AppRegistry registry, PipelineVaults vaults, AppConnector connector)
    {
        _registry = registry;
        _vaults = vaults;
        _connector = connector;
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
        else if (!registration.NoVerify && registration.Expected is null && _connector.Inquiry is { } inquiry)
            await inquiry.RequireOwnerAsync(binding, key, cancellationToken).ConfigureAwait(false);
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
                isSound = replaced is not null && await IsSoundAsync(replaced, cancellationToken).ConfigureAwait(false);
                if (registration.Key is not null)
                {
                    if (!registration.Force)
                        await RequireUnusedAsync(binding, key, cancellationToken).ConfigureAwait(false);
                    var isNew = await WriteKeyAsync(binding, registration.Key, cancellationToken).ConfigureAwait(false);
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
        KeyCache.Store(binding, key);
        await RemoveReplacedAsync(replaced, binding, cancellationToken).ConfigureAwait(false);
        if (revokes is null)
            await WarnOfKeyLeftAsync(replaced, binding, cancellationToken, isSound).ConfigureAwait(false);
        return binding;
    }

    // Of an entry whose key was made here, and may stay: before that is written over.
    private async Task<bool> IsSoundAsync(AppBinding replaced, CancellationToken cancellationToken) =>
        !KeyRotation.IsMinted(replaced)
        || await new ReplacedKey(_registry, _connector).FindKeyAsync(replaced, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>
    /// Tells of a key that was made here and is bound no longer, since it stays good in Dify; nothing where its workspace says that it is
    /// gone.
    /// </summary>
    /// <param name="before">The entry as it was; null where there was none.</param>
    /// <param name="after">The entry as it is; null where there is none any more.</param>
    /// <param name="cancellationToken">Ends asking.</param>
    /// <param name="isSound">Whether the entry was as its key had sealed it.</param>
    public async Task WarnOfKeyLeftAsync(
        AppBinding? before,
        AppBinding? after,
        CancellationToken cancellationToken,
        bool isSound = true
    )
    {
        if (before is null || !KeyRotation.IsMinted(before) || before.KeyFingerprint == after?.KeyFingerprint)
            return;
        var workspace = AppPlaces.FindConnection(_registry, before)?.Name ?? before.Workspace!;
        // What was edited, or a vault told, may be another app's: nobody is told to revoke that.
        if (!isSound || IdProof.IsNeeded(before))
        {
            _connector.Warn(Strings.FormatUnprovenKeyLeft(before.Name, KeyErrors.ListingOf(workspace, before.AppId)));
            return;
        }

        var finding = await ExplainAsync(before, cancellationToken).ConfigureAwait(false);
        if (finding is KeyFinding.Missing or KeyFinding.AppGone)
            return;
        var removal = KeyErrors.RemovalOf(workspace, before.AppId, before.KeyId!);
        _connector.Warn(
            finding == KeyFinding.Present
                ? Strings.FormatMintedKeyLeft(before.KeyId, before.Name, removal)
                : Strings.FormatMintedKeyMaybeLeft(before.KeyId, before.Name, removal)
        );
    }

    // The work is done. A workspace that does not answer soon is not waited for, and Ctrl+C ends no more than the asking.
    private async Task<KeyFinding> ExplainAsync(AppBinding binding, CancellationToken cancellationToken)
    {
        if (_connector.Inquiry is not { } inquiry)
            return KeyFinding.Unknown;
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        soon.CancelAfter(AskingAtMost);
        try
        {
            return await inquiry.ExplainAsync(binding, soon.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return KeyFinding.Unknown;
        }
    }

    /// <summary>
    /// Deletes the secret that an earlier binding of the name owned, unless the new one lives there too. Where the earlier one was edited,
    /// the secret may be anybody's, and stays.
    /// </summary>
    public async Task RemoveReplacedAsync(AppBinding? replaced, AppBinding binding, CancellationToken cancellationToken)
    {
        // The place that was moved from may be the one that was moved to.
        if (
            replaced is not { OwnsSecret: true }
            || await _vaults
                .IsSamePlaceAsync(replaced.Vault, replaced.Secret, binding.Vault, binding.Secret, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return;
        }

        // Under the lock as every write to a vault is, though the registry itself stays as it is: vaults
        // that rewrite one file for each change lose what two processes write at once.
        await _registry
            .UpdateAsync(
                async apps =>
                {
                    // Two vaults may open one store and not say so; then the new place is empty, too.
                    using var kept = AppName.Comparer.Equals(replaced.Secret, binding.Secret)
                        ? await _vaults.ReadAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false)
                        : null;
                    try
                    {
                        await RemoveSecretAsync(
                                replaced,
                                apps.NotNamed(binding.Name),
                                cancellationToken
                            )
                            .ConfigureAwait(false);
                    }
                    catch (DifyCommandException e) when (e.ErrorId is "BindingChanged" or "KeyAlreadyBound")
                    {
                        _connector.Warn(Strings.FormatSecretLeft(replaced.Secret, replaced.Vault, e.Message));
                    }

                    if (kept is not null)
                        await WriteAgainAsync(binding, kept, cancellationToken).ConfigureAwait(false);
                    return null;
                },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Deletes the secret of a binding, unless another entry lives there, too; throws where it may not be the binding's. The lock has to be
    /// held.
    /// </summary>
    public async Task RemoveSecretAsync(AppBinding binding, IEnumerable<AppBinding> others, CancellationToken cancellationToken)
    {
        if (!await _connector.Guard.MayDeleteSecretAsync(binding, others.ToList(), cancellationToken).ConfigureAwait(false))
            return;
        KeyCache.Drop(binding);
        await _vaults.RemoveAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>True when nothing was there before.</summary>
    public async Task<bool> WriteKeyAsync(AppBinding binding, SecureString key, CancellationToken cancellationToken)
    {
        KeyCache.Drop(binding);
        var beside = await _vaults.FindMetadataAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false);
        return await _vaults
            .WriteAsync(binding.Vault, binding.Secret, key, SecretMetadata.Of(binding, beside), cancellationToken)
            .ConfigureAwait(false);
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

    private async Task WriteAgainAsync(AppBinding binding, SecureString key, CancellationToken cancellationToken)
    {
        using var present = await _vaults.ReadAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false);
        if (present is null)
            await WriteKeyAsync(binding, key, cancellationToken).ConfigureAwait(false);
    }

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

    // What a vault told may be of another time. The connection may not be there again yet: then a rotation asks before it does anything.
    private async Task<AppBinding> ProvenAsync(AppBinding binding, ApiKey key, bool noVerify, CancellationToken cancellationToken)
    {
        if (binding.AppId is null || binding.Workspace is null)
            return binding;
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

    /// <summary>
    /// A vault may be shared: a secret of that name with another key in it may be a colleague's. One that is no key is written over only
    /// where the place is the binding's own. Of a key that is still to be made, whatever is there is another.
    /// </summary>
    public async Task RequireUnusedAsync(AppBinding binding, ApiKey? key, CancellationToken cancellationToken, bool isOwnPlace = false)
    {
        ApiKey? other = null;
        try
        {
            using var present = await _vaults.ReadAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false);
            if (present is null)
                return;
            other = ApiKey.FromSecureString(present);
        }
        catch (Exception e) when (e is ArgumentException or DifyCommandException { ErrorId: "SecretNotAKey" })
        {
            if (isOwnPlace)
                return;
        }

        if (other is null || !other.Equals(key))
        {
            throw new DifyCommandException(
                "SecretAlreadyExists", ErrorCategory.ResourceExists,
                Strings.FormatSecretTaken(binding.Vault, binding.Secret, binding.Name),
                Strings.FormatSecretTakenAction(Quoting.Literal(binding.Secret)),
                binding.Name);
        }
    }
}
