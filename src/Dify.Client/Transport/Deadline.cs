using System;
using System.Threading;

namespace Dify.Client.Transport;

/// <summary>The time a call has, as a cancellation token that follows the caller's as well.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _limit;
    private readonly ITimer? _timer;
    private long _start;
    private volatile bool _expired;

    public Deadline(TimeProvider clock, TimeSpan limit, CancellationToken cancellationToken)
    {
        _clock = clock;
        _limit = limit;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _start = clock.GetTimestamp();
        if (limit != Timeout.InfiniteTimeSpan)
            _timer = clock.CreateTimer(static state => ((Deadline)state!).Expire(), this, limit, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    public bool IsExpired => _expired;

    public TimeSpan Limit => _limit;

    public TimeSpan Left => _timer is null ? TimeSpan.MaxValue : _limit - _clock.GetElapsedTime(_start);

    /// <summary>Gives the whole time again, after something that was not the server's doing.</summary>
    public void Restart()
    {
        _start = _clock.GetTimestamp();
        _timer?.Change(_limit, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _source.Dispose();
    }

    private void Expire()
    {
        _expired = true;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call was over in the same moment.
        }
    }
}
