using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Common;
using DifyPS.Runs.Files;

namespace DifyPS.Commands;

/// <summary>A file that is to be imported.</summary>
internal sealed class DslOrder
{
    private readonly string? _appName;

    public DslOrder(string path, FileSource source, string? appId, string? appName, string? workspace)
    {
        (Path, Source, _appName, Workspace) = (ShownAddress.Of(path), source, appName, workspace);
        AppId = string.IsNullOrEmpty(appId) ? null : appId;
    }

    /// <summary>As it was given, for people to read.</summary>
    public string Path { get; }

    public FileSource Source { get; }

    /// <summary>The app that is overwritten; null for a new one.</summary>
    public string? AppId { get; }

    public string? Workspace { get; }

    public bool IsOver => AppId is not null;

    /// <summary>The file or the address.</summary>
    public string Place => Source.Path ?? Source.Url!;

    /// <summary>The same, for people to read.</summary>
    public string Shown => Source.Path ?? ShownAddress.Of(Source.Url!);

    /// <summary>What people know the app by.</summary>
    public string App => string.IsNullOrEmpty(_appName) ? AppId! : $"{_appName} ({AppId})";

    public bool IsSameFile(DslOrder other) =>
        string.Equals(Place, other.Place, BusyFile.IsWindows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>Whether both are one, said twice.</summary>
    public bool IsLike(DslOrder other) => IsSameFile(other) && DifyId.AreSame(AppId, other.AppId);
}

/// <summary>What is told of files and apps of which there are more than go together.</summary>
internal static class DslOrders
{
    /// <summary>
    /// The orders that contradict each other: of one file over several apps, all but one would be lost, and of several files over one app,
    /// all but the last.
    /// </summary>
    public static IReadOnlyList<(DifyCommandException Error, string Target, IReadOnlyList<DslOrder> Orders)> Conflicts(
        IReadOnlyList<DslOrder> orders
    )
    {
        var found = new List<(DifyCommandException, string, IReadOnlyList<DslOrder>)>();
        var over = orders.Where(one => one.IsOver).ToList();
        foreach (var first in over)
        {
            var apps = over.Where(first.IsSameFile).ToList();
            if (apps.Count > 1 && apps[0] == first)
                found.Add((ForOneApp(first, apps), first.Path, apps));
        }

        foreach (var first in over)
        {
            var files = over.Where(one => DifyId.AreSame(one.AppId, first.AppId)).ToList();
            if (files.Count > 1 && files[0] == first && !found.Any(one => files.All(one.Item3.Contains)))
                found.Add((OfOneFile(first, files), first.AppId!, files));
        }

        return found;
    }

    /// <summary>A parameter that speaks of one app was given, and there are several files.</summary>
    public static DifyCommandException ForOneFile(string parameter) =>
        new(
            "InvalidArgument",
            ErrorCategory.InvalidArgument,
            Strings.FormatDslForOne(parameter),
            Strings.FormatDslForOneAction(parameter)
        );

    private static DifyCommandException ForOneApp(DslOrder first, IReadOnlyList<DslOrder> apps) =>
        new(
            "DslTargetUnclear",
            ErrorCategory.InvalidArgument,
            Strings.FormatDslForOneApp(first.Shown, apps.Count, SomeOf.List([.. apps.Select(one => one.App)])),
            Strings.DslForOneAppAction
        );

    private static DifyCommandException OfOneFile(DslOrder first, IReadOnlyList<DslOrder> files) =>
        new(
            "DslTargetUnclear",
            ErrorCategory.InvalidArgument,
            Strings.FormatDslOfOneFile(first.App, files.Count, SomeOf.List([.. files.Select(one => one.Shown)])),
            Strings.DslOfOneFileAction
        );
}
