using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Security.AccessControl;
using System.Text;
using Microsoft.Win32.SafeHandles;
#if NET
using System.Runtime.Versioning;
#endif

namespace DifyPS.Common;

/// <summary>What .NET does not do with files on Windows, or .NET Framework does in another way.</summary>
#if NET
[SupportedOSPlatform("windows")]
#endif
internal static class WindowsFile
{
    private const int ReplaceExisting = 1;
    private const int WriteThrough = 8;
    private const int AllowAll = 7;
    private const int OpenExisting = 3;
    private const int AlsoFolders = 0x02000000;

    private const FileAttributes Kept = FileAttributes.Hidden | FileAttributes.System | FileAttributes.NotContentIndexed;

    /// <summary>
    /// Moves over a file in one step. File.Replace, which .NET Framework has for it, takes two, and a reader between them
    /// finds no file.
    /// </summary>
    public static void MoveOver(string source, string target)
    {
        if (MoveFileEx(source, target, ReplaceExisting | WriteThrough))
            return;
        var error = Marshal.GetLastWin32Error();
        var words = new Win32Exception(error).Message;
        throw error == 5 ? new UnauthorizedAccessException(words) : new IOException(words, unchecked((int)0x80070000) | error);
    }

    /// <summary>Gives a file the attributes of another, and its rights where they are not just the folder's.</summary>
    public static void MakeLike(string path, string like)
    {
        try
        {
            var attributes = File.GetAttributes(like) & Kept;
            if (attributes != 0)
                File.SetAttributes(path, attributes | FileAttributes.Archive);
            var rights = new FileInfo(like).GetAccessControl(AccessControlSections.Access);
            if (
                !rights.AreAccessRulesProtected
                && rights
                    .GetAccessRules(includeExplicit: true, includeInherited: false, typeof(System.Security.Principal.SecurityIdentifier))
                    .Count == 0
            )
            {
                return;
            }
            var same = new FileSecurity();
            same.SetSecurityDescriptorBinaryForm(rights.GetSecurityDescriptorBinaryForm(), AccessControlSections.Access);
            new FileInfo(path).SetAccessControl(same);
        }
        catch (SystemException)
        {
            // A file system without rights, or rights that one may not set: the folder's are good.
        }
    }

    /// <summary>
    /// Where a path leads when all links and joined folders are followed, and how many names (hard links) the file has; null when it is not
    /// there.
    /// </summary>
    public static (string Path, uint Names)? Find(string path)
    {
        using var handle = CreateFile(path, 0, AllowAll, IntPtr.Zero, OpenExisting, AlsoFolders, IntPtr.Zero);
        if (handle.IsInvalid)
            return null;
        var text = new StringBuilder(1024);
        var length = GetFinalPathNameByHandle(handle, text, text.Capacity, 0);
        if (length <= 0 || length >= text.Capacity)
            return null;
        var final = text.ToString();
        final = final.StartsWith(@"\\?\UNC\", StringComparison.OrdinalIgnoreCase) ? @"\\" + final.Substring(8)
            : final.StartsWith(@"\\?\", StringComparison.Ordinal) ? final.Substring(4)
            : final;
        // A volume without a letter has a path that only the prefix makes one.
        if (!final.StartsWith(@"\\", StringComparison.Ordinal) && (final.Length < 3 || final[1] != ':'))
            return null;
        return (final, GetFileInformationByHandle(handle, out var facts) ? facts.Names : 1);
    }

    [DllImport("kernel32.dll", EntryPoint = "MoveFileExW", CharSet = CharSet.Unicode, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool MoveFileEx(string source, string target, int flags);

    [DllImport("kernel32.dll", EntryPoint = "CreateFileW", CharSet = CharSet.Unicode, SetLastError = true)]
    private static extern SafeFileHandle CreateFile(
        string path,
        int access,
        int share,
        IntPtr security,
        int mode,
        int flags,
        IntPtr template
    );

    [DllImport("kernel32.dll", EntryPoint = "GetFinalPathNameByHandleW", CharSet = CharSet.Unicode, SetLastError = true)]
    private static extern int GetFinalPathNameByHandle(SafeFileHandle file, StringBuilder path, int length, int flags);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetFileInformationByHandle(SafeFileHandle file, out Facts facts);

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Facts
    {
        public uint Attributes;
        public ulong Created;
        public ulong Read;
        public ulong Written;
        public uint Volume;
        public uint LengthHigh;
        public uint LengthLow;
        public uint Names;
        public uint IndexHigh;
        public uint IndexLow;
    }
}
