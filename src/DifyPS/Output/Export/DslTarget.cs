using System;
using System.IO;
using System.Management.Automation;
using System.Text;
using DifyPS.Common;
using DifyPS.Output.Files;

namespace DifyPS.Output.Export;

/// <summary>Where exported apps go: one file for one, or a folder with a file for each.</summary>
internal sealed class DslTarget
{
    private const string Extension = ".yml";
    private const int Tail = 12;
    private const int LongestName = 80;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly FileOfEach _files;

    /// <summary>Made on the pipeline thread, before anything is asked for.</summary>
    /// <exception cref="DifyCommandException">The name is that of neither a folder nor a DSL file.</exception>
    public DslTarget(PSCmdlet cmdlet, string? path, bool noClobber, bool force, Readers readers)
    {
        _files = new FileOfEach(cmdlet, path, noClobber, force) { Readers = readers };
        if (!_files.IsFolder && !IsDsl(Path.GetExtension(_files.Path)) && !File.Exists(_files.Path))
            throw InvalidInput.Error(Strings.FormatDslFileNameUnclear(path), Strings.DslFileNameUnclearAction);
    }

    /// <summary>What is told before a file has a name.</summary>
    public string Shown => _files.Path;

    /// <summary>Finds out whether an app could be written, before anything is asked for.</summary>
    /// <param name="appId">Dify's own id of the app.</param>
    /// <param name="name">What it is called, where that is known; then its file in a folder is looked at, too.</param>
    /// <exception cref="DifyCommandException"><c>FileExists</c>, <c>FileReadOnly</c>, or <c>FileTaken</c> for a second app in one
    /// file.</exception>
    /// <exception cref="IOException">The folder is not there.</exception>
    public void Check(string appId, string? name)
    {
        if (_files.IsFolder)
        {
            if (name is not null && Directory.Exists(_files.Path))
                _files.At(PathInFolder(appId, name), appId).Check();
            return;
        }

        if (_files.OtherIn(_files.Path, appId) is { } other)
        {
            throw new DifyCommandException(
                "FileTaken",
                ErrorCategory.InvalidArgument,
                Strings.FormatDslFileTaken(_files.Path, other, appId),
                Strings.DslFileTakenAction
            );
        }

        _files.At(_files.Path, appId).Check();
    }

    /// <summary>Writes an app. From now on its file is this one's.</summary>
    public FileInfo Write(string appId, string name, string dsl)
    {
        if (_files.IsFolder)
            Directory.CreateDirectory(_files.Path);
        var path = _files.IsFolder ? PathInFolder(appId, name) : _files.Path;
        var file = _files.At(path, appId).Write(stream =>
        {
            var bytes = Utf8.GetBytes(dsl);
            stream.Write(bytes, 0, bytes.Length);
        });
        _files.Take(path, appId);
        return file;
    }

    private static bool IsDsl(string extension) =>
        extension.Equals(Extension, StringComparison.OrdinalIgnoreCase) || extension.Equals(".yaml", StringComparison.OrdinalIgnoreCase);

    // By the name and the end of the id: an app goes into the same file the next time, and no other of its name does. Two ids that end
    // alike have their whole ids in their names.
    private string PathInFolder(string appId, string name)
    {
        var path = PathOf(name, appId.Length <= Tail ? appId : appId.Substring(appId.Length - Tail));
        return _files.OtherIn(path, appId) is null ? path : PathOf(name, appId);
    }

    private string PathOf(string name, string id)
    {
        var title = name.Replace('/', '_').Replace('\\', '_');
        var safe = SafeFileName.From(DisplayFormat.Short(title, LongestName)) ?? Strings.DslNameless;
        return Path.Combine(_files.Path, $"{safe} ({SafeFileName.From(id) ?? "id"}){Extension}");
    }
}
