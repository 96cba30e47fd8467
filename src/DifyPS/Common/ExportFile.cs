using System;
using System.IO;
using System.Management.Automation;
using System.Threading.Tasks;

namespace DifyPS.Common;

/// <summary>
/// A file that somebody asked for, written whole or not at all. What is there under its name is replaced as far as that was
/// asked for; a file that is read-only is replaced by force only.
/// </summary>
internal sealed class ExportFile
{
    private readonly bool _noClobber;
    private readonly bool _force;
    private readonly string _existsAction;
    private readonly string _readOnlyAction;

    /// <summary>One that takes the place of an older file, as files of Export-Csv do.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="noClobber">Whether a file that is there is left as it is.</param>
    /// <param name="force">Whether a file is replaced that is read-only.</param>
    public ExportFile(string path, bool noClobber, bool force)
        : this(path, noClobber, force, Strings.FileExistsNoClobberAction, Strings.FileReadOnlyAction)
    {
    }

    private ExportFile(string path, bool noClobber, bool force, string existsAction, string readOnlyAction)
    {
        Path = path;
        _noClobber = noClobber;
        _force = force;
        _existsAction = existsAction;
        _readOnlyAction = readOnlyAction;
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>Who may read it; a file that is there keeps its rights.</summary>
    public Readers Readers { get; init; } = Readers.AsUsual;

    /// <summary>One that takes the place of an older file, read-only or not, by -Force and in no other way.</summary>
    public static ExportFile ByForce(string path, bool force) =>
        new(path, !force, force, Strings.FileExistsAction, Strings.FileReadOnlyAction);

    /// <summary>One that takes the place of an older file, where there is no -Force.</summary>
    public static ExportFile Plain(string path) =>
        new(path, noClobber: false, force: false, Strings.FileExistsAction, Strings.FileReadOnlyPlainAction);

    /// <summary>Finds out what is wrong before any work is done.</summary>
    /// <exception cref="IOException">The folder is not there, or a folder has the file's name.</exception>
    /// <exception cref="DifyCommandException"><c>FileExists</c> or <c>FileReadOnly</c>.</exception>
    public ExportFile Check()
    {
        var folder = System.IO.Path.GetDirectoryName(Path);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
            throw new DirectoryNotFoundException(Strings.FormatFileFolderMissing(folder));
        if (Directory.Exists(Path))
            throw new IOException(Strings.FormatFileIsFolder(Path));
        if (_noClobber && File.Exists(Path))
            throw new DifyCommandException("FileExists", ErrorCategory.ResourceExists, Strings.FormatFileExists(Path), _existsAction);
        if (!_force && AtomicFile.IsReadOnly(Path))
        {
            throw new DifyCommandException(
                "FileReadOnly",
                ErrorCategory.PermissionDenied,
                Strings.FormatFileReadOnly(Path),
                _readOnlyAction
            );
        }
        return this;
    }

    /// <summary>Writes it.</summary>
    /// <param name="write">Writes what is to be in it.</param>
    /// <exception cref="DifyCommandException">As of <see cref="Check"/>, and <c>FileNotWritable</c>.</exception>
    public FileInfo Write(Action<Stream> write)
    {
        Check();
        try
        {
            using var file = AtomicFile.Begin(Path, Readers);
            // Closing it closes the file as well, which is the file's own affair.
            var buffer = new BufferedStream(file.Stream, 64 * 1024);
            write(buffer);
            buffer.Flush();
            return Commit(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(e);
        }
    }

    /// <summary>Writes it while what is to be in it arrives, in pieces that need no buffer.</summary>
    /// <param name="write">Writes what is to be in it.</param>
    /// <exception cref="DifyCommandException">As of <see cref="Check"/>, and <c>FileNotWritable</c>.</exception>
    public async Task<FileInfo> WriteAsync(Func<Stream, Task> write)
    {
        Check();
        try
        {
            using var file = AtomicFile.Begin(Path, Readers);
            await write(file.Stream).ConfigureAwait(false);
            return Commit(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(e);
        }
    }

    private FileInfo Commit(AtomicFile file)
    {
        // Again: somebody may have made the file meanwhile, or marked it.
        Check();
        file.Commit(mayReplace: !_noClobber);
        return new FileInfo(Path);
    }

    // What the system says of it names the temporary file, or nothing.
    private DifyCommandException NotWritable(Exception e) =>
        new(
            "FileNotWritable",
            ErrorCategory.WriteError,
            Strings.FormatFileNotWritable(Path, e.Message),
            Strings.FileNotWritableAction,
            innerException: e
        );
}
