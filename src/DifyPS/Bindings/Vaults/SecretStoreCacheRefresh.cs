using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace DifyPS.Bindings.Vaults;

/// <summary>
/// Microsoft.PowerShell.SecretStore, the vault that most people have, keeps a copy of its whole file in
/// each process. It looks at the file again five seconds after the last change, and not even then when the
/// process wrote something shortly before; and each write puts the whole copy in the place of the file. A
/// session would so undo what others registered meanwhile, and miss a key that was rotated elsewhere. It
/// offers no command to look again, so its own way of doing that is called here. Where a version has it no
/// more, everything works as the vault itself does. Other vaults are not concerned.
/// </summary>
internal static class SecretStoreCacheRefresh
{
    private const string AssemblyName = "Microsoft.PowerShell.SecretStore";
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // The file begins with the length of a hash over all the rest of it, and the hash. A version that begins otherwise
    // has something else there, and is taken for the same file only where that is the same, and its size and time.
    private const int HeadLength = 4 + 32;

    // Taking a file of a thousand secrets apart costs a tenth of a second, and a command looks several times for each app.
    private static Seen? _seen;

    /// <summary>
    /// Looks at the file again, unless it is the one that the copy was made of. For the one whose turn it is, and before the vault
    /// is asked: a copy that is refreshed in the midst of a write would be written as it was before. Other processes are kept from
    /// writing meanwhile by the registry's lock, which whoever writes holds.
    /// </summary>
    public static void Refresh()
    {
        try
        {
            // Not loaded, or not opened yet: the file will be read afresh anyway.
            var assembly = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(one => one.GetName().Name == AssemblyName);
            var store = assembly?.GetType(AssemblyName + ".LocalSecretStore")?.GetField("LocalStore", Any)?.GetValue(null);
            if (store?.GetType().GetField("_secureStore", Any)?.GetValue(store) is not { } opened)
                return;
            var copy = opened.GetType().GetField("_data", Any);
            var before = copy?.GetValue(opened);
            var file = FileOf(assembly!);
            if (_seen is { } seen && before is not null && ReferenceEquals(before, seen.Copy) && file is not null && seen.File == file)
                return;
            opened.GetType().GetMethod("UpdateDataFromFile", Any, null, Type.EmptyTypes, null)?.Invoke(opened, null);
            // A copy that was not made anew was not made of this file: the vault is locked, or somebody is writing.
            _seen = copy?.GetValue(opened) is { } after && file is not null && !ReferenceEquals(after, before) ? new(after, file) : null;
        }
        catch (Exception e)
            when (e
                    is TargetInvocationException
                        or AmbiguousMatchException
                        or MemberAccessException
                        or NotSupportedException
                        or ArgumentException
            )
        {
            // The vault's own call that follows tells what is wrong with it.
            _seen = null;
        }
    }

    /// <summary>
    /// Has the next look read the file in any case: a write changes the copy first, and that may be all that it does.
    /// </summary>
    public static void Forget() => _seen = null;

    // What tells the file from any other; null where it cannot be read, or this version keeps it elsewhere.
    private static string? FileOf(Assembly assembly)
    {
        if (assembly.GetType(AssemblyName + ".SecureStoreFile")?.GetField("LocalStoreFilePath", Any)?.GetValue(null) is not string path)
            return null;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, HeadLength);
            var head = new byte[HeadLength];
            for (int read, length = 0; length < head.Length; length += read)
            {
                if ((read = file.Read(head, length, head.Length - length)) == 0)
                    return null;
            }

            return $"{Convert.ToBase64String(head)} {file.Length} {File.GetLastWriteTimeUtc(path).Ticks}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed class Seen(object copy, string file)
    {
        public readonly object Copy = copy;
        public readonly string File = file;
    }
}
