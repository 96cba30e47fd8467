using System;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Files;
using DifyPS.Binding;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Where a download goes: a file, or a folder that takes it under a name of the server's, made safe.</summary>
internal sealed class OutputFile
{
    private const int PieceSize = 80 * 1024;

    private readonly string? _path;
    private readonly string _folder;
    private readonly bool _force;

    /// <summary>Made on the pipeline thread; finds out what is wrong before anything is asked for.</summary>
    /// <exception cref="IOException">The folder is not there.</exception>
    /// <exception cref="DifyBindingException"><c>FileExists</c>: the file is there already.</exception>
    public OutputFile(PSCmdlet cmdlet, string? path, bool force)
    {
        _force = force;
        var whole = path is null ? cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath : cmdlet.GetUnresolvedProviderPathFromPSPath(path);
        if (Directory.Exists(whole))
        {
            _folder = whole;
            return;
        }

        _path = whole;
        _folder = Path.GetDirectoryName(whole) is { Length: > 0 } folder ? folder : ".";
        if (!Directory.Exists(_folder))
            throw new DirectoryNotFoundException(Strings.FormatFolderNotThere(_folder));
        RequireFree(whole);
    }

    /// <summary>What is told before the name is known.</summary>
    public string Target => _path ?? _folder;

    /// <summary>Takes the download in. It is written under another name first, so that a broken one leaves no half file behind.</summary>
    /// <param name="context">Shows the progress.</param>
    /// <param name="download">What arrives.</param>
    /// <param name="fallback">The name, without extension, for one that the server gives none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FileInfo> TakeAsync(WorkContext context, FileDownload download, string fallback, CancellationToken cancellationToken)
    {
        var path = _path ?? Path.Combine(_folder, NameOf(download, fallback));
        RequireFree(path);
        var temporary = $"{path}.{Guid.NewGuid().ToString("N").Substring(0, 12)}.tmp";
        try
        {
            using (var progress = new TransferProgress(context.WriteProgress, Strings.FormatProgressSaving(Path.GetFileName(path)), download.Length))
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, PieceSize, useAsync: true))
                await CopyAsync(download.Stream, file, progress, cancellationToken).ConfigureAwait(false);
            if (_force)
                PrivateFile.MoveOver(temporary, path);
            else
                File.Move(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        return new FileInfo(path);
    }

    private static string NameOf(FileDownload download, string fallback)
    {
        if (SafeFileName.From(download.FileName) is { } name)
            return name;
        var extension = FileTypes.ExtensionFor(download.ContentType);
        return (SafeFileName.From(fallback) ?? "file") + (extension is null || FileTypes.ExtensionOf(fallback).Length > 0 ? string.Empty : "." + extension);
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

    private void RequireFree(string path)
    {
        if (Directory.Exists(path))
            throw new IOException(Strings.FormatPathWouldBeFile(path));
        if (!_force && File.Exists(path))
        {
            throw new DifyBindingException(
                "FileExists", ErrorCategory.ResourceExists, Strings.FormatFileExists(path),
                Strings.FileExistsAction);
        }
    }
}
