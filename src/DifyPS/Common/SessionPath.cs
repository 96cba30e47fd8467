using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace DifyPS.Common;

/// <summary>Paths as people mean them: a relative one counts from where their session is, and not from where its process was started.</summary>
internal static class SessionPath
{
    /// <summary>The whole path of a file; it need not be there.</summary>
    /// <exception cref="ArgumentException">The path is of something else than the file system, such as the registry of Windows.</exception>
    public static string Of(PSCmdlet cmdlet, string path)
    {
        var whole = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == "FileSystem" ? whole : throw new ArgumentException(Strings.FormatPathNotOfFileSystem(path));
    }

    /// <summary>The folder in which the session is.</summary>
    public static string Location(SessionState session) => session.Path.CurrentFileSystemLocation.ProviderPath;

    /// <summary>The folder in which the session of this thread is, for code that has no cmdlet, such as a completer; the process's own without a session.</summary>
    public static string LocationOfThread()
    {
        if (Runspace.DefaultRunspace is null)
            return Directory.GetCurrentDirectory();
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddScript("$ExecutionContext.SessionState").Invoke<SessionState>().FirstOrDefault() is { } session
            ? Location(session)
            : Directory.GetCurrentDirectory();
    }

    /// <summary>A path made whole from a folder.</summary>
    public static string Whole(string path, string folder) =>
#if NET
        Path.GetFullPath(path, folder);
#else
        // Of the two kinds that are neither whole nor plain, \here counts from the root of the folder, and C:here from where the process is.
        Path.GetFullPath(Path.IsPathRooted(path)
            ? path.Length > 1 && path[1] == ':' ? path : path.StartsWith(@"\\", StringComparison.Ordinal) ? path : Path.GetPathRoot(folder) + path.TrimStart('\\', '/')
            : Path.Combine(folder, path));
#endif

    /// <summary>Whether a path counts from nowhere else than its own root.</summary>
    public static bool IsWhole(string path) =>
#if NET
        Path.IsPathFullyQualified(path);
#else
        path.StartsWith(@"\\", StringComparison.Ordinal) || (path.Length > 2 && path[1] == ':' && path[2] is '\\' or '/');
#endif
}
