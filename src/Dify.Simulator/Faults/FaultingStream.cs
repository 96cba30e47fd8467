using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator.Streaming;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Faults;

/// <summary>The body of a response that goes wrong after some events or bytes.</summary>
internal sealed class FaultingStream(HttpContext context, Stream body, Fault fault, TimeProvider time) : Stream
{
    private long _bytesLeft = fault.AfterBytes ?? (fault.AfterEvents is null ? 0 : long.MaxValue);
    private int _eventsLeft = fault.AfterEvents ?? (fault.AfterBytes is null ? 0 : int.MaxValue);
    private bool _afterNewLine;
    private bool _done;

    public bool HasCut { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (HasCut)
            throw new IOException("The simulated fault has cut the response.");

        var before = _done ? buffer.Length : CountBefore(buffer.Span);
        if (before > 0)
        {
            await body.WriteAsync(buffer[..before], cancellationToken);
            await body.FlushAsync(cancellationToken);
        }

        if (!_done && (_bytesLeft == 0 || _eventsLeft == 0))
        {
            _done = true;
            await StrikeAsync();
        }

        if (before < buffer.Length)
            await WriteAsync(buffer[before..], cancellationToken);
    }

    /// <summary>Strikes at last if the body was too short for it before: a drop then cuts off its end.</summary>
    public async Task EndAsync()
    {
        if (!_done)
        {
            _done = true;
            await StrikeAsync();
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        HasCut ? Task.CompletedTask : body.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>How much of this may pass. An event ends with an empty line.</summary>
    private int CountBefore(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && _bytesLeft > 0 && _eventsLeft > 0)
        {
            var isNewLine = bytes[at++] == (byte)'\n';
            _bytesLeft--;
            if (isNewLine && _afterNewLine)
            {
                _eventsLeft--;
                isNewLine = false;
            }

            _afterNewLine = isNewLine;
        }

        return at;
    }

    private async Task StrikeAsync()
    {
        switch (fault.Kind)
        {
            case FaultKind.Garbage:
                await body.WriteAsync(new byte[] { 0xFF, 0xFE, 0x00, 0xC3, 0x28, (byte)'\n' });
                await body.WriteAsync("data: {\"event\": \"mess\n\n"u8.ToArray());
                break;
            case FaultKind.Oversize:
                await WriteOversizeAsync();
                break;
            case FaultKind.Endless:
                await TalkAsync();
                Cut();
                break;
            case FaultKind.PingsOnly:
                await PingAsync();
                Cut();
                break;
            case FaultKind.Stall:
                await body.FlushAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Cut();
                break;
            default:
                await body.FlushAsync();
                await RawConnection.CloseAsync(context);
                Cut();
                break;
        }
    }

    private async Task PingAsync()
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await body.WriteAsync(Frame.Ping);
            await body.FlushAsync();
            await Task.Delay(fault.Interval, time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TalkAsync()
    {
        var piece = System.Text.Encoding.UTF8.GetBytes(
            "data: {\"event\":\"message\",\"answer\":\"" + new string('x', 64 * 1024) + "\"}\n\n"
        );
        while (!context.RequestAborted.IsCancellationRequested)
            await body.WriteAsync(piece, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task WriteOversizeAsync()
    {
        await body.WriteAsync("data: {\"event\":\"message\",\"answer\":\""u8.ToArray());
        var filler = new byte[64 * 1024];
        filler.AsSpan().Fill((byte)'x');
        for (var left = fault.Size; left > 0; left -= filler.Length)
            await body.WriteAsync(filler.AsMemory(0, Math.Min(left, filler.Length)));

        await body.WriteAsync("\"}\n\n"u8.ToArray());
    }

    private void Cut()
    {
        HasCut = true;
        throw new IOException("The simulated fault has cut the response.");
    }
}
