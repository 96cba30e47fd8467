using System;
using System.Threading;

namespace Dify.Client.Streaming;

/// <summary>How long is waited behind a closing event for what may trail it, where the server leaves the connection open.</summary>
internal sealed class StreamTrail(DifyClientOptions options)
{
    /// <summary>How long a closing event may be followed by anything at all: what goes on for ever is no trail.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private bool _isTrailing;
    private long? _quietSince;
    private long _quietBytes;
    private TimeSpan _trailed;

    /// <summary>A closing event was read.</summary>
    public void Begin()
    {
        _isTrailing = true;
        Break();
    }

    /// <summary>An event was read: the quiet begins anew, unless it may be another way to say nothing.</summary>
    public void OnEvent(DifyEvent item)
    {
        if (_isTrailing && item.GetType() != typeof(DifyEvent))
            Break();
    }

    /// <summary>What was closed is open again.</summary>
    public void End() => _isTrailing = false;

    /// <summary>What is left of the wait; null where nothing was closed.</summary>
    /// <param name="pending">How many bytes were read that are no event yet.</param>
    public TimeSpan? Left(long pending)
    {
        var quiet = options.QuietTimeout;
        if (!_isTrailing || quiet == Timeout.InfiniteTimeSpan)
            return null;

        if (_quietSince is not null && pending - _quietBytes >= GuardedStream.Progress)
        {
            // A large event is on its way.
            Break();
        }

        if (_quietSince is null)
        {
            // A reader that takes its time does not make it quiet.
            _quietSince = options.Clock.GetTimestamp();
            _quietBytes = pending;
        }

        var waited = options.Clock.GetElapsedTime(_quietSince.Value);
        var most = Longest > quiet ? Longest - _trailed : quiet - _trailed;
        var left = quiet < most ? quiet : most;
        return left > waited ? left - waited : TimeSpan.Zero;
    }

    private void Break()
    {
        _trailed += _quietSince is { } since ? options.Clock.GetElapsedTime(since) : TimeSpan.Zero;
        _quietSince = null;
    }
}
