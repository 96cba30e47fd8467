using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>The checks that stand before every change of the registry, made once early and again under the lock.</summary>
internal static class BindingChecks
{
    /// <summary>A name means one app: it is not taken over unless that is asked for.</summary>
    public static void NameIsFree(IEnumerable<AppBinding> apps, string name, bool force)
    {
        var taken = apps.Named(name);
        if (taken is not null && !force)
        {
            throw new DifyCommandException(
                "AppAlreadyRegistered", ErrorCategory.ResourceExists,
                Strings.FormatAppNameTaken(taken.Name, Describe(taken)),
                Strings.FormatAppNameTakenAction(Quoting.Literal(taken.Name)), name);
        }
    }

    /// <summary>
    /// One key, one name: the same key under two names would be two names for one app. By its seal a key is known to be an entry's even
    /// where somebody has put another fingerprint there. A key of several apps may have a name for each.
    /// </summary>
    public static void KeyIsFree(IEnumerable<AppBinding> apps, AppBinding binding, ApiKey key)
    {
        var name = binding.Name;
        var holder = apps.FirstOrDefault(app =>
            !AppName.Comparer.Equals(app.Name, name)
            && (app.KeyFingerprint == key.Fingerprint || BindingSeal.Holds(app, key))
            && !SharedKey.MayHaveBoth(app, binding, key)
        );
        if (holder is null)
            return;
        if (key.Kind == ApiKeyKind.Unknown)
            throw SharedKey.Taken(holder, name);
        throw new DifyCommandException(
            "KeyAlreadyBound", ErrorCategory.ResourceExists,
            Strings.FormatKeyAlreadyBound(holder.Name, Describe(holder), name),
            Strings.FormatKeyAlreadyBoundAction(name, Quoting.Literal(holder.Name), Quoting.Literal(name)), name);
    }

    /// <summary>One place, one name: a secret that is bound already is not bound to a second name, whatever key it has by now.</summary>
    public static async Task PlaceIsFreeAsync(
        IEnumerable<AppBinding> apps, AppBinding binding, PipelineVaults vaults, CancellationToken cancellationToken)
    {
        foreach (var app in apps.NotNamed(binding.Name))
        {
            if (
                !await vaults
                    .IsSamePlaceAsync(app.Vault, app.Secret, binding.Vault, binding.Secret, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                continue;
            }

            throw new DifyCommandException(
                "KeyAlreadyBound", ErrorCategory.ResourceExists,
                Strings.FormatSecretAlreadyBound(binding.Secret, binding.Vault, app.Name, Describe(app), binding.Name),
                Strings.FormatSecretAlreadyBoundAction(Quoting.Literal(app.Name), Quoting.Literal(binding.Name)), binding.Name);
        }
    }

    /// <summary>Whether two read the same, field by field.</summary>
    public static bool IsUnchanged(AppBinding a, AppBinding b) =>
        ReferenceEquals(a, b)
        || JsonSerializer.Serialize(a, RegistryJson.Default.AppBinding) == JsonSerializer.Serialize(b, RegistryJson.Default.AppBinding);

    /// <summary>What is told when another process was there first.</summary>
    public static DifyCommandException Overtaken(string name) => new(
        "AppChangedMeanwhile", ErrorCategory.ResourceBusy,
        Strings.FormatAppChangedMeanwhile(name), Strings.AppChangedMeanwhileAction, name);

    public static DifyServer Server(string server, bool allowUnencrypted, bool skipCertificateCheck, string app)
    {
        try
        {
            return DifyServer.Create(server, allowUnencrypted, skipCertificateCheck);
        }
        catch (ArgumentException e)
        {
            throw new DifyCommandException(
                "InvalidServer", ErrorCategory.InvalidArgument, ErrorRecords.Sentence(e),
                Strings.ServerInvalidAction, app, e);
        }
    }

    /// <summary>Where a binding's key goes, and what it would be less careful with there.</summary>
    public static string DescribeServer(AppBinding binding)
    {
        var server = binding.SkipCertificateCheck ? Strings.FormatServerUnchecked(binding.Server) : binding.Server;
        return binding.AllowUnencryptedAuthentication ? Strings.FormatServerUnencrypted(server) : server;
    }

    /// <summary>Which app a binding stands for, and where.</summary>
    public static string Describe(AppBinding app) =>
        app.IsVerified
            ? Strings.FormatAppDescribed(AppModes.Describe(app.Mode!), app.RemoteName, new Uri(app.Server).Authority)
            : Strings.FormatAppDescribedUnverified(new Uri(app.Server).Authority);
}
