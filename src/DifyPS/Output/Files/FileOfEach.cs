using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using DifyPS.Common;

namespace DifyPS.Output.Files;

/// <summary>Where things with ids are written: one file for one, or a folder with a file for each. No file takes a second one.</summary>
internal sealed class FileOfEach
{
    private readonly bool _noClobber;
    private readonly bool _force;
    private readonly Dictionary<string, string> _written = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Made on the pipeline thread, before anything is asked for.</summary>
    /// <param name="cmdlet">Whose session knows the location.</param>
    /// <param name="path">The file or the folder; the current folder when null.</param>
    /// <param name="noClobber">Whether a file that is there stays as it is.</param>
    /// <param name="force">Whether a file that is read-only is replaced, too.</param>
    public FileOfEach(PSCmdlet cmdlet, string? path, bool noClobber, bool force)
    {
        (_noClobber, _force) = (noClobber, force);
        Path = path is null ? SessionPath.Location(cmdlet.SessionState) : SessionPath.Of(cmdlet, path);
        // What has no extension, and is not there as a file, is the name of a folder.
        IsFolder =
            Directory.Exists(Path) || EndsAsFolder(path) || (System.IO.Path.GetExtension(Path).Length == 0 && !File.Exists(Path));
    }

    public string Path { get; }

    public bool IsFolder { get; }

    public Readers Readers { get; init; } = Readers.AsUsual;

    /// <summary>The id of another thing that a file was written for; null when there is none.</summary>
    public string? OtherIn(string path, string id) =>
        _written.TryGetValue(path, out var other) && !DifyId.AreSame(other, id) ? other : null;

    /// <summary>From now on the file is this one's.</summary>
    public void Take(string path, string id) => _written[path] = id;

    /// <summary>A file. What this command wrote itself it may write again: a thing that comes twice.</summary>
    public ExportFile At(string path, string id) =>
        new(path, _noClobber && !(_written.TryGetValue(path, out var own) && DifyId.AreSame(own, id)), _force) { Readers = Readers };

    private static bool EndsAsFolder(string? path) =>
        path is not null && (path.EndsWith("/", StringComparison.Ordinal) || path.EndsWith("\\", StringComparison.Ordinal));
}
