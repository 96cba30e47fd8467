using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator.Streaming;

namespace Dify.Simulator.Scripts;

/// <summary>Plays a run: takes its events in their time and hands them to whoever listens.</summary>
/// <remarks>
/// The gate is held but for the waits, so who comes or goes meets the run between two events. Events that follow each other without a
/// delay go out together, as many as fit a batch.
/// </remarks>
internal sealed class RunDriver(SimulatedRun run, Playbook playbook, SimulatorState state)
{
    private const int BatchSize = 64 * 1024;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ArrayBufferWriter<byte> _batch = new();
    private readonly List<EventSink> _sinks = [];
    private readonly CancellationTokenSource _interrupt = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _streams;
    private bool _done;

    /// <summary>Ends when the run has ended, or waits for a form: when a blocking request can be answered.</summary>
    public Task Settled => _settled.Task;

    // The run of a chatflow or workflow can be listened to again; every other ends with its only stream.
    private bool IsResumable => run.WorkflowRunId is not null;

    private bool Holds => _streams && IsResumable && run.Script.HoldWhileUnwatched;

    /// <summary>Begins, with a first listener or, for a blocking request, with none.</summary>
    public void Start(EventSink? sink)
    {
        if (sink is not null)
        {
            _streams = true;
            Add(sink);
        }

        _ = DriveAsync();
    }

    /// <summary>Lets one more client listen.</summary>
    /// <returns>False when the run has ended already.</returns>
    public async Task<bool> AttachAsync(EventSink sink, bool snapshot)
    {
        await _gate.WaitAsync();
        try
        {
            if (_done)
                return false;

            var replay = new ArrayBufferWriter<byte>();
            if (snapshot)
            {
                // As Dify does: the run's beginning, its nodes and, below, the pause that it is in.
                replay.Write(new EventFactory(run).WorkflowEvent("workflow_started", WorkflowEvents.Started(run)).Span);
                foreach (var frame in run.NodeFrames)
                    replay.Write(frame.Span);
            }

            // A snapshot of a run that waits ends with what it waits for.
            var waits =
                snapshot
                && run.Status == RunStatus.Paused
                && (run.Script.ResumeDelay > TimeSpan.Zero || run.OpenForm is { Outcome.IsCompleted: false });
            foreach (var frame in waits ? run.PauseFrames : [])
                replay.Write(frame.Span);

            await sink.SendAsync(replay.WrittenMemory);
            Add(sink);
            if (waits && !sink.ContinueOnPause)
                sink.Close();

            _arrival.TrySetResult();
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends the run before its time.</summary>
    public void Interrupt() => _interrupt.Cancel();

    private void Add(EventSink sink)
    {
        _sinks.Add(sink);
        sink.Left += _ =>
        {
            if (!IsResumable)
                Interrupt();
        };
    }

    private async Task DriveAsync()
    {
        await _gate.WaitAsync();
        try
        {
            await PlayAsync();
        }
        catch (Exception e)
        {
            _batch.Write(playbook.PlayCrash(e).Span);
            await FlushAsync();
        }
        finally
        {
            _done = true;
            foreach (var sink in _sinks)
                sink.Close();

            run.Release();
            _gate.Release();
            _settled.TrySetResult();
        }
    }

    private async Task PlayAsync()
    {
        using var events = playbook.Play().GetEnumerator();
        if (run.Script.Warning is { } warning)
            _batch.Write(Frame.Of(new JsonObject { ["event"] = "warning", ["warning"] = warning }).Span);

        var delay = run.Script.FirstDelay;
        var duration = run.Script.Duration;
        while (true)
        {
            // The closing events come without a delay.
            if (delay > TimeSpan.Zero && !run.HasEnded)
            {
                await FlushAsync(startToo: true);
                await WaitAsync(null, delay);
            }

            if (Holds && !HasListeners())
                await WaitAsync(_arrival.Task, Timeout.InfiniteTimeSpan);

            if (_interrupt.IsCancellationRequested || !events.MoveNext())
                break;

            delay = run.Script.Delay;
            if (duration > TimeSpan.Zero)
            {
                var left = duration - (run.Now - run.CreatedAt);
                delay = left > delay ? left : delay;
                duration = TimeSpan.Zero;
            }

            _batch.Write(events.Current.Span);
            if (_batch.WrittenCount >= BatchSize || Holds)
                await FlushAsync();

            if (run.Status == RunStatus.Paused)
                await PauseAsync();
        }

        if (!run.HasEnded)
        {
            foreach (var frame in playbook.PlayStopped())
                _batch.Write(frame.Span);
        }

        await FlushAsync(startToo: true);
    }

    private async Task PauseAsync()
    {
        await FlushAsync();
        foreach (var sink in _sinks)
        {
            if (!sink.ContinueOnPause)
                sink.Close();
        }

        _settled.TrySetResult();
        var form = run.OpenForm!;
        var left = form.Expiration - run.Now;
        await WaitAsync(form.Outcome, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        if (!_interrupt.IsCancellationRequested)
        {
            // From now on it is too late: what comes next tells so.
            form.TryExpire();
        }

        if (run.Script.ResumeDelay > TimeSpan.Zero)
            await WaitAsync(null, run.Script.ResumeDelay);

        run.Status = RunStatus.Running;
    }

    private async Task FlushAsync(bool startToo = false)
    {
        if (_batch.WrittenCount > 0 || startToo)
        {
            foreach (var sink in _sinks)
                await sink.SendAsync(_batch.WrittenMemory);

            _batch.ResetWrittenCount();
        }
    }

    private bool HasListeners()
    {
        if (_sinks.RemoveAll(static sink => !sink.IsOpen) > 0 && _sinks.Count == 0)
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        return _sinks.Count > 0;
    }

    /// <summary>Waits for a signal, a time or an interruption, whichever is first, and sends pings meanwhile.</summary>
    private async Task WaitAsync(Task? signal, TimeSpan limit)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_interrupt.Token);
        _gate.Release();
        try
        {
            var left = limit;
            while (!over.IsCancellationRequested && signal?.IsCompleted != true)
            {
                var quiet = limit == Timeout.InfiniteTimeSpan || left > state.PingInterval ? state.PingInterval : left;
                var pause = Task.Delay(quiet, state.Time, over.Token);
                await Task.WhenAny(signal is null ? [pause] : [pause, signal]);
                left -= quiet;
                if (limit != Timeout.InfiniteTimeSpan && left <= TimeSpan.Zero)
                    break;

                if (pause.IsCompletedSuccessfully)
                    await PingAsync();
            }
        }
        finally
        {
            await over.CancelAsync();
            await _gate.WaitAsync();
        }
    }

    private async Task PingAsync()
    {
        await _gate.WaitAsync();
        foreach (var sink in _sinks)
            await sink.SendAsync(Frame.Ping);

        _gate.Release();
    }
}
