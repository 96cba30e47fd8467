using System;
using System.Management.Automation;
using DifyPS.Pipeline.Batch;

namespace DifyPS.Commands;

/// <summary>A cmdlet that can work on several items of its pipeline at once.</summary>
public abstract class DifyBatchCmdlet : DifyAppCmdlet
{
    private BatchSession? _batch;

    /// <summary>How many items of the pipeline are worked on at once; one when missing.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; }

    /// <summary>How many items are begun a minute at the most, evenly spread; no limit when missing.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int RequestsPerMinute { get; set; }

    /// <summary>Give results in the order of input; as they come when missing.</summary>
    [Parameter]
    public SwitchParameter Ordered { get; set; }

    /// <summary>How many items will come, so that progress can tell when the last is done. A pipeline does not say so itself.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int ExpectedCount { get; set; }

    /// <summary>Whether items go through the batch at all; one that stands alone has no need of it.</summary>
    private protected virtual bool IsBatch => ThrottleLimit > 1 || RequestsPerMinute > 0;

    /// <summary>Where what came of each item is kept, for the line about a batch that was stopped; null when nowhere.</summary>
    private protected virtual string? Keeper => null;

    /// <summary>The command's batch, made when it is first asked for.</summary>
    private protected BatchSession Batch => _batch ??= new BatchSession(
        this,
        new BatchOptions(Math.Max(ThrottleLimit, 1), RequestsPerMinute, Ordered, ExpectedCount),
        MyInvocation.MyCommand.Name,
        Keeper);

    /// <summary>Waits for the items that are under way.</summary>
    protected override void EndProcessing()
    {
        _batch?.Complete();
        base.EndProcessing();
    }

    private protected override void LeaveItem()
    {
        if (IsBatch)
            Batch.CountLeft();
        else
            base.LeaveItem();
    }
}
