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
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

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
            appId is null
                ? Strings.FormatKnowledgeKeyLimitReachedAction(Quoting.Quote(open.Connection.Name))
                : Strings.FormatKeyLimitReachedAction(Quoting.Quote(open.Connection.Name), Quoting.Quote(appId)),
            innerException: cause
        );
    }

    /// <summary>A key may have been made whose answer was lost, and nobody can revoke it here.</summary>
    public static DifyCommandException Lost(
        OpenWorkspace open,
        KeyOperation operation,
        string name,
        IReadOnlyList<WorkspaceKey> found,
        Exception? cause
    ) =>
        new(
            "KeyLost",
            ErrorCategory.ConnectionError,
            Strings.FormatKeyLost(name, open.Connection.Name, string.Join("; ", found.Select(Describe))),
            Strings.FormatKeyLostAction(RemovalOf(open.Connection.Name, operation.AppId, found[0].Id)),
            name,
            cause
        );

    /// <summary>The answer was lost, and no key is there yet: it may come still.</summary>
    public static DifyCommandException Uncertain(OpenWorkspace open, KeyOperation operation, string name, WorkspaceException cause) =>
        new(
            cause.Code,
            WorkspaceErrors.CategoryOf(cause.Code),
            cause.Message,
            Strings.FormatKeyUncertainAction(ListingOf(open.Connection.Name, operation.AppId)),
            name,
            cause
        );

    /// <summary>The command that revokes a key.</summary>
    public static string RemovalOf(string workspace, string? appId, string keyId) =>
        appId is null
            ? Strings.FormatCommandRemoveKnowledgeKey(Quoting.Literal(workspace), Quoting.Literal(keyId))
            : Strings.FormatCommandRemoveAppKey(Quoting.Literal(appId), Quoting.Literal(workspace), Quoting.Literal(keyId));

    /// <summary>The command that lists the keys among which one is.</summary>
    public static string ListingOf(string workspace, string? appId) =>
        appId is null
            ? Strings.FormatKeyWorkEndedByWorkspace(Quoting.Quote(workspace))
            : Strings.FormatKeyWorkEndedById(Quoting.Quote(appId), Quoting.Quote(workspace));

    /// <summary>What to do about a key that a name uses: the command that gives the name another one.</summary>
    /// <param name="registry">The entries.</param>
    /// <param name="name">The name.</param>
    /// <param name="workspace">The connection to its workspace.</param>
    /// <param name="appId">The app whose key it is; null for knowledge.</param>
    /// <param name="keyId">The key. Only one that the entry knows is rotated.</param>
    public static string InUseAction(AppRegistry registry, string name, string workspace, string? appId, string keyId) =>
        Strings.FormatAppKeyInUseAction(
            registry.Find(name) is { } user && KeyRotation.IsMinted(user) && DifyId.AreSame(user.KeyId, keyId)
                ? Strings.FormatCommandRotateKey(Quoting.Quote(name))
            : appId is null ? Strings.FormatCommandBindKnowledge(Quoting.Quote(workspace), Quoting.Quote(name))
            : Strings.FormatCommandBindApp(Quoting.Quote(name), Quoting.Quote(appId), Quoting.Quote(workspace))
        );

    /// <summary>Stops whoever could not end what they begin, before anything is made.</summary>
    /// <param name="connection">The workspace.</param>
    /// <param name="app">The name whose key would be made anew.</param>
    /// <param name="command">The command that was asked for.</param>
    public static void RequireRevoking(WorkspaceConnection connection, string app, string command) =>
        RequireRevoking(connection, app, app, command, Quoting.Quote(app));

    /// <param name="connection">The workspace.</param>
    /// <param name="app">The target of the error.</param>
    /// <param name="what">Whose keys would be made anew, in words.</param>
    /// <param name="command">The command that was asked for.</param>
    /// <param name="names">The names whose old keys may stay, as they are typed on a command line; null for none.</param>
    public static void RequireRevoking(WorkspaceConnection connection, string app, string what, string command, string? names) =>
        WorkspaceGuard.RequireManager(
            connection,
            () => (
                Strings.FormatRoleCannotRevoke(what, connection.Name, connection.Role),
                names is null || WorkspaceRole.CanEdit(connection.Role) == false
                    ? Strings.FormatRoleCannotRevokeActionOnly(ConnectionAdvice.CommandFor(connection), command)
                    : Strings.FormatRoleCannotRevokeAction(ConnectionAdvice.CommandFor(connection), command, names)
            ),
            app
        );

    /// <summary>Stops whoever may not revoke a key that was chosen; nothing would be made in its place.</summary>
    /// <param name="connection">The workspace.</param>
    /// <param name="app">The target of the error.</param>
    /// <param name="what">What was to be revoked, in words.</param>
    /// <param name="removal">The command that revokes it.</param>
    public static void RequireRemoving(WorkspaceConnection connection, string app, string what, string removal) =>
        WorkspaceGuard.RequireManager(
            connection,
            () => (
                Strings.FormatRoleCannotRemove(what, connection.Name, connection.Role),
                Strings.FormatRoleCannotRemoveAction(removal, ConnectionAdvice.CommandFor(connection))
            ),
            app
        );

    /// <summary>Stops whoever may not make keys of apps, before anything is sent.</summary>
    public static void RequireMinting(OpenWorkspace open, string command) => WorkspaceGuard.RequireEditor(open.Connection, command);

    /// <summary>Stops whoever may not make keys of knowledge.</summary>
    public static void RequireManaging(OpenWorkspace open) =>
        WorkspaceGuard.RequireManager(
            open.Connection,
            () => (
                Strings.FormatRoleCannotMakeKnowledgeKeys(open.Connection.Name, open.Connection.Role),
                Strings.FormatRoleCannotMakeKnowledgeKeysAction(ConnectionAdvice.CommandFor(open.Connection))
            )
        );

    /// <summary>The app's API is off, so that its new key opens nothing.</summary>
    /// <param name="connection">The workspace.</param>
    /// <param name="app">The name.</param>
    /// <param name="appId">The app.</param>
    /// <param name="takesEnableApi">Whether the command could have been told to switch it on.</param>
    /// <param name="cause">What the server said; null when nothing was tried.</param>
    public static DifyCommandException ApiOff(
        WorkspaceConnection connection,
        string app,
        string? appId,
        bool takesEnableApi,
        Exception? cause
    )
    {
        var (workspace, id) = (Quoting.Quote(connection.Name), Quoting.Quote(appId ?? string.Empty));
        return new(
            "AppApiOff",
            ErrorCategory.PermissionDenied,
            Strings.FormatAppApiOff(app),
            WaysIn.IsProgrammatic(connection.Way) ? Strings.HealthApiDisabledAction
                : WorkspaceRole.CanManage(connection.Role) == false ? Strings.FormatAppApiOffActionRole(connection.Role)
                : takesEnableApi ? Strings.FormatAppApiOffActionEnable(id, workspace)
                : Strings.FormatAppApiOffAction(id, workspace),
            app,
            cause
        );
    }

    /// <summary>The binding was not made of a workspace's app, so that nobody knows where its key is.</summary>
    public static DifyCommandException NotOfWorkspace(AppBinding binding) =>
        new(
            "AppNotOfWorkspace",
            ErrorCategory.InvalidOperation,
            binding.IsKnowledge ? Strings.FormatKnowledgeNotOfWorkspace(binding.Name) : Strings.FormatAppNotOfWorkspace(binding.Name),
            binding.IsKnowledge ? NewKnowledgeKey(binding) : Strings.FormatAppNotOfWorkspaceAction(Quoting.Quote(binding.Name)),
            binding.Name
        );

    /// <summary>The key is none that was minted here, so that it is not for this machine to revoke.</summary>
    public static DifyCommandException NotMintedHere(AppBinding binding) =>
        new(
            "KeyNotMintedHere",
            ErrorCategory.InvalidOperation,
            Strings.FormatKeyNotMintedHere(binding.Name),
            binding.IsKnowledge ? NewKnowledgeKey(binding) : Strings.FormatKeyNotMintedHereAction(Quoting.Quote(binding.Name)),
            binding.Name
        );

    /// <summary>The key of knowledge that an entry names is not in its workspace, or is another than the entry's.</summary>
    public static DifyCommandException NotOfKnowledge(AppBinding binding, string workspace) =>
        new(
            "KnowledgeKeyNotFound",
            ErrorCategory.ObjectNotFound,
            Strings.FormatKnowledgeKeyNotOf(binding.KeyId, binding.Name, workspace),
            NewKnowledgeKey(binding),
            binding.Name
        );

    /// <summary>A key that opens chosen bases, of which the workspace does not tell which: a new one would open all.</summary>
    public static DifyCommandException ScopeUnknown(AppBinding binding, string workspace) =>
        new(
            "KeyScopeUnknown",
            ErrorCategory.InvalidOperation,
            Strings.FormatKeyScopeUnknown(binding.Name, workspace),
            NewKnowledgeKey(binding),
            binding.Name
        );

    /// <summary>The entry stands for knowledge, and the command is about keys of apps.</summary>
    public static DifyCommandException IsOfKnowledge(AppBinding binding, string command) =>
        new(
            "AppKeyRequired",
            ErrorCategory.InvalidArgument,
            Strings.FormatAppKeyRequired(binding.Name, command),
            Strings.AppKeyCmdletOfKnowledgeAction,
            binding.Name
        );

    private static string NewKnowledgeKey(AppBinding binding) =>
        Strings.FormatNewKnowledgeKeyAction(
            binding.Workspace is { } workspace ? Quoting.Quote(workspace) : string.Empty,
            Quoting.Quote(binding.Name)
        );

    public static string Describe(WorkspaceKey key) =>
        Strings.FormatKeyDescribed(
            key.Masked,
            key.Id,
            key.CreatedAt is { } made ? DisplayFormat.Time(made) : "?",
            key.LastUsedAt is { } used ? DisplayFormat.Time(used) : Strings.Never
        );
}
