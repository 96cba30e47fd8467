using System;
using System.IO;
using DifyPS.Common;

namespace DifyPS.Runs.Checkpoints;

/// <summary>The file of a checkpoint, open for one writer. Others may read it meanwhile.</summary>
internal static class CheckpointStream
{
    /// <summary>
    /// Opens it. One that is made is for its owner only, and so is a folder that is made for it: there are prompts and answers in it.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="held">To be disposed of after the stream.</param>
    /// <exception cref="IOException">Another process writes it (<see cref="BusyFile.IsBusy"/>), or it cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static FileStream Open(string path, out IDisposable? held)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
            PrivateFile.CreateDirectory(folder);
        var final = FinalPath.Of(path);
        // Nothing is put beside a folder.
        if (Directory.Exists(final))
            throw new IOException(Strings.FormatFileIsFolder(final));
        // Nor beside a device or a pipe, which keeps nothing.
        if (AtomicFile.IsDevice(final))
            throw new IOException(Strings.FileIsDevice);
        held = null;
        // Windows itself lets in one writer; elsewhere any number may open the file.
        if (BusyFile.IsWindows)
            return BusyFile.Retry(() => OpenFile(final));
        held = LockFile.Acquire(final + ".lock", final);
        try
        {
            // Under each of its names there would be another lock.
            if (FinalPath.NamesOf(final) is > 1 and var names)
                throw new IOException(Strings.FormatFileHasNames(names));
            return OpenFile(final);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Closes a file to others that is open to them, as one that was copied or made by hand may be. Somebody else's stays as it
    /// is: whose it is decides who reads it.
    /// </summary>
    public static void Close(FileStream file)
    {
#if NET
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        try
        {
            var mode = File.GetUnixFileMode(file.SafeFileHandle);
            // Root may change anybody's.
            if ((mode & ~Owners) != 0 && (!Environment.IsPrivilegedProcess || UnixFile.Of(file.Name) is not { Owner: not 0 }))
                File.SetUnixFileMode(file.SafeFileHandle, mode & (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file system without such rights, or somebody else's file.
        }
#endif
    }

    private static FileStream OpenFile(string path) => PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
}
