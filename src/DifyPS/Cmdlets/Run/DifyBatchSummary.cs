using System;
using DifyPS.Pipeline.Batch;

namespace DifyPS;

/// <summary>How a list of items came out.</summary>
public sealed class DifyBatchSummary
{
    internal DifyBatchSummary(BatchCounts counts, TimeSpan elapsed)
    {
        Succeeded = counts.Succeeded;
        Failed = counts.Failed;
        Skipped = counts.Skipped;
        Left = counts.Left;
        Elapsed = elapsed;
    }

    /// <summary>All items that came in.</summary>
    public long Total => Succeeded + Failed + Skipped + Left;

    /// <summary>Items that ended well.</summary>
    public long Succeeded { get; }

    /// <summary>Items that ended with an error.</summary>
    public long Failed { get; }

    /// <summary>Items whose results were there already.</summary>
    public long Skipped { get; }

    /// <summary>Items that were not begun, since a quota was used up.</summary>
    public long Left { get; }

    /// <summary>From the first item to the last.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Items a minute.</summary>
    public double PerMinute => Elapsed > TimeSpan.Zero ? Math.Round((Succeeded + Failed) / Elapsed.TotalMinutes, 1) : 0;

    /// <summary>Gives the numbers in a line.</summary>
    public override string ToString() => Strings.FormatBatchSummary(Succeeded, Failed, Skipped, Left);
}
