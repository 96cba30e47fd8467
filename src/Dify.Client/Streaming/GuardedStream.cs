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
internal sealed class GuardedStream : ReadingStream
{
    /// <summary>
    /// Progress that breaks the silence when nothing comes to its end: otherwise a byte now and then would hold a caller for ever.
    /// </summary>
    internal const int Progress = 16 * 1024;

    private const uint LineEnds = 0x0A0A;

    /// <summary>How much is remembered of a body that begins like JSON and not like events.</summary>
    private const int MaxBeginning = 64 * 1024;

    private readonly Stream _inner;
    private readonly IDisposable _owner;
    private readonly StreamOrigin _origin;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private readonly TimeSpan _idle;
    private readonly StreamTrail _trail;
    private volatile bool _isIdle;
    private volatile bool _waiting;
    private TimeSpan _waited;
    private long _trickled;
    private long _pending;
    private uint _lastBytes = LineEnds;
    private int _disposed;
    private MemoryStream? _beginning;
    private bool _hasBegun;

    public GuardedStream(Stream inner, IDisposable owner, StreamOrigin origin, CancellationToken cancellationToken)
    {
        _inner = inner;
        _owner = owner;
        _origin = origin;
        _cancellationToken = cancellationToken;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _idle = origin.Options.IdleTimeout;
        _trail = new StreamTrail(origin.Options);
        _timer = origin.Options.Clock.CreateTimer(
            static state => ((GuardedStream)state!).OnSilence(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );

#if NETFRAMEWORK
        // Its streams do not hear the token while they wait.
        _source.Token.Register(static state => ((IDisposable)state!).Dispose(), owner);
#endif
    }

    /// <summary>Watches the size of events; off for bodies that are not events.</summary>
    public bool IsEvents { get; init; }

    /// <summary>Whether a closing event has been waited upon long enough: the stream is over, although it is not closed.</summary>
    public bool IsTrailOver { get; private set; }

    /// <summary>How the body begins, if it begins like JSON.</summary>
    public ReadOnlySpan<byte> Beginning => _beginning is null ? default : _beginning.GetBuffer().AsSpan(0, (int)_beginning.Length);

    /// <summary>A closing event was read: from now on the stream ends with the first quiet, in which there may be pings.</summary>
    public void WaitForTrail() => _trail.Begin();

    /// <summary>An event was read; if it is one that trails a closing one, the quiet begins anew.</summary>
    public void OnTrailing(DifyEvent item) => _trail.OnEvent(item);

    /// <summary>What was closed is open again.</summary>
    public void GoOn() => _trail.End();

    /// <summary>An event has been taken out of what was read.</summary>
    public void OnEvent()
    {
        _pending = 0;
        OnProgress();
    }

#if NET
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        EndTrail();
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
        return read.IsCompletedSuccessfully
            ? new ValueTask<int>(Count(buffer.Span, read.Result))
            : WaitAsync(read, buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
#else
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        EndTrail();
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

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _timer.Dispose();
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
        var start = _origin.Options.Clock.GetTimestamp();
        var patience = _idle == Timeout.InfiniteTimeSpan ? _idle : _idle > _waited ? _idle - _waited : TimeSpan.Zero;
        var trail = _trail.Left(_pending);
        var endsTrail = trail is not null && (patience == Timeout.InfiniteTimeSpan || trail < patience);
        _waiting = true;
        _timer.Change(endsTrail ? trail!.Value : patience, Timeout.InfiniteTimeSpan);
        try
        {
            var count = await read.ConfigureAwait(false);

            // Only the time of waiting counts: a reader may be as slow as it likes.
            _waited += _origin.Options.Clock.GetElapsedTime(start);
            return Count(buffer.Span, count);
        }
        catch (Exception e) when (e is OperationCanceledException || ExceptionMapper.IsNetwork(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _cancellationToken.ThrowIfCancellationRequested();
            IsTrailOver |= _isIdle && endsTrail;
            throw _isIdle ? _origin.Idle(_waited > TimeSpan.Zero ? _trickled : 0) : _origin.Broken(e);
        }
        finally
        {
            _waiting = false;
            if (_disposed == 0)
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private int Count(ReadOnlySpan<byte> buffer, int count)
    {
        if (count == 0)
            return 0;

        _trickled += count;
        if (_trickled >= Progress)
            OnProgress();

        if (IsEvents)
        {
            Remember(buffer.Slice(0, count));
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

    // Where pings come faster than they are read, nothing ever waits for the timer.
    private void EndTrail()
    {
        if (_trail.Left(_pending) == TimeSpan.Zero)
        {
            IsTrailOver = true;
            throw _origin.Idle(0);
        }
    }

    private void Remember(ReadOnlySpan<byte> read)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            _beginning = read[0] == '{' ? new MemoryStream() : null;
        }

        if (_beginning is { Length: < MaxBeginning })
            _beginning.Write(read.ToArray(), 0, read.Length);
    }

    // The last four bytes, the latest lowest: an end may come in pieces.
    private static uint Last(uint before, ReadOnlySpan<byte> read)
    {
        foreach (var one in read.Slice(Math.Max(0, read.Length - 4)))
            before = (before << 8) | one;

        return before;
    }

    private static bool EndsLine(uint last) => (last & 0xFF) is '\n' or '\r';

    // Pings and comments give no event, but they end one: without this, a long silence of pings would look like one large event.
    private static bool EndsEvent(uint last) => (last & 0xFFFF) is LineEnds or 0x0D0D || last == 0x0D0A0D0A;

    private void OnSilence()
    {
        if (!_waiting)
            return;

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
