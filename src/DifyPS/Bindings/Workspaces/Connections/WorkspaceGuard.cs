using System;
using System.Management.Automation;
using Dify.Client.Workspaces;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>Tells what a way in or a role cannot do, before anything is changed.</summary>
internal static class WorkspaceGuard
{
    /// <summary>Throws <c>NotThisWay</c> for a connection that lists and exports apps only.</summary>
    public static void RequireConsole(WorkspaceConnection connection, string command)
    {
        if (!WaysIn.IsProgrammatic(connection.Way))
            return;
        throw new DifyCommandException(
            WorkspaceProblem.NotThisWay,
            ErrorCategory.NotImplemented,
            Strings.FormatWorkspaceWayCannot(connection.Name, WaysIn.Describe(connection.Way), command),
            Strings.FormatWorkspaceWayCannotAction(Quoting.Quote(connection.Name))
        );
    }

    /// <summary>
    /// Throws <c>WorkspaceRoleTooLow</c> for whoever is neither admin nor owner. A role that nobody knows may do anything.
    /// </summary>
    public static void RequireManager(WorkspaceConnection connection, string command) =>
        Require(connection, command, WorkspaceRole.CanManage(connection.Role), Strings.RolesThatManage);

    /// <summary>Throws <c>WorkspaceRoleTooLow</c> for whoever may not make apps.</summary>
    public static void RequireEditor(WorkspaceConnection connection, string command) =>
        Require(connection, command, WorkspaceRole.CanEdit(connection.Role), Strings.RolesThatEdit);

    /// <summary>Throws <c>WorkspaceRoleTooLow</c> for whoever is neither admin nor owner, in other words.</summary>
    /// <param name="connection">The workspace.</param>
    /// <param name="told">What is told, and what to do.</param>
    /// <param name="app">The app that it is about.</param>
    public static void RequireManager(WorkspaceConnection connection, Func<(string Message, string Action)> told, string? app = null) =>
        Require(WorkspaceRole.CanManage(connection.Role), told, app);

    private static void Require(WorkspaceConnection connection, string command, bool? may, string roles) =>
        Require(may, () => (
            Strings.FormatWorkspaceRoleTooLow(command, roles, connection.Account, connection.Name, connection.Role),
            Strings.FormatWorkspaceRoleTooLowAction(Quoting.Quote(connection.Name))
        ), null);

    private static void Require(bool? may, Func<(string Message, string Action)> told, string? app)
    {
        if (may != false)
            return;
        var (message, action) = told();
        throw new DifyCommandException("WorkspaceRoleTooLow", ErrorCategory.PermissionDenied, message, action, app);
    }
}
