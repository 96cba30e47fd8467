namespace DifyPS.Pipeline.Batch;

/// <summary>How far a batch has come. Changed on the pipeline thread only.</summary>
internal sealed class BatchCounts
{
    /// <summary>Items that were begun.</summary>
    public long Begun { get; set; }

    /// <summary>Items that ended well.</summary>
    public long Succeeded { get; set; }

    /// <summary>Items that ended with an error.</summary>
    public long Failed { get; set; }

    /// <summary>Items that were not begun, since their results were there already.</summary>
    public long Skipped { get; set; }

    /// <summary>Items that were not begun, since nothing could have come of them: a quota was used up, or the key refused.</summary>
    public long Left { get; set; }

    /// <summary>Counts what became of an item, once.</summary>
    public void Add(BatchItem item)
    {
        if (item.IsCounted || item.Outcome == ItemOutcome.None)
            return;
        item.IsCounted = true;
        switch (item.Outcome)
        {
            case ItemOutcome.Skipped:
                Skipped++;
                break;
            case ItemOutcome.Succeeded:
                Succeeded++;
                break;
            default:
                Failed++;
                break;
        }
    }
}
