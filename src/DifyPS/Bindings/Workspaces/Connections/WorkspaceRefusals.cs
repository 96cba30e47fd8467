using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>An app of a workspace that work is about.</summary>
/// <param name="Shown">What people are told that it is.</param>
/// <param name="Binding">The entry that it was named by; null when it was not.</param>
internal sealed record AppSubject(string Shown, AppBinding? Binding = null);

/// <summary>What a refusal of the console means for people: an app that is gone, or a role that is too low.</summary>
internal static class WorkspaceRefusals
{
    private const string AppRoute = "/apps/{";
    private const string KnowledgeKeysRoute = "/datasets/api-keys";

    /// <summary>
    /// The error that is told in the place of a refusal, or the refusal itself, where it says what is the matter. That an app is gone is
    /// believed only of the workspace that the connection was made for.
    /// </summary>
    public static async Task<Exception> ExplainAsync(
        OpenWorkspace open,
        DifyApiException refusal,
        string command,
        AppSubject? subject,
        CancellationToken cancellationToken
    )
    {
        if (IsRole(refusal))
            return RoleTooLow(open.Connection, refusal, command);
        if (!IsGone(refusal) || subject is null)
            return refusal;
        if (!WaysIn.IsProgrammatic(open.Connection.Way))
            await open.Client.Workspaces.RequireCurrentAsync(open.Connection.WorkspaceId, cancellationToken).ConfigureAwait(false);
        return Gone(open.Connection, subject, refusal);
    }

    /// <summary>Whether the workspace does not have the app that was asked about.</summary>
    public static bool IsGone(DifyApiException refusal) => refusal.StatusCode == 404 && IsOf(refusal, AppRoute);

    /// <summary>What is told of an app that was there and is not any more.</summary>
    public static DifyCommandException Gone(WorkspaceConnection connection, AppSubject subject, Exception? cause = null)
    {
        if (WaysIn.IsProgrammatic(connection.Way))
            return WorkspaceAppErrors.NotFound(connection, subject.Shown, cause);
        var workspace = Quoting.Quote(connection.Name);
        return new DifyCommandException(
            "WorkspaceAppNotFound",
            ErrorCategory.ObjectNotFound,
            subject.Binding is { } bound
                ? Strings.FormatBoundAppGone(bound.RemoteName ?? subject.Shown, bound.Name, connection.Name)
                : Strings.FormatWorkspaceAppGone(subject.Shown, connection.Name),
            subject.Binding is { } binding
                ? Strings.FormatBoundAppGoneAction(Quoting.Quote(binding.Name), workspace)
                : Strings.FormatWorkspaceAppNotFoundAction(workspace),
            subject.Binding?.Name ?? subject.Shown,
            cause
        );
    }

    private static bool IsRole(DifyApiException refusal) =>
        refusal is { StatusCode: 403, Code: "forbidden" } && (IsOf(refusal, AppRoute) || IsOf(refusal, KnowledgeKeysRoute));

    private static bool IsOf(DifyApiException refusal, string route) =>
        refusal.Operation?.IndexOf(route, StringComparison.Ordinal) >= 0;

    // The role may have changed since it was asked for, and Enterprise has rights of its own.
    private static DifyCommandException RoleTooLow(WorkspaceConnection connection, DifyApiException refusal, string command)
    {
        var isForManagers =
            IsOf(refusal, KnowledgeKeysRoute)
            || IsOf(refusal, "/api-enable")
            || refusal.Operation!.StartsWith("DELETE ", StringComparison.Ordinal);
        return new DifyCommandException(
            "WorkspaceRoleTooLow",
            ErrorCategory.PermissionDenied,
            Strings.FormatWorkspaceRoleRefused(
                connection.Name,
                command,
                isForManagers ? Strings.RolesThatManage : Strings.RolesThatEdit,
                connection.Account,
                connection.Role
            ),
            Strings.FormatWorkspaceRoleTooLowAction(Quoting.Quote(connection.Name)),
            innerException: refusal
        );
    }
}
