using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Dify.Client.Tests.Fakes;

/// <summary>A body that arrives in pieces of a set size, and then ends, breaks or falls silent.</summary>
internal sealed class PieceStream(byte[] bytes, int pieceSize = int.MaxValue) : Stream
{
    private readonly TaskCompletionSource _silent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _position;

    public PieceStream(string text, int pieceSize = int.MaxValue)
        : this(Encoding.UTF8.GetBytes(text), pieceSize)
    {
    }

    /// <summary>Thrown at the end instead of ending.</summary>
    public Exception? BreaksWith { get; init; }

    /// <summary>Says nothing more at the end until the reader gives up.</summary>
    public bool FallsSilent { get; init; }

    /// <summary>Begins anew at the end.</summary>
    public bool Repeats { get; init; }

    /// <summary>Each read ends on another thread, as those of a network do.</summary>
    public bool Yields { get; init; }

    public long Delivered { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Ends when everything was read and a further read waits.</summary>
    public Task Silent => _silent.Task;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Yields)
            await Task.Yield();

        cancellationToken.ThrowIfCancellationRequested();
        if (_position == bytes.Length && Repeats)
            _position = 0;

        if (_position == bytes.Length)
        {
            if (BreaksWith is { } exception)
                throw exception;

            if (FallsSilent)
            {
                _silent.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return 0;
        }

        var count = Math.Min(Math.Min(pieceSize, buffer.Length), bytes.Length - _position);
        bytes.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        Delivered += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
