using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Dify.Client;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Binding;

/// <summary>The checks that stand before every change of the registry, made once early and again under the lock.</summary>
internal static class BindingChecks
{
    /// <summary>A name means one app: it is not taken over unless that is asked for.</summary>
    public static void NameIsFree(IEnumerable<AppBinding> apps, string name, bool force)
    {
        var taken = apps.FirstOrDefault(app => AppName.Comparer.Equals(app.Name, name));
        if (taken is not null && !force)
        {
            throw new DifyBindingException(
                "AppAlreadyRegistered", ErrorCategory.ResourceExists,
                Strings.FormatAppNameTaken(taken.Name, Describe(taken)),
                Strings.FormatAppNameTakenAction(Quoting.Literal(taken.Name)), name);
        }
    }

    /// <summary>One key, one name: the same key under two names would be two names for one app.</summary>
    public static void KeyIsFree(IEnumerable<AppBinding> apps, string name, string fingerprint)
    {
        var holder = apps.FirstOrDefault(app => app.KeyFingerprint == fingerprint && !AppName.Comparer.Equals(app.Name, name));
        if (holder is null)
            return;
        throw new DifyBindingException(
            "KeyAlreadyBound", ErrorCategory.ResourceExists,
            Strings.FormatKeyAlreadyBound(holder.Name, Describe(holder), name),
            Strings.FormatKeyAlreadyBoundAction(name, Quoting.Literal(holder.Name), Quoting.Literal(name)), name);
    }

    public static DifyServer Server(string server, bool allowUnencrypted, bool skipCertificateCheck, string app)
    {
        try
        {
            return DifyServer.Create(server, allowUnencrypted, skipCertificateCheck);
        }
        catch (ArgumentException e)
        {
            throw new DifyBindingException(
                "InvalidServer", ErrorCategory.InvalidArgument, ErrorRecords.Sentence(e),
                Strings.ServerInvalidAction, app, e);
        }
    }

    private static string Describe(AppBinding app) =>
        app.IsVerified ? Strings.FormatAppDescribed(AppModes.Describe(app.Mode!), app.RemoteName, new Uri(app.Server).Authority) : Strings.FormatAppDescribedUnverified(new Uri(app.Server).Authority);
}
