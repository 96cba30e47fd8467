using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Dify.Simulator.State;

/// <summary>The runs of all apps, by task and by workflow run, and who asked to stop them. Old ones are forgotten.</summary>
internal sealed class RunStore
{
    private const int Capacity = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<SimulatedRun> _order = new();
    private readonly Queue<(SimulatedApp App, StopRequest Stop)> _stops = new();
    private readonly ConcurrentDictionary<Guid, SimulatedRun> _byTask = new();
    private readonly ConcurrentDictionary<Guid, SimulatedRun> _byWorkflowRun = new();

    /// <summary>Tells of a request to stop a task.</summary>
    public event Action<SimulatedApp, StopRequest>? Stopping;

    public void Add(SimulatedRun run)
    {
        _byTask[run.TaskId] = run;
        if (run.WorkflowRunId is { } id)
        {
            _byWorkflowRun[id] = run;
        }

        lock (_lock)
        {
            _order.Enqueue(run);

            // A run in progress is never forgotten: its turn comes when it has ended.
            while (_order.Count > Capacity && _order.Peek().HasEnded)
            {
                Forget(_order.Dequeue());
            }
        }
    }

    public SimulatedRun? FindTask(Guid id) => _byTask.GetValueOrDefault(id);

    public SimulatedRun? FindWorkflowRun(Guid id) => _byWorkflowRun.GetValueOrDefault(id);

    public IReadOnlyList<SimulatedRun> Of(SimulatedApp app)
    {
        lock (_lock)
        {
            return [.. _order.Where(run => run.App == app)];
        }
    }

    public IReadOnlyList<StopRequest> StopsOf(SimulatedApp app)
    {
        lock (_lock)
        {
            return [.. _stops.Where(entry => entry.App == app).Select(entry => entry.Stop)];
        }
    }

    public void Add(SimulatedApp app, StopRequest stop)
    {
        lock (_lock)
        {
            _stops.Enqueue((app, stop));
            if (_stops.Count > Capacity)
            {
                _stops.Dequeue();
            }
        }

        Stopping?.Invoke(app, stop);
    }

    public void InterruptAll()
    {
        foreach (var run in _byTask.Values)
        {
            run.Driver?.Interrupt();
        }
    }

    private void Forget(SimulatedRun run)
    {
        _byTask.TryRemove(run.TaskId, out _);
        if (run.WorkflowRunId is { } id)
        {
            _byWorkflowRun.TryRemove(id, out _);
        }
    }
}
