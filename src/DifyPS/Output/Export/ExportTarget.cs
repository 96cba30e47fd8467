using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using DifyPS.Common;
using DifyPS.Output.Files;

namespace DifyPS.Output.Export;

/// <summary>Where conversations go: one file for one, or a folder with a file for each.</summary>
internal sealed class ExportTarget
{
    private readonly string _path;
    private readonly bool _isFolder;
    private readonly bool _noClobber;
    private readonly bool _force;
    private readonly Dictionary<string, string> _written = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Made on the pipeline thread, before anything is asked for.</summary>
    /// <exception cref="ArgumentException">The file's name speaks of no format, and none was given.</exception>
    public ExportTarget(PSCmdlet cmdlet, string? path, ConversationFormat? format, bool noClobber, bool force)
    {
        _noClobber = noClobber;
        _force = force;
        _path = path is null ? SessionPath.Location(cmdlet.SessionState) : SessionPath.Of(cmdlet, path);
        // What has no extension, and is not there as a file, is the name of a folder.
        _isFolder =
            Directory.Exists(_path) || EndsAsFolder(path) || (Path.GetExtension(_path).Length == 0 && !System.IO.File.Exists(_path));
        var named = _isFolder ? ConversationFormat.Markdown : ConversationFormats.Of(_path);
        Format = format ?? named ?? throw new ArgumentException(Strings.FormatExportFormatUnknown(path));
    }

    /// <summary>The format of the files.</summary>
    public ConversationFormat Format { get; }

    /// <summary>Whether a conversation's title goes into its file or its name.</summary>
    public bool NeedsTitle => _isFolder || Format != ConversationFormat.JsonLines;

    /// <summary>What is told before a file has a name.</summary>
    public string Shown => _path;

    /// <summary>Finds out whether the conversation could be written.</summary>
    /// <exception cref="DifyCommandException"><c>FileExists</c>, <c>FileReadOnly</c>, or <c>FileTaken</c> for a second conversation in
    /// one file.</exception>
    /// <exception cref="IOException">The folder is not there.</exception>
    public void Check(string conversationId)
    {
        if (_isFolder)
            return;
        if (_written.TryGetValue(_path, out var other) && !SameId(other, conversationId))
        {
            throw new DifyCommandException(
                "FileTaken", ErrorCategory.InvalidArgument,
                Strings.FormatFileTaken(_path, other, conversationId), Strings.FileTakenAction);
        }

        File(_path, conversationId).Check();
    }

    /// <summary>The file of a conversation. From now on it is this one's.</summary>
    public ExportFile FileFor(ConversationHead head, ConversationTotals totals)
    {
        var path = _path;
        if (_isFolder)
        {
            Directory.CreateDirectory(_path);
            path = PathInFolder(head, totals, wholeId: false);
            if (_written.TryGetValue(path, out var other) && !SameId(other, head.ConversationId))
                path = PathInFolder(head, totals, wholeId: true);
        }

        var file = File(path, head.ConversationId);
        _written[path] = head.ConversationId;
        return file;
    }

    private static bool SameId(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool EndsAsFolder(string? path) =>
        path is not null && (path.EndsWith("/", StringComparison.Ordinal) || path.EndsWith("\\", StringComparison.Ordinal));

    private string PathInFolder(ConversationHead head, ConversationTotals totals, bool wholeId) =>
        Path.Combine(_path, ConversationTitle.FileName(head, totals, wholeId) + ConversationFormats.Extension(Format));

    // What this command wrote itself it may write again: a conversation that comes twice, as replies bring it.
    private ExportFile File(string path, string conversationId) =>
        new(path, _noClobber && !(_written.TryGetValue(path, out var own) && SameId(own, conversationId)), _force);
}
