using System;
using System.IO;
using System.Management.Automation;
using DifyPS.Binding;

namespace DifyPS.Output;

/// <summary>
/// A file that is written whole or not at all: under another name first, so that a failure leaves what was there before.
/// It takes the place of an older one, as files of Export-Csv do, unless that is not wanted.
/// </summary>
internal sealed class WholeFile
{
    private readonly bool _noClobber;
    private readonly bool _force;

    /// <param name="path">The file's full path.</param>
    /// <param name="noClobber">Whether a file that is there is left as it is.</param>
    /// <param name="force">Whether a file is replaced that is read-only.</param>
    public WholeFile(string path, bool noClobber, bool force)
    {
        Path = path;
        _noClobber = noClobber;
        _force = force;
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>Finds out what is wrong before any work is done.</summary>
    /// <exception cref="IOException">The folder is not there, or a folder has the file's name.</exception>
    /// <exception cref="DifyBindingException"><c>FileExists</c> or <c>FileReadOnly</c>.</exception>
    public WholeFile Check()
    {
        var folder = System.IO.Path.GetDirectoryName(Path);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
            throw new DirectoryNotFoundException(Strings.FormatFileFolderMissing(folder));
        if (Directory.Exists(Path))
            throw new IOException(Strings.FormatFileIsFolder(Path));
        var file = new FileInfo(Path);
        if (!file.Exists)
            return this;
        if (_noClobber)
        {
            throw new DifyBindingException(
                "FileExists", ErrorCategory.ResourceExists, Strings.FormatFileExists(Path), Strings.FileExistsNoClobberAction);
        }

        if (file.IsReadOnly && !_force)
        {
            throw new DifyBindingException(
                "FileReadOnly", ErrorCategory.PermissionDenied, Strings.FormatFileReadOnly(Path), Strings.FileReadOnlyAction);
        }

        return this;
    }

    /// <summary>Writes it.</summary>
    /// <param name="write">Writes what is to be in it.</param>
    public FileInfo Write(Action<Stream> write)
    {
        Check();
        var temporary = $"{Path}.{Guid.NewGuid().ToString("N").Substring(0, 12)}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024))
                write(stream);
            // Again: somebody may have made the file meanwhile, and Windows moves over no file that is read-only.
            var old = Check().OldFile();
            if (old is { IsReadOnly: true })
                old.IsReadOnly = false;
            if (_noClobber)
                File.Move(temporary, Path);
            else
                PrivateFile.MoveOver(temporary, Path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        return new FileInfo(Path);
    }

    private FileInfo? OldFile() => new FileInfo(Path) is { Exists: true } file ? file : null;
}
