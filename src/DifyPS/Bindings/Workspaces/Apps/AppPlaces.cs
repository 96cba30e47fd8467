using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Apps;

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

    /// <summary>Whether an entry stands for some app of a connection's workspace, or for its knowledge.</summary>
    public static bool IsHere(AppRegistry registry, AppBinding binding, WorkspaceConnection connection, string? server = null)
    {
        if (binding.AppId is null && (binding.Workspace is null || !binding.IsKnowledge))
            return false;
        var isPlaced = IsPlacedIn(binding, connection);
        if (isPlaced == false)
            return false;
        if (binding.Workspace is null || AppName.Comparer.Equals(binding.Workspace, connection.Name))
            return true;
        // A connection that is not there any more tells nothing; where the app is called does.
        return registry.FindWorkspace(binding.Workspace) is { } own
            ? isPlaced == true || IsSame(own, connection)
            : ServiceAddress.IsBeside(connection, server, binding.Server);
    }

    /// <summary>Whether two connections lead to one workspace.</summary>
    public static bool IsSame(WorkspaceConnection a, WorkspaceConnection b) =>
        DifyId.AreSame(a.WorkspaceId, b.WorkspaceId) && string.Equals(a.Server, b.Server, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an entry was bound in the workspace that a connection leads to now; null for one that does not say.</summary>
    public static bool? IsPlacedIn(AppBinding binding, WorkspaceConnection connection) =>
        binding.WorkspaceId is null
            ? null
            : DifyId.AreSame(binding.WorkspaceId, connection.WorkspaceId)
                && (
                    binding.WorkspaceServer is null
                    || string.Equals(binding.WorkspaceServer, connection.Server, StringComparison.OrdinalIgnoreCase)
                );

    /// <summary>Whether an entry hangs on a connection: it was bound through one of that name, which leads there still.</summary>
    public static bool HangsOn(AppBinding binding, WorkspaceConnection connection) =>
        AppName.Comparer.Equals(binding.Workspace, connection.Name) && IsPlacedIn(binding, connection) != false;

    /// <summary>
    /// The connection by which the keys of an entry are worked on: its own, or, where that is gone, the only other one that leads there.
    /// Throws <c>WorkspaceNotFound</c> where there is none, or a choice.
    /// </summary>
    public static WorkspaceConnection ConnectionOf(AppRegistry registry, AppBinding binding)
    {
        registry.RequireSoundWorkspace(binding.Workspace!);
        var own = Own(registry, binding);
        if (own is not null && IsPlacedIn(binding, own) != false)
            return own;
        var others = Others(registry, binding);
        if (others.Count == 1)
            return others[0];
        throw own is null || others.Count > 1 ? NotFound(binding, others) : Elsewhere(binding, own);
    }

    /// <summary>The same connection; null where there is none, or a choice.</summary>
    public static WorkspaceConnection? FindConnection(AppRegistry registry, AppBinding binding)
    {
        if (Own(registry, binding) is { } own && IsPlacedIn(binding, own) != false)
            return own;
        // What an entry of before does not say is not guessed.
        return binding.WorkspaceId is not null && Others(registry, binding) is { Count: 1 } found ? found[0] : null;
    }

    /// <summary>
    /// The name of the connection by which an entry of a workspace is asked about; the one that it says where there is none, or a choice.
    /// </summary>
    public static string WorkspaceOf(AppRegistry registry, AppBinding binding) =>
        FindConnection(registry, binding)?.Name ?? binding.Workspace!;

    /// <summary>
    /// The name of the connection by which an entry is worked on. One that is gone is told by its name still, under which it may be made
    /// again; null where the connection of that name leads elsewhere by now, and no other one leads there.
    /// </summary>
    public static string? ShownConnection(AppRegistry registry, AppBinding binding) =>
        FindConnection(registry, binding)?.Name ?? (Own(registry, binding) is null ? binding.Workspace : null);

    private static WorkspaceConnection? Own(AppRegistry registry, AppBinding binding) =>
        binding.Workspace is { } name ? registry.FindWorkspace(name) : null;

    // The programmatic API knows no keys.
    private static List<WorkspaceConnection> Others(AppRegistry registry, AppBinding binding) =>
        registry.Workspaces.Where(one => !WaysIn.IsProgrammatic(one.Way) && IsHere(registry, binding, one)).ToList();

    /// <summary>The connection of that name leads to another workspace than the entry was bound in.</summary>
    private static DifyCommandException Elsewhere(AppBinding binding, WorkspaceConnection own) =>
        new(
            "AppOfOtherWorkspace",
            ErrorCategory.InvalidArgument,
            Strings.FormatAppPlacedElsewhere(binding.Name, own.Name, own.WorkspaceName ?? own.WorkspaceId, binding.WorkspaceId),
            Strings.FormatAppPlacedElsewhereAction(Quoting.Quote(binding.WorkspaceId!), Quoting.Quote(binding.Name)),
            binding.Name
        );

    /// <summary>The app of an entry is of another workspace than the one that was named.</summary>
    public static DifyCommandException OfAnother(AppBinding binding, WorkspaceConnection named) =>
        AppName.Comparer.Equals(binding.Workspace, named.Name) ? Elsewhere(binding, named) : new(
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
