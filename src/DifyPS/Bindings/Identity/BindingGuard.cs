using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>How a binding and the key that its vault gives go together.</summary>
internal enum KeyState
{
    /// <summary>The key has sealed the entry.</summary>
    Pinned,

    /// <summary>
    /// The key is another than the pinned one, and something that only its owner could write shows that the entry is as it was.
    /// </summary>
    Vouched,

    /// <summary>The key is another than the pinned one, and nothing is there by which the entry could be judged.</summary>
    Unproven,
}

/// <summary>
/// Judges an entry of the registry by the key that its vault gives, before anything is sent with that key. An entry that was edited is
/// <c>BindingChanged</c>; a second name for what another one stands for is <c>KeyAlreadyBound</c>.
/// </summary>
internal sealed class BindingGuard
{
    private readonly AppRegistry _registry;
    private readonly PipelineVaults _vaults;

    public BindingGuard(AppRegistry registry, PipelineVaults vaults)
    {
        _registry = registry;
        _vaults = vaults;
    }

    /// <summary>Throws where the entry must not be used.</summary>
    /// <param name="binding">The entry.</param>
    /// <param name="key">What is in its vault; null when that is no key.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="former">A key that may have sealed the entry: the one that was refused, or one that was given.</param>
    /// <param name="isKnown">Whether this entry was judged before, so that a key of its vault needs no other witness.</param>
    /// <param name="others">The other entries; those of the registry when null.</param>
    public async Task<KeyState> CheckAsync(
        AppBinding binding,
        ApiKey? key,
        CancellationToken cancellationToken,
        ApiKey? former = null,
        bool isKnown = false,
        IReadOnlyList<AppBinding>? others = null)
    {
        others ??= OthersThan(binding);
        if (IsPinned(binding, key, others))
            return KeyState.Pinned;
        var (used, usedKey) = KeyCache.LastUse(_registry, binding.Name);
        var isSealed = IsSealedBy(binding, former, others, key) || IsSealedBy(binding, KeyCache.Former(_registry, binding), others, key)
            || IsSealedBy(binding, usedKey, others, key);
        // No key that this process knows has sealed it, and it says something else than what was used: nobody but an editor wrote that.
        if (!isSealed && used is not null && !BindingSeal.IsCopy(used, binding))
            throw Refusal(binding, others, key, Strings.BindingSealBroken);
        return isSealed || isKnown
            ? KeyState.Vouched
            : await FindWitnessAsync(binding, key, others, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the key is the one that has sealed the entry, as nearly always; throws where the entry must not be used.</summary>
    public bool IsPinned(AppBinding binding, ApiKey key) => IsPinned(binding, key, OthersThan(binding));

    private bool IsPinned(AppBinding binding, ApiKey? key, IReadOnlyList<AppBinding> others)
    {
        if (!BindingSeal.IsPresent(binding))
            throw Refusal(binding, others, key, Strings.BindingUnsealed);
        if (!IsSealedBy(binding, key, others, key))
            return false;
        RequireFirst(binding, others, key!);
        return true;
    }

    private List<AppBinding> OthersThan(AppBinding binding) =>
        _registry.Apps.NotNamed(binding.Name).ToList();

    /// <summary>
    /// Stops the second of two entries that this key has sealed: they were made in two registries, and joined by hand. The first goes on.
    /// </summary>
    public void RequireFirst(AppBinding binding, ApiKey key) =>
        RequireFirst(binding, OthersThan(binding), key);

    /// <summary>
    /// Stops a key that another binding has at another server before anybody is asked about it: this server must not get it.
    /// </summary>
    public void RequireOwnServer(AppBinding binding, ApiKey key) =>
        BindingChecks.KeyIsFree(_registry.Apps.Where(app => !BindingSeal.IsSameServer(app, binding)), binding, key);

    /// <summary>Stops a key that another binding has.</summary>
    public void RequireFree(AppBinding binding, ApiKey key)
    {
        if (!BindingSeal.Holds(binding, key))
            BindingChecks.KeyIsFree(_registry.Apps, binding, key);
    }

    /// <summary>
    /// Whether the secret of a binding may be deleted: not when another entry lives there, too. Throws where nothing shows that the
    /// secret is the binding's own.
    /// </summary>
    public async Task<bool> MayDeleteSecretAsync(AppBinding binding, IReadOnlyList<AppBinding> others, CancellationToken cancellationToken)
    {
        ApiKey? key = null;
        try
        {
            using var secret = await _vaults.ReadAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false);
            if (secret is null)
                return false;
            key = ApiKey.FromSecureString(secret);
        }
        catch (Exception e) when (e is ArgumentException or DifyCommandException { ErrorId: "SecretNotAKey" })
        {
            // Whatever it is, it is not what was sealed.
        }

        var state = await CheckAsync(binding, key, cancellationToken, others: others).ConfigureAwait(false);
        if (state == KeyState.Unproven)
            throw Refusal(binding, others, key, Strings.FormatBindingSecretUnproven(binding.Secret, binding.Vault));
        return !others.Any(app => SamePlace(app, binding) && (key is null || BindingSeal.Holds(app, key)));
    }

    public static bool SamePlace(AppBinding a, AppBinding b) =>
        AppName.Comparer.Equals(a.Vault, b.Vault) && AppName.Comparer.Equals(a.Secret, b.Secret);

    /// <summary>Whether the secret has the name that the module gives to it for this app, and for no other.</summary>
    public static bool HasOwnSecret(AppBinding binding) => AppName.Comparer.Equals(binding.Secret, SecretName.For(binding.Name));

    /// <summary>What is told where a new key would go by an entry that nothing speaks for.</summary>
    public DifyCommandException Unproven(AppBinding binding) => new(
        "BindingChanged", ErrorCategory.SecurityError,
        Strings.FormatBindingUnproven(binding.Name, _registry.Path, binding.Vault, binding.Secret, BindingChecks.DescribeServer(binding)),
        Strings.FormatBindingUnprovenAction(Quoting.Quote(binding.Name)), binding.Name);

    // A seal that holds while the fingerprint is another key's, or the reverse: the module writes both at once, so one of them was edited.
    private bool IsSealedBy(AppBinding binding, ApiKey? witness, IReadOnlyList<AppBinding> others, ApiKey? key)
    {
        if (witness is null)
            return false;
        var holds = BindingSeal.Holds(binding, witness);
        if (holds != (witness.Fingerprint == binding.KeyFingerprint))
            throw Refusal(binding, others, key, Strings.BindingSealBroken);
        return holds;
    }

    // The key was changed outside, and the one that could tell whether the entry is as it was is gone.
    private async Task<KeyState> FindWitnessAsync(
        AppBinding binding, ApiKey? key, IReadOnlyList<AppBinding> others, CancellationToken cancellationToken)
    {
        // Not changed at all since this process used it: then it is the entry that was.
        if (key is not null && KeyCache.AcceptedFor(_registry, binding, key) is { } accepted && !BindingSeal.IsCopy(accepted, binding))
            throw Refusal(binding, others, key, Strings.BindingSealBroken);

        var beside = await _vaults.FindMetadataAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false);
        if (beside is not null && SecretMetadata.IsOfModule(beside))
        {
            return SecretMetadata.AgreesWith(binding, beside)
                ? KeyState.Vouched
                : throw Refusal(
                    binding,
                    others,
                    key,
                    Strings.FormatBindingOtherwiseInVault(binding.Secret, binding.Vault, SecretMetadata.Describe(beside))
                );
        }

        if (!HasOwnSecret(binding) && others.FirstOrDefault(app => SamePlace(app, binding)) is { } twin)
        {
            throw new DifyCommandException(
                "KeyAlreadyBound", ErrorCategory.ResourceExists,
                Strings.FormatBindingAmbiguous(binding.Name, twin.Name, _registry.Path),
                Strings.FormatBindingAmbiguousAction(Quoting.Quote(binding.Name), Quoting.Quote(twin.Name)), binding.Name);
        }

        return KeyState.Unproven;
    }

    private void RequireFirst(AppBinding binding, IEnumerable<AppBinding> others, ApiKey key)
    {
        var first = others.FirstOrDefault(app =>
            app.KeyFingerprint == key.Fingerprint
            && IsBefore(app, binding)
            && BindingSeal.Holds(app, key)
            && !SharedKey.MayHaveBoth(app, binding, key)
        );
        if (first is not null)
            throw SecondName(binding, first);
    }

    private static bool IsBefore(AppBinding a, AppBinding b) =>
        a.Registered != b.Registered ? a.Registered < b.Registered : AppName.Comparer.Compare(a.Name, b.Name) < 0;

    private DifyCommandException Refusal(AppBinding binding, IReadOnlyList<AppBinding> others, ApiKey? key, string reason)
    {
        var original = others.FirstOrDefault(app =>
            BindingSeal.IsCopy(app, binding) && (key is null || key.Fingerprint != app.KeyFingerprint || BindingSeal.Holds(app, key)));
        return original is not null ? SecondName(binding, original) : new DifyCommandException(
            "BindingChanged", ErrorCategory.SecurityError,
            Strings.FormatBindingChanged(binding.Name, _registry.Path, reason),
            Strings.FormatBindingChangedAction(Quoting.Quote(binding.Name)), binding.Name);
    }

    private DifyCommandException SecondName(AppBinding binding, AppBinding holder) => new(
        "KeyAlreadyBound", ErrorCategory.ResourceExists,
        Strings.FormatBindingSecondName(binding.Name, _registry.Path, holder.Name),
        Strings.FormatBindingSecondNameAction(Quoting.Quote(binding.Name)), binding.Name);
}
