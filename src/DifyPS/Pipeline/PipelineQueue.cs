using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Common;

namespace DifyPS.Pipeline;

/// <summary>What waits to be done on the pipeline thread: a bounded queue, served by that thread alone.</summary>
internal sealed class PipelineQueue : IPipeline
{
    // Enough to keep the work going while the pipeline is busy; small enough that a slow reader
    // downstream holds the network back instead of memory filling up.
    private const int Capacity = 256;

    private readonly BlockingCollection<Action> _queue = new(Capacity);
    private readonly CancellationTokenSource _abandoned = new();
    private readonly int _pipelineThread = Environment.CurrentManagedThreadId;

    /// <summary>Cancelled when nobody will serve the queue any more.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    public void Post(Action action)
    {
        if (_abandoned.IsCancellationRequested)
            return;
        try
        {
            // Nobody serves the queue while the work still runs on the pipeline thread itself.
            var wait = Environment.CurrentManagedThreadId == _pipelineThread ? 0 : Timeout.Infinite;
            while (!_queue.TryAdd(action, wait, _abandoned.Token))
                _queue.Take()();
        }
        catch (OperationCanceledException) when (_abandoned.IsCancellationRequested)
        {
            // It was let go while this waited for room.
        }
    }

    public Task<T> InvokeAsync<T>(Func<T> function, CancellationToken cancellationToken) =>
        Environment.CurrentManagedThreadId == _pipelineThread
            ? InvokeHere(function, cancellationToken)
            : InvokeThereAsync(function, cancellationToken);

    // The work has not left the pipeline thread yet, which has nothing else to do: nobody needs to wait for it.
    private Task<T> InvokeHere<T>(Func<T> function, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        var isOwn = false;
        try
        {
            // What was posted before comes first.
            while (_queue.TryTake(out var action))
                action();
            isOwn = true;
            return Task.FromResult(function());
        }
        catch (Exception e) when (!isOwn || e is System.Management.Automation.PipelineStoppedException)
        {
            // It ends the pump, as it would from the queue, and what was to come after it is dropped.
            while (_queue.TryTake(out _))
            {
            }

            Post(ExceptionDispatchInfo.Capture(e).Throw);
            return Task.FromCanceled<T>(new CancellationToken(canceled: true));
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    private async Task<T> InvokeThereAsync<T>(Func<T> function, CancellationToken cancellationToken)
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

    /// <summary>No more will be posted.</summary>
    public void Close() => _queue.CompleteAdding();

    /// <summary>What was posted, until the queue is closed and empty. On the pipeline thread only.</summary>
    public IEnumerable<Action> Consume() => _queue.GetConsumingEnumerable(CancellationToken.None);

    /// <summary>Does the next thing, if one comes in time. On the pipeline thread only.</summary>
    public bool TryServe(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (!_queue.TryTake(out var action, (int)Math.Min(wait.TotalMilliseconds, int.MaxValue), cancellationToken))
            return false;
        action();
        return true;
    }

    /// <summary>Lets go of everything: work is cancelled, and what it still posts is dropped.</summary>
    public void Abandon()
    {
        _abandoned.Cancel();
        while (_queue.TryTake(out _))
        {
        }
    }
}
