using System;
using System.Threading;
using System.Threading.Tasks;

namespace DifyPS.Pipeline.Batch;

/// <summary>One item of a batch: what its errors are about, and its work, which may be begun again as long as it was refused.</summary>
internal sealed class BatchItem
{
    public BatchItem(object? target, Func<WorkContext, CancellationToken, Task> work)
    {
        Target = target;
        Work = work;
    }

    public object? Target { get; }

    public Func<WorkContext, CancellationToken, Task> Work { get; }

    /// <summary>How often the server had no room for it.</summary>
    public int Refusals { get; set; }

    /// <summary>Its place in the order of input.</summary>
    public long Number { get; set; }
}
