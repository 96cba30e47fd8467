using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces;

/// <summary>
/// Which workspace's app an entry stands for. Connections are names of this machine's: what counts is the place that one leads to, its
/// server and its workspace. Ids are like no others, but for a server that was made of another one's backup.
/// </summary>
internal static class AppPlaces
{
    /// <summary>Whether an entry stands for an app of a connection's workspace, whatever connection it was bound through.</summary>
    /// <param name="registry">The connections.</param>
    /// <param name="binding">The entry.</param>
    /// <param name="connection">The workspace.</param>
    /// <param name="appId">The app.</param>
    /// <param name="server">Where apps of the workspace are called; beside its console when null.</param>
    public static bool IsOf(
        AppRegistry registry,
        AppBinding binding,
        WorkspaceConnection connection,
        string appId,
        string? server = null
    ) => DifyId.AreSame(binding.AppId, appId) && IsHere(registry, binding, connection, server);

    /// <summary>Whether an entry stands for some app of a connection's workspace.</summary>
    public static bool IsHere(AppRegistry registry, AppBinding binding, WorkspaceConnection connection, string? server = null)
    {
        if (binding.AppId is null)
            return false;
        if (binding.Workspace is null || AppName.Comparer.Equals(binding.Workspace, connection.Name))
            return true;
        // A connection that is not there any more tells nothing; where the app is called does.
        return registry.FindWorkspace(binding.Workspace) is { } own
            ? IsSame(own, connection)
            : ServiceAddress.IsBeside(connection, server, binding.Server);
    }

    /// <summary>Whether two connections lead to one workspace.</summary>
    public static bool IsSame(WorkspaceConnection a, WorkspaceConnection b) =>
        DifyId.AreSame(a.WorkspaceId, b.WorkspaceId) && string.Equals(a.Server, b.Server, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The connection by which the keys of an entry are worked on: its own, or, where that is gone, the only other one that leads there.
    /// Throws <c>WorkspaceNotFound</c> where there is none, or a choice.
    /// </summary>
    public static WorkspaceConnection ConnectionOf(AppRegistry registry, AppBinding binding)
    {
        registry.RequireSoundWorkspace(binding.Workspace!);
        if (registry.FindWorkspace(binding.Workspace!) is { } own)
            return own;
        // The programmatic API knows no keys.
        var others = registry.Workspaces.Where(one => !WaysIn.IsProgrammatic(one.Way) && IsHere(registry, binding, one)).ToList();
        return others.Count == 1 ? others[0] : throw NotFound(binding, others);
    }

    /// <summary>The app of an entry is of another workspace than the one that was named.</summary>
    public static DifyCommandException OfAnother(AppBinding binding, WorkspaceConnection named) =>
        new(
            "AppOfOtherWorkspace",
            ErrorCategory.InvalidArgument,
            Strings.FormatAppOfOtherWorkspace(binding.Name, binding.Workspace, named.Name),
            Strings.FormatAppOfOtherWorkspaceAction(Quoting.Quote(binding.Workspace!)),
            binding.Name
        );

    private static DifyCommandException NotFound(AppBinding binding, IReadOnlyList<WorkspaceConnection> others) =>
        new(
            "WorkspaceNotFound",
            ErrorCategory.ObjectNotFound,
            Strings.FormatWorkspaceOfAppNotFound(binding.Workspace, binding.Name),
            others.Count == 0
                ? Strings.FormatWorkspaceOfAppNotFoundAction(Quoting.Quote(binding.Workspace!))
                : Strings.FormatWorkspaceOfAppChooseAction(string.Join(", ", others.Select(one => Quoting.Quote(one.Name)))),
            binding.Name
        );
}
