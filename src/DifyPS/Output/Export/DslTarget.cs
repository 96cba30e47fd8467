using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Text;
using DifyPS.Common;

namespace DifyPS.Output.Export;

/// <summary>Where exported apps go: one file for one, or a folder with a file for each.</summary>
internal sealed class DslTarget
{
    private const string Extension = ".yml";
    private const int Tail = 12;
    private const int LongestName = 80;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _path;
    private readonly bool _isFolder;
    private readonly bool _noClobber;
    private readonly bool _force;
    private readonly Readers _readers;
    private readonly Dictionary<string, string> _written = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Made on the pipeline thread, before anything is asked for.</summary>
    /// <exception cref="ArgumentException">The name is that of neither a folder nor a DSL file.</exception>
    public DslTarget(PSCmdlet cmdlet, string? path, bool noClobber, bool force, Readers readers)
    {
        (_noClobber, _force, _readers) = (noClobber, force, readers);
        _path = path is null ? SessionPath.Location(cmdlet.SessionState) : SessionPath.Of(cmdlet, path);
        var extension = Path.GetExtension(_path);
        _isFolder =
            Directory.Exists(_path)
            || path?.EndsWith("/", StringComparison.Ordinal) == true
            || path?.EndsWith("\\", StringComparison.Ordinal) == true
            || (extension.Length == 0 && !File.Exists(_path));
        if (!_isFolder && !IsDsl(extension) && !File.Exists(_path))
            throw new ArgumentException(Strings.FormatDslFileNameUnclear(path));
    }

    /// <summary>What is told before a file has a name.</summary>
    public string Shown => _path;

    /// <summary>Finds out whether an app could be written, before anything is asked for.</summary>
    /// <param name="appId">Dify's own id of the app.</param>
    /// <param name="name">What it is called, where that is known; then its file in a folder is looked at, too.</param>
    /// <exception cref="DifyCommandException"><c>FileExists</c>, <c>FileReadOnly</c>, or <c>FileTaken</c> for a second app in one
    /// file.</exception>
    /// <exception cref="IOException">The folder is not there.</exception>
    public void Check(string appId, string? name)
    {
        if (_isFolder)
        {
            if (name is not null && Directory.Exists(_path))
                FileOf(PathInFolder(appId, name), appId).Check();
            return;
        }

        if (_written.TryGetValue(_path, out var other) && !IsSame(other, appId))
        {
            throw new DifyCommandException(
                "FileTaken",
                ErrorCategory.InvalidArgument,
                Strings.FormatDslFileTaken(_path, other, appId),
                Strings.DslFileTakenAction
            );
        }

        FileOf(_path, appId).Check();
    }

    /// <summary>Writes an app. From now on its file is this one's.</summary>
    public FileInfo Write(string appId, string name, string dsl)
    {
        if (_isFolder)
            Directory.CreateDirectory(_path);
        var path = _isFolder ? PathInFolder(appId, name) : _path;
        var file = FileOf(path, appId).Write(stream =>
        {
            var bytes = Utf8.GetBytes(dsl);
            stream.Write(bytes, 0, bytes.Length);
        });
        _written[path] = appId;
        return file;
    }

    private static bool IsDsl(string extension) =>
        extension.Equals(Extension, StringComparison.OrdinalIgnoreCase) || extension.Equals(".yaml", StringComparison.OrdinalIgnoreCase);

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    // By the name and the end of the id: an app goes into the same file the next time, and no other of its name does. Two ids that end
    // alike have their whole ids in their names.
    private string PathInFolder(string appId, string name)
    {
        var path = PathOf(name, appId.Length <= Tail ? appId : appId.Substring(appId.Length - Tail));
        return _written.TryGetValue(path, out var other) && !IsSame(other, appId) ? PathOf(name, appId) : path;
    }

    private string PathOf(string name, string id)
    {
        var title = name.Replace('/', '_').Replace('\\', '_');
        var safe = SafeFileName.From(DisplayFormat.Short(title, LongestName)) ?? Strings.DslNameless;
        return Path.Combine(_path, $"{safe} ({SafeFileName.From(id) ?? "id"}){Extension}");
    }

    // What this command wrote itself it may write again: an app that comes twice.
    private ExportFile FileOf(string path, string appId) =>
        new(path, _noClobber && !(_written.TryGetValue(path, out var own) && IsSame(own, appId)), _force) { Readers = _readers };
}
