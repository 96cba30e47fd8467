using System.IO;

namespace DifyPS.Common;

/// <summary>
/// A file beside another that whoever writes the other holds open, and nobody else can meanwhile. The system lets go of it
/// when its holder ends, however it ends. It stays when it is no longer held: were it deleted, one process could hold the
/// file that is gone, and another the new one.
/// </summary>
internal static class LockFile
{
    /// <summary>Where the lock of a file is, by whichever path the file is named.</summary>
    public static string PathFor(string path) => FinalPath.Of(path) + ".lock";

    /// <summary>Takes it.</summary>
    /// <param name="path">The lock.</param>
    /// <param name="guarded">The other file, whose readers and writers may be more than one account.</param>
    /// <exception cref="IOException">Somebody else has it (<see cref="BusyFile.IsBusy"/>), or it cannot be made.</exception>
    /// <exception cref="System.UnauthorizedAccessException">It may not be made or opened.</exception>
    public static FileStream Acquire(string path, string guarded)
    {
        var file = PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
#if NET
        if (!System.OperatingSystem.IsWindows() && File.Exists(guarded))
            UnixFile.MakeLike(path, guarded);
#endif
        return file;
    }
}
