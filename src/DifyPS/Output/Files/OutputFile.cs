using System;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Files;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Output.Files;

/// <summary>Where a download goes: a file, or a folder that takes it under a name of the server's, made safe.</summary>
internal sealed class OutputFile
{
    private const int PieceSize = 80 * 1024;

    private readonly ExportFile? _file;
    private readonly string _folder;
    private readonly bool _force;

    /// <summary>Made on the pipeline thread; finds out what is wrong before anything is asked for.</summary>
    /// <exception cref="IOException">The folder is not there.</exception>
    /// <exception cref="ArgumentException">The path is not one of the file system.</exception>
    /// <exception cref="DifyCommandException"><c>FileExists</c>: the file is there already.</exception>
    public OutputFile(PSCmdlet cmdlet, string? path, bool force)
    {
        _force = force;
        _folder = path is null ? SessionPath.Location(cmdlet.SessionState) : SessionPath.Of(cmdlet, path);
        if (!Directory.Exists(_folder))
            _file = ExportFile.ByForce(_folder, force).Check();
    }

    /// <summary>What is told before the name is known.</summary>
    public string Target => _file?.Path ?? _folder;

    /// <summary>Takes the download in. A broken one leaves no half file behind.</summary>
    /// <param name="context">Shows the progress.</param>
    /// <param name="download">What arrives.</param>
    /// <param name="fallback">The name, without extension, for one that the server gives none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="isMade">Whether it was made just now, so that its type says more than the name that the server gives it.</param>
    public async Task<FileInfo> SaveAsync(
        PipelineContext context,
        FileDownload download,
        string fallback,
        CancellationToken cancellationToken,
        bool isMade = false
    )
    {
        var file = _file
            ?? ExportFile.ByForce(Path.Combine(_folder, isMade ? NameByType(download, fallback) : NameOf(download, fallback)), _force);
        using var progress = new TransferProgress(
            context.WriteProgress,
            Strings.FormatProgressSaving(Path.GetFileName(file.Path)),
            download.Length
        );
        return await file.WriteAsync(stream => CopyAsync(download.Stream, stream, progress, cancellationToken)).ConfigureAwait(false);
    }

    private static string NameByType(FileDownload download, string fallback) =>
        FileTypes.ExtensionFor(download.ContentType) is { } extension
            ? (SafeFileName.From(fallback) ?? "file") + "." + extension
            : NameOf(download, fallback);

    private static string NameOf(FileDownload download, string fallback)
    {
        if (SafeFileName.From(download.FileName) is { } name)
            return name;
        var extension = FileTypes.ExtensionFor(download.ContentType);
        return (SafeFileName.From(fallback) ?? "file")
            + (extension is null || FileTypes.ExtensionOf(fallback).Length > 0 ? string.Empty : "." + extension);
    }

    private static async Task CopyAsync(Stream source, Stream target, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var buffer = new byte[PieceSize];
        var total = 0L;
        int count;
        while ((count = await source.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await target.WriteAsync(buffer, 0, count, cancellationToken).ConfigureAwait(false);
            total += count;
            progress.Report(total);
        }
    }
}
