using System;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;

namespace DifyPS.Binding;

/// <summary>What is to be changed of a binding; null leaves a thing as it is.</summary>
internal sealed record Change
{
    public string? NewName { get; init; }
    public SecureString? Key { get; init; }
    public DifyServer? Server { get; init; }
    public string? Vault { get; init; }
    public string? User { get; init; }
    public bool Refresh { get; init; }
    public bool NoVerify { get; init; }

    /// <summary>Accept that the key opens another app than before.</summary>
    public bool Force { get; init; }

    /// <summary>The key, or the place it is sent to, changes: the server has to say who it is.</summary>
    public bool NeedsVerifying => !NoVerify && (Refresh || Key is not null || Server is not null);

    /// <summary>The secret has to be written: a new key, a new place, or new words beside it.</summary>
    public bool TouchesSecret => Key is not null || Vault is not null || NewName is not null || Server is not null || User is not null;
}

/// <summary>Changes and removes bindings, with the same order as <see cref="AppRegistrar"/>: secret, registry, then what is left over.</summary>
internal sealed class AppEditor
{
    private readonly AppRegistry _registry;
    private readonly PipelineVaults _vaults;
    private readonly AppConnector _connector;
    private readonly AppRegistrar _registrar;

    public AppEditor(AppRegistry registry, PipelineVaults vaults, AppConnector connector)
    {
        _registry = registry;
        _vaults = vaults;
        _connector = connector;
        _registrar = new AppRegistrar(registry, vaults, connector);
    }

    public async Task<AppBinding> ChangeAsync(string name, Change change, CancellationToken cancellationToken)
    {
        var before = _registry.Get(name);
        var key = change.Key is not null ? Keys.From(change.Key, before.Name) : null;
        var after = await DescribeAsync(before, change, key, cancellationToken).ConfigureAwait(false);
        await _registry.UpdateAsync(
            async apps =>
            {
                var current = apps.FirstOrDefault(app => AppName.Comparer.Equals(app.Name, before.Name));
                if (current is null || current.KeyFingerprint != before.KeyFingerprint)
                    throw Overtaken(before.Name);
                if (!AppName.Comparer.Equals(after.Name, before.Name))
                    BindingChecks.NameIsFree(apps, after.Name, force: false);
                BindingChecks.KeyIsFree(apps.Where(app => app != current), after.Name, after.KeyFingerprint);
                if (change.TouchesSecret && (after.OwnsSecret || change.Key is not null))
                    await WriteSecretAsync(before, after, change, cancellationToken).ConfigureAwait(false);
                return apps.Where(app => app != current).Append(after).ToList();
            },
            cancellationToken).ConfigureAwait(false);
        if (key is not null)
            KeyCache.Keep(after, key);
        else
            KeyCache.Drop(before.Vault, before.Secret);
        await _registrar.RemoveReplacedAsync(before, after, cancellationToken).ConfigureAwait(false);
        return after;
    }

    public async Task RemoveAsync(AppBinding binding, bool keepSecret, CancellationToken cancellationToken)
    {
        await _registry.UpdateAsync(
            async apps =>
            {
                KeyCache.Drop(binding.Vault, binding.Secret);
                if (!keepSecret && binding.OwnsSecret)
                    await _vaults.RemoveAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false);
                return apps.Where(app => !AppName.Comparer.Equals(app.Name, binding.Name)).ToList();
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<AppBinding> DescribeAsync(
        AppBinding before, Change change, ApiKey? key, CancellationToken cancellationToken)
    {
        var after = before with
        {
            Name = change.NewName ?? before.Name,
            User = change.User ?? before.User,
            Vault = change.Vault is not null
                ? await _vaults.ResolveAsync(change.Vault, cancellationToken).ConfigureAwait(false)
                : before.Vault,
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

        // A secret that somebody else provisioned stays where it is; the module's own follows name and vault.
        if (before.OwnsSecret && change.NewName is not null && before.Secret == SecretName.For(before.Name))
            after = after with { Secret = SecretName.For(after.Name) };
        if (change.Vault is not null && !AppName.Comparer.Equals(after.Vault, before.Vault))
            after = after with { OwnsSecret = true };
        if (!change.NeedsVerifying)
        {
            return key is null ? after : after with
            {
                KeyKind = Keys.KindOf(key), KeyFingerprint = key.Fingerprint, Verified = null, RemoteName = null, Mode = null,
            };
        }

        var verified = await _registrar.VerifyAsync(
            after, key ?? await _connector.ReadKeyAsync(before, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        RequireSameApp(before, verified, change);
        return verified;
    }

    // With the key unchanged the answer is the same app under whatever name it has now. Only a key that
    // changed can be another app's.
    private static void RequireSameApp(AppBinding before, AppBinding verified, Change change)
    {
        var sameKey = verified.KeyFingerprint == before.KeyFingerprint && change.Server is null;
        var identity = new AppIdentity(verified.RemoteName!, verified.Mode!);
        var knowledgeAgain = before.IsKnowledge && verified.IsKnowledge && change.Key is not null;
        if (sameKey || change.Force || !before.IsVerified || knowledgeAgain || identity.IsAppOf(before))
            return;
        throw new DifyBindingException(
            "AppIdentityMismatch", ErrorCategory.SecurityError,
            Strings.FormatAppIdentityMismatchEdit(AppModes.Describe(identity.Mode), identity.Name, before.Name, AppModes.Describe(before.Mode!), before.RemoteName),
            Strings.FormatAppIdentityMismatchEditAction(before.Name),
            before.Name);
    }

    private async Task WriteSecretAsync(AppBinding before, AppBinding after, Change change, CancellationToken cancellationToken)
    {
        using var stored = change.Key is null ? await _connector.ReadSecretAsync(before, cancellationToken).ConfigureAwait(false) : null;
        var key = change.Key ?? stored!;
        if (!change.Force && !AppRegistrar.SamePlace(before, after))
            await _registrar.RequireUnusedAsync(after, Keys.From(key, after.Name), cancellationToken).ConfigureAwait(false);
        await _registrar.WriteKeyAsync(after, key, cancellationToken).ConfigureAwait(false);
    }

    private static DifyBindingException Overtaken(string name) => new(
        "AppChangedMeanwhile", ErrorCategory.ResourceBusy,
        Strings.FormatAppChangedMeanwhile(name), Strings.AppChangedMeanwhileAction, name);
}
