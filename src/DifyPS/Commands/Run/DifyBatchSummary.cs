using System;
using DifyPS.Pipeline.Batch;

namespace DifyPS;

/// <summary>How a list of items came out.</summary>
public sealed class DifyBatchSummary
{
    private readonly BatchCounts _counts;

    internal DifyBatchSummary(BatchCounts counts, TimeSpan elapsed)

    {
        Elapsed = elapsed;
        _counts = counts;
    }

    /// <summary>All items that came in.</summary>
    public long Total => Succeeded + Failed + Skipped + Left;

    /// <summary>Items that ended well.</summary>
    public long Succeeded => _counts.Succeeded;

    /// <summary>Items that ended with an error.</summary>
    public long Failed => _counts.Failed;

    /// <summary>Items whose results were there already.</summary>
    public long Skipped => _counts.Skipped;

    /// <summary>Items that were not begun, since nothing could have come of them: a quota was used up, or the key refused.</summary>
    public long Left => _counts.Left;

    /// <summary>From the first item to the last.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Items a minute.</summary>
    public double PerMinute => Elapsed > TimeSpan.Zero ? Math.Round((Succeeded + Failed) / Elapsed.TotalMinutes, 1) : 0;

    /// <summary>Gives the numbers in a line.</summary>
    public override string ToString() => Strings.FormatBatchSummary(Succeeded, Failed, Skipped, Left);
}
