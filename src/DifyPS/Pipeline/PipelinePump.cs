using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace DifyPS.Pipeline;

/// <summary>
/// Lets asynchronous work run off the pipeline thread while everything that PowerShell wants on that
/// thread (Write*, prompts, other cmdlets) comes back to it through a bounded queue. The work begins on the
/// pipeline thread and leaves it when it first has to wait: a change of threads less for every call.
/// </summary>
internal sealed class PipelinePump : IPipeline
{
    // Enough to keep the work going while the pipeline is busy; small enough that a slow reader
    // downstream holds the network back instead of memory filling up.
    private const int Capacity = 256;

    private readonly BlockingCollection<Action> _queue = new(Capacity);
    private readonly CancellationTokenSource _abandoned = new();
    private readonly int _pipelineThread = Environment.CurrentManagedThreadId;

    /// <summary>Runs the work to its end, serving the queue meanwhile. Called on the pipeline thread.</summary>
    /// <exception cref="Exception">Whatever the work threw, or whatever an action from the queue threw.</exception>
    public static void Run(Func<IPipeline, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var pump = new PipelinePump();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pump._abandoned.Token);
        var task = pump.WorkAsync(work, linked.Token);
        try
        {
            foreach (var action in pump._queue.GetConsumingEnumerable(CancellationToken.None))
                action();
        }
        catch
        {
            // Downstream wants no more (Select-Object -First), or a Write* was told to stop: end the work,
            // let go of what it still hands over, and wait for its cleaning up.
            pump._abandoned.Cancel();
            foreach (var _ in pump._queue.GetConsumingEnumerable(CancellationToken.None))
            {
            }

            Observe(task);
            throw;
        }

        task.GetAwaiter().GetResult();
    }

    public void Post(Action action)
    {
        if (_abandoned.IsCancellationRequested)
            return;
        // Nobody serves the queue yet while the work still runs on the pipeline thread itself.
        while (!_queue.TryAdd(action, Environment.CurrentManagedThreadId == _pipelineThread ? 0 : Timeout.Infinite))
            _queue.Take()();
    }

    public async Task<T> InvokeAsync<T>(Func<T> function, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellationToken.Register(() => result.TrySetCanceled(cancellationToken));
        Post(() =>
        {
            if (result.Task.IsCompleted)
                return;
            try
            {
                result.TrySetResult(function());
            }
            catch (System.Management.Automation.PipelineStoppedException)
            {
                result.TrySetCanceled();
                throw;
            }
            catch (Exception e)
            {
                result.TrySetException(e);
            }
        });
        return await result.Task.ConfigureAwait(false);
    }

    private async Task WorkAsync(Func<IPipeline, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(this, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _queue.CompleteAdding();
        }
    }

    private static void Observe(Task task)
    {
        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            // The error that ended the pump is the one to tell; this one follows from it.
        }
    }
}
