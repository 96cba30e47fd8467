using System;
using Dify.Client;

namespace DifyPS.Pipeline.Batch;

/// <summary>
/// Says when the next item may begin: as many at once as the server bears, and evenly spread over the minute. A server
/// that is too busy halves the number; each round of good answers gives one back.
/// </summary>
internal sealed class ThrottleGate
{
    // Answers to requests that were sent before a cut say nothing new: one cut in this time is enough.
    private static readonly TimeSpan CutInterval = TimeSpan.FromSeconds(1);

    /// <summary>The longest that a list waits for a server that asks for it.</summary>
    public static readonly TimeSpan LongestPause = new DifyClientOptions().MaxRetryAfter;

    private readonly object _gate = new();
    private readonly TimeProvider _clock;
    private readonly int _most;
    private readonly TimeSpan _spacing;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private DateTimeOffset _nextStart = DateTimeOffset.MinValue;
    private DateTimeOffset _lastCut = DateTimeOffset.MinValue;
    private int _limit;
    private int _goodSinceChange;

    public ThrottleGate(BatchOptions options, TimeProvider clock)
    {
        _most = _limit = options.ThrottleLimit;
        _spacing = options.RequestsPerMinute > 0 ? TimeSpan.FromTicks(TimeSpan.TicksPerMinute / options.RequestsPerMinute) : TimeSpan.Zero;
        _clock = clock;
    }

    /// <summary>How many items may be under way now.</summary>
    public int Limit
    {
        get
        {
            lock (_gate)
                return _limit;
        }
    }

    /// <summary>Whether an item may begin now; if so, it counts as begun. Otherwise how long to wait, when only time is to pass.</summary>
    public bool TryEnter(int inFlight, out TimeSpan? wait)
    {
        lock (_gate)
        {
            wait = null;
            if (inFlight >= _limit)
                return false;
            var now = _clock.GetUtcNow();
            var from = _notBefore > _nextStart ? _notBefore : _nextStart;
            if (from > now)
            {
                wait = from - now;
                return false;
            }

            // Spread from the moment that was due, unless nothing was to be done for a while.
            _nextStart = (now - _nextStart > _spacing ? now : _nextStart) + _spacing;
            return true;
        }
    }

    /// <summary>An item that counted as begun has sent nothing after all, and its share of the minute is the next one's.</summary>
    public void GiveBack()
    {
        lock (_gate)
            _nextStart -= _spacing;
    }

    /// <summary>The server, or a gateway before it, had no room (429), and perhaps said for how long.</summary>
    public void OnRefused(TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            if (retryAfter is { } asked && now + (asked < LongestPause ? asked : LongestPause) is var until && until > _notBefore)
                _notBefore = until;
            if (now - _lastCut < CutInterval)
                return;
            _lastCut = now;
            _limit = Math.Max(1, _limit / 2);
            _goodSinceChange = 0;
        }
    }

    /// <summary>An item came through.</summary>
    public void OnDone()
    {
        lock (_gate)
        {
            if (_limit >= _most || ++_goodSinceChange < _limit)
                return;
            _limit++;
            _goodSinceChange = 0;
        }
    }
}
