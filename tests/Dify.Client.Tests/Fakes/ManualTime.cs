using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace Dify.Client.Tests.Fakes;

/// <summary>The platform's clock for tests, which passes short waits by itself, writes them down, and tells when a timer runs.</summary>
internal sealed class ManualTime() : FakeTimeProvider(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero))
{
    private readonly object _gate = new();
    private readonly Dictionary<ITimer, TimeSpan> _running = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Seen)> _waiters = [];

    /// <summary>The longest wait that is passed as soon as somebody waits.</summary>
    public TimeSpan FireUpTo { get; init; } = TimeSpan.Zero;

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(this, base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Ends when a timer of that length is running.</summary>
    public Task WaitForTimerAsync(TimeSpan due)
    {
        lock (_gate)
        {
            if (_running.ContainsValue(due))
                return Task.CompletedTask;

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((due, seen));
            return seen.Task;
        }
    }

    private void Note(ITimer timer, TimeSpan due)
    {
        lock (_gate)
        {
            _running.Remove(timer);
            if (due == Timeout.InfiniteTimeSpan)
                return;

            _running.Add(timer, due);
            foreach (var waiter in _waiters.Where(waiter => waiter.Due == due).ToList())
            {
                _waiters.Remove(waiter);
                waiter.Seen.SetResult();
            }
        }
    }

    private sealed class WatchedTimer(ManualTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isChanged = timer.Change(dueTime, period);
            if (dueTime > TimeSpan.Zero && dueTime <= time.FireUpTo)
            {
                time.Waits.Enqueue(dueTime);
                ThreadPool.QueueUserWorkItem(_ => time.Advance(dueTime));
            }
            else
            {
                time.Note(timer, dueTime);
            }

            return isChanged;
        }

        public void Dispose()
        {
            time.Note(timer, Timeout.InfiniteTimeSpan);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
