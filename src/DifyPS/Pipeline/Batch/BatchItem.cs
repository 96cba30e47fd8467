using System;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Common;

namespace DifyPS.Pipeline.Batch;

/// <summary>What became of an item.</summary>
internal enum ItemOutcome
{
    /// <summary>It has not ended: it is under way, was told to stop, or was refused and waits for its turn.</summary>
    None,
    Succeeded,
    Failed,

    /// <summary>Its result was there already.</summary>
    Skipped,
}

/// <summary>One item of a batch: what its errors are about, and its work, which may be begun again as long as it was refused.</summary>
internal sealed class BatchItem
{
    public BatchItem(object? target, Func<PipelineContext, CancellationToken, Task> work)
    {
        Target = target;
        Work = work;
    }

    public object? Target { get; }

    public Func<PipelineContext, CancellationToken, Task> Work { get; }

    /// <summary>Which item of a list it is, for its errors to say so.</summary>
    public ItemMark? Mark { get; init; }

    /// <summary>What became of it. Set by its work, before the pipeline thread hears of it.</summary>
    public ItemOutcome Outcome { get; set; }

    /// <summary>Whether that has been counted.</summary>
    public bool IsCounted { get; set; }

    /// <summary>How often the server had no room for it.</summary>
    public int Refusals { get; set; }

    /// <summary>Its place in the order of input.</summary>
    public long Number { get; set; }
}
