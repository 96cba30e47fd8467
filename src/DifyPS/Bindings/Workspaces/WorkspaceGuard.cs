using System.Management.Automation;
using Dify.Client.Workspaces;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces;

/// <summary>Tells what a way in or a role cannot do, before anything is asked or sent.</summary>
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

    private static void Require(WorkspaceConnection connection, string command, bool? may, string roles)
    {
        if (may != false)
            return;
        throw new DifyCommandException(
            "WorkspaceRoleTooLow",
            ErrorCategory.PermissionDenied,
            Strings.FormatWorkspaceRoleTooLow(command, roles, connection.Account, connection.Name, connection.Role),
            Strings.FormatWorkspaceRoleTooLowAction(Quoting.Quote(connection.Name))
        );
    }
}
