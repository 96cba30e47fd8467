using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace DifyPS.Pipeline.Batch;

/// <summary>Shows how far a batch has come, a few times a second. On the pipeline thread only.</summary>
internal sealed class BatchProgress
{
    private const int Id = 0x44F;

    private readonly DifyCmdlet _cmdlet;
    private readonly string _activity;
    private readonly long _expected;
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private TimeSpan _shown;

    /// <param name="cmdlet">Where it is shown.</param>
    /// <param name="activity">What is going on.</param>
    /// <param name="expected">How many items will come; not known when 0.</param>
    public BatchProgress(DifyCmdlet cmdlet, string activity, long expected)
    {
        _cmdlet = cmdlet;
        _activity = activity;
        _expected = expected;
    }

    public TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan Elapsed => _elapsed.Elapsed;

    public void Show(BatchCounts counts, int inFlight)
    {
        if (_elapsed.Elapsed - _shown < Interval)
            return;
        _shown = _elapsed.Elapsed;
        _cmdlet.WriteProgress(Record(_activity, counts, inFlight, _expected, _elapsed.Elapsed, DateTimeOffset.Now));
    }

    public void End()
    {
        if (_shown > TimeSpan.Zero)
            _cmdlet.WriteProgress(new ProgressRecord(Id, _activity, Strings.ProgressDone) { RecordType = ProgressRecordType.Completed });
    }

    /// <summary>What is to be shown of a batch that has come so far.</summary>
    internal static ProgressRecord Record(
        string activity,
        BatchCounts counts,
        int inFlight,
        long expected,
        TimeSpan elapsed,
        DateTimeOffset now
    )
    {
        var done = counts.Succeeded + counts.Failed;
        var rate = done / Math.Max(elapsed.TotalSeconds, 0.001);
        var perSecond = rate.ToString("0.0", CultureInfo.CurrentCulture);
        var text = counts.Skipped > 0
            ? Strings.FormatProgressBatchKnown(Count(done), Count(counts.Failed), Count(inFlight), perSecond, Count(counts.Skipped))
            : Strings.FormatProgressBatch(Count(done), Count(counts.Failed), Count(inFlight), perSecond);
        var record = new ProgressRecord(Id, activity, text);
        if (expected <= 0)
            return record;

        // More may come than was expected: then all that can be said is that it should have ended.
        var past = Math.Min(done + counts.Skipped + counts.Left, expected);
        record.PercentComplete = (int)(100 * past / expected);
        if (done > 0)
        {
            var left = TimeSpan.FromSeconds((expected - past) / rate);
            record.SecondsRemaining = (int)Math.Min(Math.Ceiling(left.TotalSeconds), int.MaxValue);
            record.StatusDescription = Strings.FormatProgressBatchEnd(
                text,
                Count(expected - past),
                (now + left).ToString("t", CultureInfo.CurrentCulture)
            );
        }

        return record;
    }

    private static string Count(long items) => items.ToString("N0", CultureInfo.CurrentCulture);
}
