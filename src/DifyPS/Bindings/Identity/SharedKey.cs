using System;
using System.Management.Automation;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>
/// A key that opens several apps, such as the <c>sk-</c> tokens of newer servers: which of them is meant is said with every request, by the
/// app's id. Such a key may have several names, if each has an app of its own.
/// </summary>
internal static class SharedKey
{
    /// <summary>What is to be said with each request; null for the key of one app, which needs no word about it.</summary>
    public static string? AppIdOf(AppBinding binding, ApiKey key) => key.Kind == ApiKeyKind.Unknown ? binding.AppId : null;

    /// <summary>What is told where such a key has a name for that app already, or it is not said which app each name is for.</summary>
    public static DifyCommandException Taken(AppBinding holder, string name) =>
        new(
            "KeyAlreadyBound",
            ErrorCategory.ResourceExists,
            Strings.FormatSharedKeyAlreadyBound(holder.Name, BindingChecks.Describe(holder), name),
            holder.AppId is null
                ? Strings.FormatSharedKeyWithoutAppAction(Quoting.Quote(holder.Name), Quoting.Quote(name))
                : Strings.FormatSharedKeyAlreadyBoundAction(holder.AppId, Quoting.Quote(name), Quoting.Quote(holder.Name)),
            name
        );

    /// <summary>Whether two names may have one key.</summary>
    public static bool MayHaveBoth(AppBinding one, AppBinding other, ApiKey key) =>
        key.Kind == ApiKeyKind.Unknown
        && one is { AppId: { } appId, IsKnowledge: false }
        && other is { AppId: { } otherId, IsKnowledge: false }
        && !string.Equals(appId, otherId, StringComparison.OrdinalIgnoreCase)
        && BindingSeal.IsSameServer(one, other);
}
