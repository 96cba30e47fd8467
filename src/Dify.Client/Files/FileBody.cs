using System;
using System.Buffers;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Dify.Client.Files;

/// <summary>A file of this machine as a body, read while it is sent and never held in memory; opened anew for each try.</summary>
internal sealed class FileBody
{
    private const int PieceSize = 64 * 1024;

    private readonly string _path;
    private readonly IProgress<long>? _progress;
    private readonly CancellationToken _cancellationToken;
    private Exception? _failure;

    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public FileBody(string path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        _path = path;
        _progress = progress;
        _cancellationToken = cancellationToken;
        using var file = Open();
        Length = file.Length;
    }

    public long Length { get; }

    /// <summary>What went wrong with the file itself while it was sent; to the connection it looks like a loss of its own.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <param name="moved">Called with each piece that went out.</param>
    public HttpContent Create(Action moved) => new Content(this, moved);

    private FileStream Open() =>
        new(
            _path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 1,
            FileOptions.Asynchronous | FileOptions.SequentialScan
        );

    private async Task CopyAsync(Stream target, Action moved, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            using var file = Read(Open);
            var sent = 0L;
            while (sent < Length)
            {
                var most = (int)Math.Min(PieceSize, Length - sent);
                var count = await ReadAsync(file, buffer, most, cancellationToken).ConfigureAwait(false);
                await target.WriteAsync(buffer, 0, count, cancellationToken).ConfigureAwait(false);
                sent += count;
                moved();
                _progress?.Report(sent);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
        {
            Volatile.Write(ref _failure, e);
            throw;
        }
    }

    private async Task<int> ReadAsync(FileStream file, byte[] buffer, int most, CancellationToken cancellationToken)
    {
        try
        {
            var count = await file.ReadAsync(buffer, 0, most, cancellationToken).ConfigureAwait(false);
            return count > 0 ? count : throw new IOException(Strings.FormatFileBecameShorter(_path));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Volatile.Write(ref _failure, e);
            throw;
        }
    }

    private sealed class Content(FileBody body, Action moved) : HttpContent
    {
#if NET
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            body.CopyAsync(stream, moved, cancellationToken);
#endif

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            body.CopyAsync(stream, moved, body._cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
