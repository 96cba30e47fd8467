using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Dify.Simulator.Scripts;

namespace Dify.Simulator.State;

/// <summary>The runs of all apps, by task, workflow run and form, and who asked to stop them. Old ones are forgotten.</summary>
internal sealed class RunStore
{
    private const int StopCapacity = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<(SimulatedApp App, StopRequest Stop)> _stops = new();
    private readonly ConcurrentDictionary<Guid, SimulatedRun> _byTask = new();
    private readonly ConcurrentDictionary<Guid, SimulatedRun> _byWorkflowRun = new();
    private readonly ConcurrentDictionary<string, (SimulatedRun Run, PendingForm Form)> _byForm = new(StringComparer.Ordinal);

    /// <summary>Tells of a request to stop a task.</summary>
    public event Action<SimulatedApp, StopRequest>? Stopping;

    public void Add(SimulatedRun run)
    {
        _byTask[run.TaskId] = run;
        if (run.WorkflowRunId is { } id)
            _byWorkflowRun[id] = run;

        foreach (var form in run.Forms)
            _byForm[form.Token] = (run, form);

        foreach (var old in run.App.RunQueue.Add(run))
            Forget(old);
    }

    public SimulatedRun? FindTask(Guid id) => _byTask.GetValueOrDefault(id);

    public SimulatedRun? FindWorkflowRun(Guid id) => _byWorkflowRun.GetValueOrDefault(id);

    /// <summary>A form that somebody may have been told of.</summary>
    public (SimulatedRun Run, PendingForm Form)? FindForm(string token) =>
        _byForm.TryGetValue(token, out var found) && found.Form is { IsOpened: true, Form.WebApp: true } ? found : null;

    public IReadOnlyList<StopRequest> StopsOf(SimulatedApp app)
    {
        lock (_lock)
            return [.. _stops.Where(entry => entry.App == app).Select(entry => entry.Stop)];
    }

    public void Add(SimulatedApp app, StopRequest stop)
    {
        lock (_lock)
        {
            _stops.Enqueue((app, stop));
            if (_stops.Count > StopCapacity)
                _stops.Dequeue();
        }

        Stopping?.Invoke(app, stop);
    }

    public void InterruptAll()
    {
        foreach (var run in _byTask.Values)
            run.Driver?.Interrupt();
    }

    public void Forget(SimulatedApp app)
    {
        foreach (var run in app.RunQueue.Snapshot())
            Forget(run);
    }

    private void Forget(SimulatedRun run)
    {
        _byTask.TryRemove(run.TaskId, out _);
        if (run.WorkflowRunId is { } id)
            _byWorkflowRun.TryRemove(id, out _);

        foreach (var form in run.Forms)
            _byForm.TryRemove(form.Token, out _);
    }
}
