using System;
using System.IO;
using System.Management.Automation;
using DifyPS.Common;

namespace DifyPS.Bindings.Registry;

/// <summary>
/// Reads and replaces the registry file. A reader sees the old file or the new one, never a half: a new
/// one is written beside it, flushed to disk, and renamed over it.
/// </summary>
internal static class RegistryFile
{
    /// <summary>Gives an empty registry where there is no file; throws <c>RegistryDamaged</c> where it cannot be understood.</summary>
    public static RegistryDocument Read(string path) => ReadText(path, null)?.Document ?? new RegistryDocument();

    /// <summary>The same with its text, by which it is read the next time; null where there is no file.</summary>
    public static RegistryText? ReadText(string path, RegistryText? former)
    {
        byte[] bytes;
        try
        {
            bytes = BusyFile.Retry(() => ReadBytes(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DifyCommandException(
                "RegistryUnreadable", ErrorCategory.ReadError,
                Strings.FormatRegistryUnreadable(path, e.Message),
                Strings.FormatRegistryAction(RegistryPath.Variable), innerException: e);
        }

        return RegistryReader.Parse(path, bytes, former);
    }

    /// <summary>
    /// Begins to write the next version, and removes what writers that were killed left behind. Only the holder of the lock may
    /// call it. Disposed of without <see cref="Replace"/>, it leaves all as it was.
    /// </summary>
    /// <exception cref="DifyCommandException"><c>RegistryNotWritable</c>: nobody need begin what would be noted there.</exception>
    public static AtomicFile Begin(string path)
    {
        try
        {
            if (AtomicFile.IsReadOnly(path))
                throw NotWritable(path, Strings.RegistryReadOnly, null);
            // Renaming over one of them would leave the others with what was before, and each would go its own way.
            if (FinalPath.NamesOf(path) is > 1 and var names)
                throw NotWritable(path, Strings.FormatFileHasNames(names), null);
            RemoveLeftovers(FinalPath.Of(path));
            return AtomicFile.Begin(path, Readers.OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e.Message, e);
        }
    }

    /// <summary>Puts the next version in the place of the one that is there.</summary>
    public static void Replace(string path, AtomicFile next, RegistryDocument document)
    {
        try
        {
            // In one piece: the file has no buffer.
            using var text = new MemoryStream();
            document.Write(text);
            text.WriteByte((byte)'\n');
            text.WriteTo(next.Stream);
            next.Commit();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e.Message, e);
        }
    }

    /// <summary>What is told where the registry, its folder or its lock cannot be written.</summary>
    public static DifyCommandException NotWritable(string path, string reason, Exception? cause) => new(
        "RegistryNotWritable", ErrorCategory.WriteError,
        Strings.FormatRegistryNotWritable(path, reason),
        Strings.FormatRegistryAction(RegistryPath.Variable), innerException: cause);

    private static void RemoveLeftovers(string target)
    {
        foreach (var leftover in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, "*.tmp"))
        {
            if (!AtomicFile.IsLeftover(target, Path.GetFileName(leftover)))
                continue;
            try
            {
                File.Delete(leftover);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody else's, in a folder that several accounts share: it is in nobody's way.
            }
        }
    }

    private static byte[] ReadBytes(string path)
    {
        // Whoever replaces it meanwhile is not held up, and does not hold this up.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
