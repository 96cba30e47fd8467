using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.Keys;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces;

/// <summary>What is told about keys that could not be made, found or revoked.</summary>
internal static class KeyErrors
{
    /// <summary>There are as many keys as there may be: each with its age and when it was last used, so that somebody can choose.</summary>
    public static async Task<Exception> LimitReachedAsync(
        OpenWorkspace open,
        string? appId,
        Exception cause,
        CancellationToken cancellationToken
    )
    {
        var lines = string.Empty;
        try
        {
            var keys = await open.KeysOf(appId).ListAsync(cancellationToken).ConfigureAwait(false);
            lines = string.Join("; ", keys.OrderBy(key => key.LastUsedAt ?? DateTimeOffset.MinValue).Select(Describe));
        }
        catch (DifyException)
        {
            // Whoever may make keys may see them, as a rule. That there are too many is known without.
        }

        return new DifyCommandException(
            "KeyLimitReached",
            ErrorCategory.LimitsExceeded,
            lines.Length == 0 ? cause.Message : Strings.FormatKeyLimitReached(cause.Message, lines),
            Strings.KeyLimitReachedAction,
            innerException: cause
        );
    }

    /// <summary>A key may have been made whose answer was lost, and nobody can revoke it here.</summary>
    public static DifyCommandException Lost(OpenWorkspace open, string app, IReadOnlyList<WorkspaceKey> found, Exception? cause) =>
        new(
            "KeyLost",
            ErrorCategory.ConnectionError,
            Strings.FormatKeyLost(app, open.Connection.Name, string.Join("; ", found.Select(Describe))),
            Strings.KeyLostAction,
            app,
            cause
        );

    /// <summary>Stops whoever could not end what they begin, before anything is made.</summary>
    public static void RequireRevoking(OpenWorkspace open, string app, string way) =>
        WorkspaceGuard.RequireManager(
            open.Connection,
            () => (
                Strings.FormatRoleCannotRevoke(app, open.Connection.Name, open.Connection.Role),
                Strings.FormatRoleCannotRevokeAction(way)
            ),
            app
        );

    /// <summary>Stops whoever may not make keys of knowledge.</summary>
    public static void RequireManaging(OpenWorkspace open) =>
        WorkspaceGuard.RequireManager(
            open.Connection,
            () => (
                Strings.FormatRoleCannotMakeKnowledgeKeys(open.Connection.Name, open.Connection.Role),
                Strings.RoleCannotMakeKnowledgeKeysAction
            )
        );

    /// <summary>The app's API is off, so that its new key opens nothing.</summary>
    public static DifyCommandException ApiOff(string? role, string app, Exception? cause) =>
        new(
            "AppApiOff",
            ErrorCategory.PermissionDenied,
            Strings.FormatAppApiOff(app),
            WorkspaceRole.CanManage(role) == false
                ? Strings.FormatAppApiOffActionRole(role)
                : Strings.AppApiOffAction,
            app,
            cause
        );

    /// <summary>The binding was not made of a workspace's app, so that nobody knows where its key is.</summary>
    public static DifyCommandException NotOfWorkspace(AppBinding binding) =>
        new(
            "AppNotOfWorkspace",
            ErrorCategory.InvalidOperation,
            Strings.FormatAppNotOfWorkspace(binding.Name),
            Strings.FormatAppNotOfWorkspaceAction(Quoting.Quote(binding.Name)),
            binding.Name
        );

    /// <summary>The key is none that was minted here, so that it is not for this machine to revoke.</summary>
    public static DifyCommandException NotMintedHere(AppBinding binding) =>
        new(
            "KeyNotMintedHere",
            ErrorCategory.InvalidOperation,
            Strings.FormatKeyNotMintedHere(binding.Name),
            Strings.FormatKeyNotMintedHereAction(Quoting.Quote(binding.Name)),
            binding.Name
        );

    public static string Describe(WorkspaceKey key) =>
        Strings.FormatKeyDescribed(
            key.Masked,
            key.Id,
            key.CreatedAt is { } made ? DisplayFormat.Time(made) : "?",
            key.LastUsedAt is { } used ? DisplayFormat.Time(used) : Strings.Never
        );
}
