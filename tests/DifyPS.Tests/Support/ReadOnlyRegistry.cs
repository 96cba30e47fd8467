using System.IO;
using System.Runtime.Versioning;

namespace DifyPS.Tests.Support;

/// <summary>A registry as an administrator ships it. For root no rights count: see <see cref="Nobody"/>.</summary>
[UnsupportedOSPlatform("windows")]
internal static class ReadOnlyRegistry
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Lets nobody write it, with the locks of whoever made it, or without any.</summary>
    public static void Protect(this Stage stage, bool keepsLock)
    {
        foreach (var locked in Directory.GetFiles(stage.Folder, "*.lock"))
        {
            if (keepsLock)
                File.SetUnixFileMode(locked, Readable);
            else
                File.Delete(locked);
        }

        File.SetUnixFileMode(stage.RegistryFile, Readable);
        File.SetUnixFileMode(stage.Folder, Readable | UnixFileMode.UserExecute);
    }

    /// <summary>Lets its folder be deleted again.</summary>
    public static void Free(this Stage stage) =>
        File.SetUnixFileMode(stage.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
