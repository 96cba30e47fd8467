using System;
using System.Collections.Generic;
using System.IO;

namespace DifyPS.Common;

/// <summary>
/// The file that a path leads to in the end. One file may be reached by many paths: a link to it, or to a folder on the
/// way. Renaming over a link would cut it off, and a lock beside a link would not be the one of the file.
/// </summary>
internal static class FinalPath
{
    // As many as Linux follows, so that links that lead to each other come to an end.
    private const int MostLinks = 40;

    /// <summary>Gives the full path with every link followed. The file itself need not be there, nor its folder.</summary>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        return BusyFile.IsWindows ? OnWindows(full) : OnUnix(full);
    }

    /// <summary>
    /// How many names (hard links) the file has; one when there is no file, or the system does not tell. Which of them is meant
    /// cannot be told, and the others cannot be found.
    /// </summary>
    public static uint NamesOf(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
            return UnixFile.Of(path)?.Names ?? 1;
#endif
        return WindowsFile.Find(path)?.Names ?? 1;
    }

    private static string OnWindows(string full)
    {
#if NET
        if (!OperatingSystem.IsWindows())
            return full;
#endif
        if (WindowsFile.Find(full) is { } file)
            return file.Path;
        return Path.GetDirectoryName(full) is { } folder && WindowsFile.Find(folder) is { } found
            ? Path.Combine(found.Path, Path.GetFileName(full))
            : full;
    }

    private static string OnUnix(string full)
    {
#if NET
        var left = new Stack<string>();
        Push(left, full);
        var place = "/";
        var links = 0;
        while (left.Count > 0)
        {
            var part = left.Pop();
            if (part == "..")
            {
                // Within a link's own text: from where the link has led, not from where it is written.
                place = Path.GetDirectoryName(place) ?? "/";
                continue;
            }

            var next = Path.Combine(place, part);
            if (TargetOf(next) is not { } target)
            {
                place = next;
                continue;
            }

            if (++links > MostLinks)
                return full;
            Push(left, target);
            if (target.StartsWith('/'))
                place = "/";
        }

        return place;
#else
        return full;
#endif
    }

#if NET
    private static void Push(Stack<string> left, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            if (parts[i] != ".")
                left.Push(parts[i]);
        }
    }

    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
#endif
}
