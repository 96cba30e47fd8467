using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>
/// A response's body under watch: silence beyond the limit ends it, and so does a trickle; a lost connection becomes a
/// <see cref="DifyStreamException"/>, and an event that does not end is cut off before it fills the memory.
/// </summary>
internal sealed class GuardedStream : Stream
{
    /// <summary>Progress that breaks the silence when nothing comes to its end: otherwise a byte now and then would hold a caller for ever.</summary>
    private const int Progress = 16 * 1024;

    private const uint LineEnds = 0x0A0A;

    private readonly Stream _inner;
    private readonly IDisposable _owner;
    private readonly StreamOrigin _origin;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenSource _source;
    private readonly ITimer? _timer;
    private readonly TimeSpan _idle;
    private volatile bool _isIdle;
    private volatile bool _waiting;
    private TimeSpan _waited;
    private long _trickled;
    private long _pending;
    private uint _lastBytes = LineEnds;
    private int _disposed;

    public GuardedStream(Stream inner, IDisposable owner, StreamOrigin origin, CancellationToken cancellationToken)
    {
        _inner = inner;
        _owner = owner;
        _origin = origin;
        _cancellationToken = cancellationToken;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _idle = origin.Options.IdleTimeout;
        if (_idle != Timeout.InfiniteTimeSpan)
        {
            _timer = origin.Options.Clock.CreateTimer(static state => ((GuardedStream)state!).OnSilence(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

#if NETFRAMEWORK
        // Its streams do not hear the token while they wait.
        _source.Token.Register(static state => ((IDisposable)state!).Dispose(), owner);
#endif
    }

    /// <summary>Watches the size of events; off for bodies that are not events.</summary>
    public bool IsEvents { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>An event has been taken out of what was read.</summary>
    public void OnEvent()
    {
        _pending = 0;
        OnProgress();
    }

#if NET
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask<int> read;
        try
        {
            read = _inner.ReadAsync(buffer, _source.Token);
        }
        catch (Exception e)
        {
            read = ValueTask.FromException<int>(e);
        }

        // What is there already needs no watch.
        return read.IsCompletedSuccessfully ? new ValueTask<int>(Count(buffer.Span, read.Result)) : WaitAsync(read, buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
#else
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Task<int> read;
        try
        {
            read = _inner.ReadAsync(buffer, offset, count, _source.Token);
        }
        catch (Exception e)
        {
            read = Task.FromException<int>(e);
        }

        return WaitAsync(new ValueTask<int>(read), new Memory<byte>(buffer, offset, count), cancellationToken).AsTask();
    }
#endif

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _timer?.Dispose();
            _inner.Dispose();
            _owner.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> WaitAsync(ValueTask<int> read, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var follow = cancellationToken.CanBeCanceled && cancellationToken != _cancellationToken
            ? cancellationToken.Register(static state => ((CancellationTokenSource)state!).Cancel(), _source)
            : default;
        var start = _timer is null ? 0 : _origin.Options.Clock.GetTimestamp();
        _waiting = true;
        _timer?.Change(_idle > _waited ? _idle - _waited : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        try
        {
            var count = await read.ConfigureAwait(false);
            if (_timer is not null)
            {
                // Only the time of waiting counts: a reader may be as slow as it likes.
                _waited += _origin.Options.Clock.GetElapsedTime(start);
            }

            return Count(buffer.Span, count);
        }
        catch (Exception e) when (e is OperationCanceledException || Failures.IsNetwork(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _cancellationToken.ThrowIfCancellationRequested();
            throw _isIdle ? _origin.Idle(_waited > TimeSpan.Zero ? _trickled : 0) : _origin.Broken(e);
        }
        finally
        {
            _waiting = false;
            if (_disposed == 0)
            {
                _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private int Count(ReadOnlySpan<byte> buffer, int count)
    {
        if (count == 0)
        {
            return 0;
        }

        _trickled += count;
        if (_trickled >= Progress)
        {
            OnProgress();
        }

        if (IsEvents)
        {
            var isComment = buffer[0] == ':' && EndsLine(_lastBytes);
            _lastBytes = Last(_lastBytes, buffer.Slice(0, count));
            if (EndsEvent(_lastBytes))
            {
                OnEvent();
            }
            else if (_pending > (_origin.Options.MaxEventBytes * 5L / 4) + 4096)
            {
                // What was read before this belongs to one event: its data, the names of its lines, and a few pings before
                // it. The parser knows the exact size, but only once it is in memory.
                throw _origin.TooLarge();
            }
            else if (isComment && EndsLine(_lastBytes))
            {
                // Servers and gateways may keep a stream alive by a line of comment alone.
                OnProgress();
            }

            _pending += EndsEvent(_lastBytes) ? 0 : count;
        }

        return count;
    }

    private void OnProgress()
    {
        _trickled = 0;
        _waited = TimeSpan.Zero;
    }

    // The last four bytes, the latest lowest: an end may come in pieces.
    private static uint Last(uint before, ReadOnlySpan<byte> read)
    {
        foreach (var one in read.Slice(Math.Max(0, read.Length - 4)))
        {
            before = (before << 8) | one;
        }

        return before;
    }

    private static bool EndsLine(uint last) => (last & 0xFF) is '\n' or '\r';

    // Pings and comments give no event, but they end one: without this, a long silence of pings would look like one large event.
    private static bool EndsEvent(uint last) => (last & 0xFFFF) is LineEnds or 0x0D0D || last == 0x0D0A0D0A;

    private void OnSilence()
    {
        if (!_waiting)
        {
            return;
        }

        _isIdle = true;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The stream was closed in the same moment.
        }
    }
}
