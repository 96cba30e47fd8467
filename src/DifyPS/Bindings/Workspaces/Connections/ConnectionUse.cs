using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>What hangs on a connection: the names that were bound through it, and work on keys that only it can end.</summary>
internal static class ConnectionUse
{
    /// <summary>The names that were bound through it.</summary>
    public static IReadOnlyList<string> NamesOf(AppRegistry registry, WorkspaceConnection connection) =>
        [.. registry.Apps.Where(app => AppPlaces.HangsOn(app, connection)).Select(app => app.Name)];

    /// <summary>
    /// Throws <c>KeyWorkPending</c> where the journal has work on keys of the workspace, and no other connection is left that could end it:
    /// keys that are to be revoked would stay good.
    /// </summary>
    public static void RequireNothingPending(AppRegistry registry, WorkspaceConnection connection) =>
        RequireNothingPending(registry.Apps, registry.Workspaces, KeyJournal.In(registry.KeyOperations), connection);

    /// <summary>The same under the registry's lock.</summary>
    public static void RequireNothingPending(RegistryDocument document, WorkspaceConnection connection) =>
        RequireNothingPending(document.Apps, document.Workspaces, KeyJournal.In(document.KeyOperations), connection);

    private static void RequireNothingPending(
        IReadOnlyList<AppBinding> apps,
        IEnumerable<WorkspaceConnection> connections,
        IEnumerable<KeyOperation> operations,
        WorkspaceConnection connection
    )
    {
        // The programmatic API knows no keys.
        if (
            WaysIn.IsProgrammatic(connection.Way)
            || connections.NotNamed(connection.Name).Any(one => !WaysIn.IsProgrammatic(one.Way) && AppPlaces.IsSame(one, connection))
        )
        {
            return;
        }

        var pending = operations.Where(one => DifyId.AreSame(one.WorkspaceId, connection.WorkspaceId)).ToList();
        if (pending.Count == 0)
            return;
        var first = pending.FirstOrDefault(one => FindNamed(apps, one) is not null) ?? pending[0];
        var last = pending.Max(one => one.RevokeAfter);
        throw new DifyCommandException(
            "KeyWorkPending",
            ErrorCategory.ResourceBusy,
            Strings.FormatKeyWorkPending(
                SomeOf.List([.. pending.Select(one => $"'{KeyNotices.NameOf(apps, one)}'").Distinct(AppName.Comparer)]),
                connection.Name,
                connection.WorkspaceName ?? connection.WorkspaceId
            ),
            Strings.FormatKeyWorkPendingAction(
                last > DateTimeOffset.UtcNow ? Strings.FormatKeyWorkPendingUntil(TimeAfter(last.Value)) : Strings.KeyWorkPendingNow,
                CommandFor(apps, first, connection),
                Quoting.Quote(connection.Name)
            )
        );
    }

    // Whatever works on keys of the workspace ends first what is left of them. A name may be anybody's by now, or nobody's.
    private static string CommandFor(IReadOnlyList<AppBinding> apps, KeyOperation operation, WorkspaceConnection connection) =>
        operation.AppId is not { } id ? Strings.FormatKeyWorkEndedByWorkspace(Quoting.Quote(connection.Name))
        : FindNamed(apps, operation) is { } app && AppPlaces.HangsOn(app, connection)
            ? Strings.FormatKeyWorkEndedByName(Quoting.Quote(app.Name))
        : Strings.FormatKeyWorkEndedById(id, Quoting.Quote(connection.Name));

    private static AppBinding? FindNamed(IReadOnlyList<AppBinding> apps, KeyOperation operation) =>
        operation.AppId is { } id ? apps.FirstOrDefault(app => DifyId.AreSame(app.AppId, id)) : null;

    // A minute is as exact as it is shown.
    private static string TimeAfter(DateTimeOffset moment) => DisplayFormat.Time(moment.AddMinutes(1).ToLocalTime());
}
