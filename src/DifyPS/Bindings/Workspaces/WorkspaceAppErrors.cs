using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces;

/// <summary>What is told about apps and tags that are not there.</summary>
internal static class WorkspaceAppErrors
{
    public static DifyCommandException NotFound(WorkspaceConnection connection, string app, Exception? cause = null) =>
        new(
            "WorkspaceAppNotFound",
            ErrorCategory.ObjectNotFound,
            WaysIn.IsProgrammatic(connection.Way)
                ? Strings.FormatWorkspaceAppNotShown(connection.Name, app)
                : Strings.FormatWorkspaceAppNotFound(connection.Name, app),
            Strings.FormatWorkspaceAppNotFoundAction(Quoting.Quote(connection.Name)),
            app,
            cause
        );

    public static DifyCommandException NoTag(WorkspaceConnection connection, string tag, IEnumerable<string> tags)
    {
        var near = AppName.Nearest(tag, tags);
        return new DifyCommandException(
            "WorkspaceTagNotFound",
            ErrorCategory.ObjectNotFound,
            near.Count > 0
                ? Strings.FormatWorkspaceTagNotFoundNear(connection.Name, tag, string.Join(Strings.ListOr, near.Select(one => $"'{one}'")))
                : Strings.FormatWorkspaceTagNotFound(connection.Name, tag),
            Strings.WorkspaceTagNotFoundAction
        );
    }

    /// <summary>The binding was not made of a workspace's app, so that nobody knows which one it is.</summary>
    public static DifyCommandException NotOfWorkspace(AppBinding binding) =>
        new(
            "AppNotOfWorkspace",
            ErrorCategory.InvalidOperation,
            Strings.FormatAppIdUnknown(binding.Name),
            Strings.AppIdUnknownAction,
            binding.Name
        );
}
