using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Dify.Simulator;

/// <summary>Every request that came, oldest first. The newest 50,000 are kept.</summary>
public sealed class RequestLog
{
    private const int Capacity = 50_000;

    private readonly Lock _lock = new();
    private readonly Queue<RecordedRequest> _requests = new();
    private readonly List<Waiter> _waiters = [];

    /// <summary>The requests so far.</summary>
    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (_lock)
            return _requests.ToArray();
    }

    /// <summary>Forgets them.</summary>
    public void Clear()
    {
        lock (_lock)
            _requests.Clear();
    }

    /// <summary>
    /// Waits for a request. It is asked about those already there, then on the arrival and at the end of each that comes.
    /// </summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public async Task<RecordedRequest> WaitForAsync(
        Func<RecordedRequest, bool> predicate,
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var waiter = new Waiter(predicate);
        lock (_lock)
        {
            if (_requests.FirstOrDefault(predicate) is { } found)
                return found;

            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Found.Task.WaitAsync(timeout, cancellationToken);
        }
        finally
        {
            lock (_lock)
                _waiters.Remove(waiter);
        }
    }

    internal void Add(RecordedRequest request)
    {
        lock (_lock)
        {
            _requests.Enqueue(request);
            if (_requests.Count > Capacity)
                _requests.Dequeue();
        }

        Tell(request);
    }

    internal void Complete(RecordedRequest request, int status, bool aborted)
    {
        request.Status = status;
        request.Aborted = aborted;
        request.Completed = true;
        Tell(request);
    }

    private void Tell(RecordedRequest request)
    {
        lock (_lock)
        {
            foreach (var waiter in _waiters)
            {
                if (waiter.Predicate(request))
                    waiter.Found.TrySetResult(request);
            }
        }
    }

    private sealed class Waiter(Func<RecordedRequest, bool> predicate)
    {
        public Func<RecordedRequest, bool> Predicate { get; } = predicate;

        public TaskCompletionSource<RecordedRequest> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
