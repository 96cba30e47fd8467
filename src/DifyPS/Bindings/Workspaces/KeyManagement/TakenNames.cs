using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// Names that an app of a workspace cannot have. Apps in Dify may be called alike, so that it is told by its id which one has lost, and
/// with the command that binds it.
/// </summary>
internal static class TakenNames
{
    /// <summary>Throws <c>AppAlreadyRegistered</c> where the name stands for another app.</summary>
    public static void RequireFree(IReadOnlyList<AppBinding> apps, WorkspaceRegistration wanted, WorkspaceConnection connection)
    {
        try
        {
            BindingChecks.NameIsFree(apps, wanted.Name, wanted.Force);
        }
        catch (DifyCommandException e) when (e.ErrorId == "AppAlreadyRegistered")
        {
            throw new DifyCommandException(
                e.ErrorId,
                e.Category,
                Strings.FormatAppNameTakenApp(e.Message, Described(wanted)),
                Strings.FormatAppNameTakenAppAction(CommandFor(wanted, connection, apps.Select(one => one.Name))),
                wanted.Name
            );
        }
    }

    /// <summary>Two apps of one command have one name.</summary>
    /// <param name="first">The app that has it.</param>
    /// <param name="second">The app that was left alone.</param>
    /// <param name="connection">Its workspace.</param>
    /// <param name="taken">Names that are not free.</param>
    public static DifyCommandException ForTwo(
        WorkspaceRegistration first,
        WorkspaceRegistration second,
        WorkspaceConnection connection,
        IEnumerable<string> taken
    ) =>
        new(
            "AppAlreadyRegistered",
            ErrorCategory.ResourceExists,
            Strings.FormatNameForTwoApps(second.Name, Described(first), Described(second)),
            Strings.FormatNameForTwoAppsAction(CommandFor(second, connection, taken)),
            second.Name
        );

    private static string Described(WorkspaceRegistration app) => app.AppName is null ? app.AppId : $"{app.AppName} ({app.AppId})";

    private static string CommandFor(WorkspaceRegistration wanted, WorkspaceConnection connection, IEnumerable<string> taken)
    {
        var all = new HashSet<string>(taken, AppName.Comparer);
        var number = 2;
        while (all.Contains(Numbered(wanted.Name, number)))
            number++;
        return Strings.FormatAppRegisterAsCommand(
            Quoting.Quote(Numbered(wanted.Name, number)),
            wanted.AppId,
            Quoting.Quote(connection.Name)
        );
    }

    private static string Numbered(string name, int number) => name + number.ToString(CultureInfo.InvariantCulture);
}
