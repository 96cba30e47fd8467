using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Dify.Client;
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
                $"The name '{taken.Name}' is taken: it stands for {Describe(taken)}.",
                $"Choose another name; or change it with Set-DifyApp '{taken.Name}'; or replace it with -Force.", name);
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
            $"This key is already bound to '{holder.Name}' ({Describe(holder)}), so it cannot be the key of '{name}'. "
            + "In Dify a key belongs to exactly one app; another app needs a key of its own.",
            $"Open the app meant by '{name}' in Dify, create a key under API Access, and register that one. "
            + $"To give this app another name: Set-DifyApp '{holder.Name}' -NewName '{name}'.", name);
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
                "Give the API base URL that Dify shows under API Access, e.g. https://dify.example.com/v1.", app, e);
        }
    }

    private static string Describe(AppBinding app) =>
        app.IsVerified ? $"the {AppModes.Describe(app.Mode!)} app '{app.RemoteName}' at {new Uri(app.Server).Authority}" : $"an unverified app at {new Uri(app.Server).Authority}";
}
