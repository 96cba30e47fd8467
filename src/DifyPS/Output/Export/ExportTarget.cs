using System;
using System.IO;
using System.Management.Automation;
using DifyPS.Common;
using DifyPS.Output.Files;

namespace DifyPS.Output.Export;

/// <summary>Where conversations go: one file for one, or a folder with a file for each.</summary>
internal sealed class ExportTarget
{
    private readonly FileOfEach _files;

    /// <summary>Made on the pipeline thread, before anything is asked for.</summary>
    /// <exception cref="ArgumentException">The file's name speaks of no format, and none was given.</exception>
    public ExportTarget(PSCmdlet cmdlet, string? path, ConversationFormat? format, bool noClobber, bool force)
    {
        _files = new FileOfEach(cmdlet, path, noClobber, force);
        var named = _files.IsFolder ? ConversationFormat.Markdown : ConversationFormats.Of(_files.Path);
        Format = format ?? named ?? throw new ArgumentException(Strings.FormatExportFormatUnknown(path));
    }

    /// <summary>The format of the files.</summary>
    public ConversationFormat Format { get; }

    /// <summary>Whether a conversation's title goes into its file or its name.</summary>
    public bool NeedsTitle => _files.IsFolder || Format != ConversationFormat.JsonLines;

    /// <summary>What is told before a file has a name.</summary>
    public string Shown => _files.Path;

    /// <summary>Finds out whether the conversation could be written.</summary>
    /// <exception cref="DifyCommandException"><c>FileExists</c>, <c>FileReadOnly</c>, or <c>FileTaken</c> for a second conversation in
    /// one file.</exception>
    /// <exception cref="IOException">The folder is not there.</exception>
    public void Check(string conversationId)
    {
        if (_files.IsFolder)
            return;
        if (_files.OtherIn(_files.Path, conversationId) is { } other)
        {
            throw new DifyCommandException(
                "FileTaken", ErrorCategory.InvalidArgument,
                Strings.FormatFileTaken(_files.Path, other, conversationId), Strings.FileTakenAction);
        }

        _files.At(_files.Path, conversationId).Check();
    }

    /// <summary>The file of a conversation. From now on it is this one's.</summary>
    public ExportFile FileFor(ConversationHead head, ConversationTotals totals)
    {
        var path = _files.Path;
        if (_files.IsFolder)
        {
            Directory.CreateDirectory(path);
            path = PathInFolder(head, totals, wholeId: false);
            if (_files.OtherIn(path, head.ConversationId) is not null)
                path = PathInFolder(head, totals, wholeId: true);
        }

        var file = _files.At(path, head.ConversationId);
        _files.Take(path, head.ConversationId);
        return file;
    }

    private string PathInFolder(ConversationHead head, ConversationTotals totals, bool wholeId) =>
        Path.Combine(_files.Path, ConversationTitle.FileName(head, totals, wholeId) + ConversationFormats.Extension(Format));
}
