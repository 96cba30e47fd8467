using System;
using System.IO;

namespace DifyPS.Common;

/// <summary>Who may read a file that is made.</summary>
internal enum Readers
{
    /// <summary>Whoever reads the others in its folder.</summary>
    AsUsual,

    /// <summary>Its owner.</summary>
    OwnerOnly,
}

/// <summary>
/// A file that is written whole or not at all: beside its place under another name, to the disk, and then moved there in one
/// step. What was there before stays until then, and hands its rights, owner and group on. Links lead to their file.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly string? _temporary;
    private bool _isDone;

    private AtomicFile(FileStream stream, string target, string? temporary) => (Stream, Target, _temporary) = (stream, target, temporary);

    /// <summary>What is to be in it goes here.</summary>
    public FileStream Stream { get; }

    /// <summary>The file itself, where links have been followed.</summary>
    public string Target { get; }

    /// <summary>Begins to write. That it can be written there is known once this has gone well.</summary>
    /// <exception cref="IOException">There is no room, no folder, or another fault of the file system.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not write there.</exception>
    public static AtomicFile Begin(string path, Readers readers)
    {
        var target = FinalPath.Of(path);
        // A device or a pipe is written to; nothing can take its place, and root would put a file there.
        if (IsDevice(target))
            return new AtomicFile(new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), target, null);
        var temporary = target + "." + Guid.NewGuid().ToString("N").Substring(0, 12) + ".tmp";
        // What is to be as closed as the older file is so from the beginning.
        var stream = readers == Readers.OwnerOnly || File.Exists(target)
            ? PrivateFile.Open(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None)
            : new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1);
        return new AtomicFile(stream, target, temporary);
    }

    /// <summary>Whether a file is marked as one not to be written. Root may write any; such a mark is meant for it, too.</summary>
    public static bool IsReadOnly(string path)
    {
        var file = new FileInfo(FinalPath.Of(path));
        if (!file.Exists)
            return false;
#if NET
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            return (file.UnixFileMode & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0;
#endif
        return file.IsReadOnly;
    }

    /// <summary>Whether a path leads to no file, but to a device or a pipe.</summary>
    /// <param name="target">The path, with links followed.</param>
    public static bool IsDevice(string target)
    {
        if (BusyFile.IsWindows)
            return target.StartsWith(@"\\.\", StringComparison.Ordinal);
#if NET
        if (!OperatingSystem.IsWindows())
        {
            return File.Exists(target)
                && (UnixFile.Of(target) is { } file ? !file.IsRegular : target.StartsWith("/dev/", StringComparison.Ordinal));
        }
#endif
        return false;
    }

    /// <summary>Whether a name is that of a temporary file of this one's, which a process that was killed has left.</summary>
    public static bool IsLeftover(string path, string name)
    {
        var own = Path.GetFileName(path);
        if (
            !name.StartsWith(own + ".", StringComparison.Ordinal)
            || !name.EndsWith(".tmp", StringComparison.Ordinal)
            || name.Length < own.Length + 5 + 12
        )
        {
            return false;
        }
        for (var i = own.Length + 1; i < name.Length - 4; i++)
        {
            if (name[i] is not ((>= '0' and <= '9') or (>= 'a' and <= 'f')))
                return false;
        }

        return true;
    }

    /// <summary>Puts it in its place.</summary>
    /// <param name="mayReplace">Whether it takes the place of a file that is there; one that is read-only is no more so afterwards.</param>
    public void Commit(bool mayReplace = true)
    {
        if (_temporary is null)
        {
            Stream.Dispose();
            _isDone = true;
            return;
        }

        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        if (!mayReplace)
        {
            File.Move(_temporary, Target);
        }
        else
        {
            if (File.Exists(Target))
                TakeOver(Target, _temporary);
            BusyFile.Retry(() => MoveOver(_temporary, Target));
        }

        _isDone = true;
    }

    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        catch (IOException) when (!_isDone)
        {
            // What could not be written any more is given up with the rest.
        }

        if (_isDone || _temporary is null)
            return;
        try
        {
            File.Delete(_temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong with the file itself is what is to be told.
        }
    }

    private static void TakeOver(string target, string temporary)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            UnixFile.MakeLike(temporary, target, File.GetUnixFileMode(target) | UnixFileMode.UserWrite);
            return;
        }
#endif
        WindowsFile.MakeLike(temporary, target);
        // Windows moves over no file that is read-only.
        var old = new FileInfo(target);
        if (old.IsReadOnly)
            old.IsReadOnly = false;
    }

    private static void MoveOver(string source, string target)
    {
#if NET
        File.Move(source, target, overwrite: true);
#else
        WindowsFile.MoveOver(source, target);
#endif
    }
}
