using System;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Common;

namespace DifyPS.Pipeline;

/// <summary>
/// Lets asynchronous work run off the pipeline thread while everything that PowerShell wants on that
/// thread (Write*, prompts, other cmdlets) comes back to it through a bounded queue. The work begins on the
/// pipeline thread and leaves it when it first has to wait: a change of threads less for every call.
/// </summary>
internal static class PipelinePump
{
    /// <summary>Runs the work to its end, serving the queue meanwhile. Called on the pipeline thread.</summary>
    /// <exception cref="Exception">Whatever the work threw, or whatever an action from the queue threw.</exception>
    public static void Run(Func<IPipeline, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var queue = new PipelineQueue();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, queue.Abandoned);
        var task = Begin(queue, work, linked.Token);
        try
        {
            foreach (var action in queue.Consume())
                action();
        }
        catch
        {
            // Downstream wants no more (Select-Object -First), or a Write* was told to stop: end the work,
            // let go of what it still hands over, and wait for its cleaning up.
            queue.Abandon();
            foreach (var _ in queue.Consume())
            {
            }

            Observe(task);
            throw;
        }

        task.GetAwaiter().GetResult();
    }

    // No state machine of its own: every call comes by here.
    private static Task Begin(PipelineQueue queue, Func<IPipeline, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        Task task;
        try
        {
            task = work(queue, cancellationToken);
        }
        catch (Exception e)
        {
            task = Task.FromException(e);
        }

        if (task.IsCompleted)
            queue.Close();
        else
            task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(queue.Close);
        return task;
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
