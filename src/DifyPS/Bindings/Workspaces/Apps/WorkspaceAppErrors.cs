using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Apps;

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

    /// <summary>No app has that name; those of <paramref name="names"/> that come near it are told.</summary>
    public static DifyCommandException NotFound(WorkspaceConnection connection, string app, IEnumerable<string> names)
    {
        var near = AppName.Nearest(app, names.Distinct());
        var error = NotFound(connection, app);
        return near.Count == 0
            ? error
            : new DifyCommandException(
                error.ErrorId,
                error.Category,
                Strings.FormatWorkspaceAppNotFoundNear(error.Message, string.Join(Strings.ListOr, near.Select(one => $"'{one}'"))),
                error.RecommendedAction,
                app
            );
    }

    /// <summary>What was given for a connection is the name of an app, as like as not.</summary>
    public static DifyCommandException TakenForConnection(
        DifyCommandException error,
        string name,
        IReadOnlyList<WorkspaceConnection> connections
    ) =>
        new(
            error.ErrorId,
            error.Category,
            error.Message,
            (
                connections.Count == 1
                    ? Strings.FormatWorkspaceAppNameAlone(Quoting.Quote(name))
                    : Strings.FormatWorkspaceAppNameSecond(Quoting.Quote(connections[0].Name), Quoting.Quote(name))
            )
                + " "
                + error.RecommendedAction
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
