using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;

namespace DifyPS.Binding;

/// <summary>
/// Reads and replaces the registry file. A reader sees the old file or the new one, never a half: a new
/// one is written beside it, flushed to disk, and renamed over it.
/// </summary>
internal static class RegistryFile
{
    /// <summary>Gives an empty registry where there is no file; throws <c>RegistryDamaged</c> where it cannot be understood.</summary>
    public static RegistryDocument Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new RegistryDocument();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DifyBindingException(
                "RegistryUnreadable", ErrorCategory.ReadError,
                Strings.FormatRegistryUnreadable(path, e.Message),
                Strings.FormatRegistryAction(RegistryPath.Variable), innerException: e);
        }

        return Parse(path, bytes);
    }

    public static void Replace(string path, RegistryDocument document)
    {
        var target = FinalTarget(path);
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = PrivateFile.Create(temporary))
            {
                JsonSerializer.Serialize(file, document, RegistryJson.Default.RegistryDocument);
                file.WriteByte((byte)'\n');
                file.Flush(flushToDisk: true);
            }

            PrivateFile.MoveOver(temporary, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new DifyBindingException(
                "RegistryNotWritable", ErrorCategory.WriteError,
                Strings.FormatRegistryNotWritable(path, e.Message),
                Strings.FormatRegistryAction(RegistryPath.Variable), innerException: e);
        }
    }

    /// <summary>Removes what writers that were killed left behind. Only the holder of the lock may call it.</summary>
    public static void RemoveLeftovers(string path)
    {
        var target = FinalTarget(path);
        foreach (var leftover in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, Path.GetFileName(target) + ".*.tmp"))
            File.Delete(leftover);
    }

    private static RegistryDocument Parse(string path, byte[] bytes)
    {
        RegistryDocument? document;
        try
        {
            var text = new ReadOnlySpan<byte>(bytes);
            if (text.StartsWith(new byte[] { 0xEF, 0xBB, 0xBF }))
                text = text.Slice(3);
            document = JsonSerializer.Deserialize(text, RegistryJson.Default.RegistryDocument);
        }
        catch (JsonException e)
        {
            throw Damaged(path, e.Message, e);
        }

        if (document is null)
            throw Damaged(path, Strings.RegistryEmpty, null);
        if (document.Version > RegistryDocument.CurrentVersion)
        {
            throw new DifyBindingException(
                "RegistryTooNew", ErrorCategory.InvalidData,
                Strings.FormatRegistryTooNew(path, document.Version, RegistryDocument.CurrentVersion),
                Strings.RegistryTooNewAction);
        }

        var twice = document.Apps.GroupBy(app => app.Name, AppName.Comparer).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? document : throw Damaged(path, Strings.FormatRegistryNameTwice(twice.Key), null);
    }

    private static DifyBindingException Damaged(string path, string reason, Exception? cause) => new(
        "RegistryDamaged", ErrorCategory.InvalidData,
        Strings.FormatRegistryDamaged(path, reason),
        Strings.RegistryDamagedAction,
        innerException: cause);

    // A team may keep the file elsewhere and link to it; renaming over the link would cut it off.
    private static string FinalTarget(string path)
    {
#if NET
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
#else
        return path;
#endif
    }
}
