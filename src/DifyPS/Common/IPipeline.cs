using System;
using System.Threading;
using System.Threading.Tasks;

namespace DifyPS.Common;

/// <summary>The way back to the pipeline thread.</summary>
internal interface IPipeline
{
    /// <summary>Has the action run on the pipeline thread, after what was posted before; blocks while the queue is full.</summary>
    void Post(Action action);

    /// <summary>Has the function run on the pipeline thread and gives its result.</summary>
    Task<T> InvokeAsync<T>(Func<T> function, CancellationToken cancellationToken);
}
