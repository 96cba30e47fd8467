using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace DifyPS.Pipeline.Batch;

/// <summary>Shows how far a batch has come, a few times a second. On the pipeline thread only.</summary>
internal sealed class BatchProgress
{
    private const int Id = 0x44F;

    private readonly Cmdlet _cmdlet;
    private readonly string _activity;
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private TimeSpan _shown;

    public BatchProgress(Cmdlet cmdlet, string activity)
    {
        _cmdlet = cmdlet;
        _activity = activity;
    }

    public TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan Elapsed => _elapsed.Elapsed;

    public void Show(BatchCounts counts, int inFlight)
    {
        if (_elapsed.Elapsed - _shown < Interval)
            return;
        _shown = _elapsed.Elapsed;
        var done = counts.Succeeded + counts.Failed;
        var rate = done / Math.Max(_elapsed.Elapsed.TotalSeconds, 0.001);
        var text = string.Format(
            CultureInfo.CurrentCulture, "{0:N0} done, {1:N0} failed, {2:N0} in flight, {3:0.0}/s", done, counts.Failed, inFlight, rate);
        if (counts.Skipped > 0)
            text += string.Format(CultureInfo.CurrentCulture, ", {0:N0} known before", counts.Skipped);
        _cmdlet.WriteProgress(new ProgressRecord(Id, _activity, text));
    }

    public void End()
    {
        if (_shown > TimeSpan.Zero)
            _cmdlet.WriteProgress(new ProgressRecord(Id, _activity, "Done") { RecordType = ProgressRecordType.Completed });
    }
}
