using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// Names that an app of a workspace cannot have, since an entry or another app of the same command has them. Apps in Dify may be called
/// alike, so that it is told by its id which one has lost, and with the command that binds it. Usable from any thread.
/// </summary>
internal sealed class TakenNames(AppRegistry registry)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, WorkspaceRegistration> _claims = new(AppName.Comparer);
    private readonly Dictionary<string, string> _advised = new(AppName.Comparer);

    /// <summary>Whether another app has the name here, or has claimed it.</summary>
    public bool IsTaken(WorkspaceRegistration wanted, WorkspaceConnection connection)
    {
        if (registry.Find(wanted.Name) is { } entry && !AppPlaces.IsOf(registry, entry, connection, wanted.AppId, wanted.Given.Server))
            return true;
        lock (_gate)
            return IsClaimed(wanted, out _);
    }

    /// <summary>
    /// Notes that an app gets the name. Throws <c>AppAlreadyRegistered</c> where another app of the same command has it: the key that the
    /// first has got would be left over, whether or not -Force was meant for what was there before.
    /// </summary>
    public void Claim(WorkspaceRegistration wanted, WorkspaceConnection connection)
    {
        lock (_gate)
        {
            if (!IsClaimed(wanted, out var first))
            {
                _claims[wanted.Name] = wanted;
                return;
            }

            throw new DifyCommandException(
                "AppAlreadyRegistered",
                ErrorCategory.ResourceExists,
                Strings.FormatNameForTwoApps(wanted.Name, Described(first!), Described(wanted)),
                Strings.FormatNameForTwoAppsAction(CommandFor(wanted, connection)),
                wanted.Name
            );
        }
    }

    /// <summary>The name that an app has claimed; null when it has none.</summary>
    public string? FindClaim(string appId)
    {
        lock (_gate)
            return _claims.Values.FirstOrDefault(one => DifyId.AreSame(one.AppId, appId))?.Name;
    }

    /// <summary>Throws <c>AppAlreadyRegistered</c> where the name stands for another app.</summary>
    public void RequireFree(WorkspaceRegistration wanted, WorkspaceConnection connection)
    {
        try
        {
            BindingChecks.NameIsFree(registry.Apps, wanted.Name, wanted.Force);
        }
        catch (DifyCommandException e) when (e.ErrorId == "AppAlreadyRegistered")
        {
            lock (_gate)
            {
                throw new DifyCommandException(
                    e.ErrorId,
                    e.Category,
                    Strings.FormatAppNameTakenApp(e.Message, Described(wanted)),
                    Strings.FormatAppNameTakenAppAction(CommandFor(wanted, connection)),
                    wanted.Name
                );
            }
        }
    }

    private bool IsClaimed(WorkspaceRegistration wanted, out WorkspaceRegistration? first) =>
        _claims.TryGetValue(wanted.Name, out first) && !DifyId.AreSame(first.AppId, wanted.AppId);

    private static string Described(WorkspaceRegistration app) => app.AppName is null ? app.AppId : $"{app.AppName} ({app.AppId})";

    private string CommandFor(WorkspaceRegistration wanted, WorkspaceConnection connection) =>
        Strings.FormatAppRegisterAsCommand(Quoting.Quote(Advise(wanted)), wanted.AppId, Quoting.Quote(connection.Name));

    // Each app that has lost is told of another name, so that all the commands work.
    private string Advise(WorkspaceRegistration wanted)
    {
        var taken = new HashSet<string>(registry.Apps.Select(one => one.Name).Concat(_claims.Keys), AppName.Comparer);
        var root = RootOf(wanted, taken);
        for (var number = 2; ; number++)
        {
            var name = Numbered(root, number);
            var isOwn = !_advised.TryGetValue(name, out var other) || DifyId.AreSame(other, wanted.AppId);
            if (!isOwn || taken.Contains(name))
                continue;
            _advised[name] = wanted.AppId;
            return name;
        }
    }

    // What was numbered already gets the next number, and not another digit.
    private static string RootOf(WorkspaceRegistration wanted, HashSet<string> taken)
    {
        var root = wanted.Name.TrimEnd("0123456789".ToCharArray());
        var isNumbered = root.Length > 0 && root.Length < wanted.Name.Length;
        return isNumbered && (taken.Contains(root) || AppName.Comparer.Equals(root, wanted.AppName ?? string.Empty)) ? root : wanted.Name;
    }

    private static string Numbered(string name, int number)
    {
        var digits = number.ToString(CultureInfo.InvariantCulture);
        var kept = Math.Min(name.Length, AppName.MaxLength - digits.Length);
        if (kept < name.Length && char.IsHighSurrogate(name[kept - 1]))
            kept--;
        return name.Substring(0, kept) + digits;
    }
}
