using System.IO;

namespace DifyPS.Binding;

/// <summary>Files and folders that only their owner may read: mode 0600 and 0700 on Unix; on Windows the profile's own rights do it.</summary>
internal static class PrivateFile
{
    public static FileStream Create(string path)
    {
#if NET
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!System.OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
#else
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
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

    /// <summary>Puts <paramref name="source"/> in the place of <paramref name="target"/> in one step.</summary>
    public static void MoveOver(string source, string target)
    {
#if NET
        File.Move(source, target, overwrite: true);
#else
        if (File.Exists(target))
            File.Replace(source, target, destinationBackupFileName: null);
        else
            File.Move(source, target);
#endif
    }
}
