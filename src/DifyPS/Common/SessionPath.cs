using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace DifyPS.Common;

/// <summary>
/// Paths as people mean them: a relative one counts from where their session is, and not from where its process was started.
/// </summary>
internal static class SessionPath
{
    private static readonly char[] Separators = { '/', '\\' };

    /// <summary>The whole path of a file; it need not be there.</summary>
    /// <exception cref="DifyCommandException">The path is of something else than the file system, such as the registry of Windows.</exception>
    public static string Of(PSCmdlet cmdlet, string path)
    {
        var whole = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == "FileSystem"
            ? whole
            : throw InvalidInput.Error(Strings.FormatPathNotOfFileSystem(path), Strings.PathNotOfFileSystemAction);
    }

    /// <summary>The folder in which the session is.</summary>
    public static string Location(SessionState session) => session.Path.CurrentFileSystemLocation.ProviderPath;

    /// <summary>
    /// The whole path for one that is of the file system wherever the session is, such as the registry of Windows: a relative one counts
    /// from the folder in which the session was last. Drives of PowerShell are known, and ~ for the home folder.
    /// </summary>
    /// <exception cref="ArgumentException">The path is of something else than the file system.</exception>
    /// <exception cref="SessionStateException">There is no such drive.</exception>
    public static string Of(SessionState? session, string path)
    {
        var folder = session is null ? Directory.GetCurrentDirectory() : Location(session);
        if (path[0] == '~' && (path.Length == 1 || path[1] is '/' or '\\'))
            return Whole(path.Substring(1).TrimStart('/', '\\'), HomeOf(session));
        // A drive, or a provider before two colons.
        if (
            session is null
            || path.IndexOf(':') is var colon && (colon < 1 || path.IndexOfAny(Separators) is >= 0 and var slash && slash < colon)
        )
        {
            return IsWhole(path) ? Path.GetFullPath(path) : Whole(path, folder);
        }
        var whole = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == "FileSystem" ? whole : throw new ArgumentException(Strings.FormatPathNotOfFileSystem(path));
    }

    /// <summary>The session of this thread, for code that has no cmdlet, such as a completer; null without one.</summary>
    public static SessionState? SessionOfThread()
    {
        if (Runspace.DefaultRunspace is null)
            return null;
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddScript("$ExecutionContext.SessionState").Invoke<SessionState>().FirstOrDefault();
    }

    private static string HomeOf(SessionState? session) =>
        session?.Provider.GetOne("FileSystem").Home is { Length: > 0 } home
            ? home
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>A path made whole from a folder.</summary>
    public static string Whole(string path, string folder) =>
#if NET
        Path.GetFullPath(path, folder);
#else
        // Of the two kinds that are neither whole nor plain, \here counts from the root of the folder, and C:here from where the
        // process is.
        Path.GetFullPath(
            Path.IsPathRooted(path)
                ? path.Length > 1 && path[1] == ':'
                    ? path
                    : path.StartsWith(@"\\", StringComparison.Ordinal)
                        ? path
                        : Path.GetPathRoot(folder) + path.TrimStart('\\', '/')
                : Path.Combine(folder, path)
        );
#endif

    /// <summary>Whether a path counts from nowhere else than its own root.</summary>
    public static bool IsWhole(string path) =>
#if NET
        Path.IsPathFullyQualified(path);
#else
        path.StartsWith(@"\\", StringComparison.Ordinal) || (path.Length > 2 && path[1] == ':' && path[2] is '\\' or '/');
#endif
}
