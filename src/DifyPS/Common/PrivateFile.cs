using System.IO;

namespace DifyPS.Common;

/// <summary>
/// Files and folders that only their owner may read: mode 0600 and 0700 on Unix; on Windows the profile's own rights do it.
/// </summary>
internal static class PrivateFile
{
    /// <summary>
    /// Opens a file, without a buffer of its own. One that is made is for its owner only; one that is there stays as open as it is.
    /// </summary>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
#if NET
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!System.OperatingSystem.IsWindows() && mode is not FileMode.Open)
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
#else
        return new FileStream(path, mode, access, share, bufferSize: 1);
#endif
    }

    public static void CreateDirectory(string path)
    {
#if NET
        if (!System.OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
#endif
        Directory.CreateDirectory(path);
    }
}
