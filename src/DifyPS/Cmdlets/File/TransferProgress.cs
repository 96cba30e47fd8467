using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Threading;

namespace DifyPS.Commands;

/// <summary>Shows how far a transfer has come: not at all for a short one, and a few times a second for a long one.</summary>
internal sealed class TransferProgress : IProgress<long>, IDisposable
{
    private const double Megabyte = 1024 * 1024;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static int _lastId;

    private readonly Action<ProgressRecord> _write;
    private readonly string _activity;
    private readonly long? _total;
    private readonly int _id = Interlocked.Increment(ref _lastId);
    private readonly Stopwatch _sinceShown = Stopwatch.StartNew();
    private bool _isShown;
    private volatile bool _isOver;

    public TransferProgress(Action<ProgressRecord> write, string activity, long? total)
    {
        _write = write;
        _activity = activity;
        _total = total;
    }

    public void Report(long value)
    {
        if (_isOver || _sinceShown.Elapsed < Interval)
            return;
        _sinceShown.Restart();
        _isShown = true;
        _write(Describe(value));
    }

    public void Dispose()
    {
        _isOver = true;
        if (_isShown)
            _write(new ProgressRecord(_id, _activity, Strings.ProgressDone) { RecordType = ProgressRecordType.Completed });
    }

    private ProgressRecord Describe(long value)
    {
        var done = (value / Megabyte).ToString("0.0", CultureInfo.CurrentCulture);
        return _total is > 0 and { } total
            ? new ProgressRecord(_id, _activity, Strings.FormatProgressOfMegabytes(done, (total / Megabyte).ToString("0.0", CultureInfo.CurrentCulture))) { PercentComplete = (int)Math.Min(100, value * 100.0 / total) }
            : new ProgressRecord(_id, _activity, Strings.FormatProgressMegabytes(done));
    }
}
