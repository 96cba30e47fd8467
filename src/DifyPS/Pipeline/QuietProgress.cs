using System;
using System.Management.Automation;
using System.Threading;

namespace DifyPS.Pipeline;

/// <summary>Shows how far something is: not at all when it is done at once, and a few times a second when it is not.</summary>
internal sealed class QuietProgress : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static int _lastId;

    private readonly Action<ProgressRecord> _write;
    private readonly string _activity;
    private readonly int _id = Interlocked.Increment(ref _lastId);
    private readonly TimeProvider _clock;
    private long _shownAt;
    private bool _isShown;
    private volatile bool _isOver;

    /// <param name="write">Shows a record.</param>
    /// <param name="activity">What is being done.</param>
    /// <param name="clock">The clock; the system's own when missing.</param>
    public QuietProgress(Action<ProgressRecord> write, string activity, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        _shownAt = _clock.GetTimestamp();
        _write = write;
        _activity = activity;
    }

    /// <summary>Tells how far it is, if it is time to.</summary>
    /// <param name="status">How far, in words.</param>
    /// <param name="percent">How far of a hundred; -1 when nobody knows.</param>
    public void Report(Func<string> status, int percent = -1)
    {
        if (_clock.GetElapsedTime(_shownAt) >= Interval)
            Show(status(), percent);
    }

    /// <summary>Tells what is worth it at any time, such as a step that may be a long one.</summary>
    /// <param name="status">How far, in words.</param>
    /// <param name="percent">How far of a hundred; -1 when nobody knows.</param>
    public void Show(string status, int percent = -1)
    {
        if (_isOver)
            return;
        _shownAt = _clock.GetTimestamp();
        _isShown = true;
        _write(new ProgressRecord(_id, _activity, status) { PercentComplete = percent });
    }

    /// <summary>Takes it from the screen.</summary>
    public void Dispose()
    {
        _isOver = true;
        if (_isShown)
            _write(new ProgressRecord(_id, _activity, Strings.ProgressDone) { RecordType = ProgressRecordType.Completed });
    }
}
