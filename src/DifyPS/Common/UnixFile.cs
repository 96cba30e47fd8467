#if NET
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using DifyPS.Common;

namespace DifyPS.Common;

/// <summary>
/// What .NET does not tell of a file on Unix. Only Linux tells it here: its call has one form on all processors and in all C libraries.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixFile
{
    private const int CurrentFolder = -100;
    private const uint BasicFacts = 0x7ff;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const uint Unchanged = uint.MaxValue;

    /// <summary>What is known of a file.</summary>
    /// <param name="Names">How many names (hard links) it has.</param>
    /// <param name="Owner">The id of its owner.</param>
    /// <param name="Group">The id of its group.</param>
    /// <param name="IsRegular">Whether it is a file, and no device, pipe or folder.</param>
    public readonly record struct Facts(uint Names, uint Owner, uint Group, bool IsRegular);

    /// <summary>Gives null where there is no such file, or the system does not tell. A link is followed.</summary>
    public static Facts? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var bytes = new byte[256];
        try
        {
            if (Ask(CurrentFolder, path, 0, BasicFacts, bytes) != 0)
                return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        var mode = BitConverter.ToUInt16(bytes, 28);
        return new Facts(
            BitConverter.ToUInt32(bytes, 16),
            BitConverter.ToUInt32(bytes, 20),
            BitConverter.ToUInt32(bytes, 24),
            (mode & TypeMask) == RegularFile
        );
    }

    /// <summary>
    /// Makes a file as open as another, and its owner's and group's as far as one may: only root gives a file away, and
    /// others give it to a group that they are in. Without the group, the group's rights would be those of other people.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="like">The other.</param>
    /// <param name="mode">Its rights; null for those that it has.</param>
    public static void MakeLike(string path, string like, UnixFileMode? mode = null)
    {
        try
        {
            var wanted = (mode ?? File.GetUnixFileMode(like)) & Rights;
            if (Of(path) is { } own && Of(like) is { } other && (own.Owner, own.Group) != (other.Owner, other.Group)
                && ChangeOwner(path, other.Owner, other.Group) != 0 && ChangeOwner(path, Unchanged, other.Group) != 0)
            {
                wanted &= ~GroupRights | (UnixFileMode)(((int)wanted & 7) << 3);
            }

            if ((File.GetUnixFileMode(path) & Rights) != wanted)
                File.SetUnixFileMode(path, wanted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file system without such rights, or somebody else's file: it is good as it is.
        }
    }

    private const UnixFileMode GroupRights = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    private const UnixFileMode Rights = GroupRights
        | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Ask(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] facts);

    [DllImport("libc", EntryPoint = "chown")]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);
}
#endif
