using System;
using System.Diagnostics;
using System.Management.Automation;
using DifyPS.Export;

namespace DifyPS.Usage;

/// <summary>Shows how many runs were read: not at all when it is done at once, and a few times a second when it is not.</summary>
internal sealed class UsageProgress : IDisposable
{
    private const int Id = 0x44_49_48;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Action<ProgressRecord> _write;
    private readonly string _activity;
    private readonly Stopwatch _sinceShown = Stopwatch.StartNew();
    private bool _isShown;

    public UsageProgress(Action<ProgressRecord> write, string app)
    {
        _write = write;
        _activity = Strings.FormatUsageRead(app);
    }

    public void Report(long runs)
    {
        if (_sinceShown.Elapsed < Interval)
            return;
        _sinceShown.Restart();
        _isShown = true;
        _write(new ProgressRecord(Id, _activity, Strings.FormatUsageReadRuns(Readable.Count(runs))));
    }

    public void Dispose()
    {
        if (_isShown)
            _write(new ProgressRecord(Id, _activity, " ") { RecordType = ProgressRecordType.Completed });
    }
}
