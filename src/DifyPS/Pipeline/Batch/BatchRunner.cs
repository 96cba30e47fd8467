using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Common;

namespace DifyPS.Pipeline.Batch;

/// <summary>
/// Works on several items of a pipeline at once, on the thread pool, with everything written on the pipeline thread.
/// <see cref="Add"/> takes an item only when it can begin, so that input is pulled no faster than it is worked on and
/// memory holds what is under way.
/// </summary>
internal sealed class BatchRunner
{
    // A server that refuses this often, with its waits between, has no room today.
    private const int MostRefusals = 20;

    // With -Ordered a slow item holds back what those behind it have to say; so far they may run ahead.
    private const int OrderedWindow = 4;

    private readonly DifyCmdlet _cmdlet;
    private readonly BatchOptions _options;
    private readonly BatchProgress _progress;
    private readonly PipelineQueue _queue = new();
    private readonly CancellationTokenSource _cancel;
    private readonly List<(BatchItem Item, Task Work)> _running = new();
    private readonly Queue<BatchItem> _refused = new();
    private readonly SortedDictionary<long, (OrderedOutput Output, bool Ended)> _order = new();
    private long _number;
    private long _head;
    private int _inFlight;

    public BatchRunner(DifyCmdlet cmdlet, BatchOptions options, string activity, TimeProvider? clock = null)
    {
        _cmdlet = cmdlet;
        _options = options;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(cmdlet.StopToken, _queue.Abandoned);
        Gate = new ThrottleGate(options, clock ?? TimeProvider.System);
        _progress = new BatchProgress(cmdlet, activity, options.ExpectedCount);
    }

    public ThrottleGate Gate { get; }

    public BatchCounts Counts { get; } = new();

    /// <summary>Where work that outlives its item's turn hands over to, such as a client that several items share.</summary>
    public IPipeline Pipeline => _queue;

    /// <summary>Begins the item as soon as it may, and writes what has come meanwhile.</summary>
    public void Add(BatchItem item)
    {
        if (IsClosed)
        {
            Counts.Left++;
            return;
        }

        Guard(() =>
        {
            StartRefused();
            WaitForTurn();
            if (IsClosed)
                Counts.Left++;
            else
                Start(item);
            // Whoever makes the next item may take long: results are written before, as far as there is no room anyway.
            while (
                _queue.TryServe(_inFlight >= Gate.Limit ? _progress.Interval : TimeSpan.Zero, _cmdlet.StopToken) || _inFlight >= Gate.Limit
            )
            {
                _progress.Show(Counts, _inFlight);
            }
        });
    }

    /// <summary>Waits for something that the items to come need, serving what it asks of the pipeline thread.</summary>
    public void Await(Task task) => Guard(() =>
    {
        // Its end comes through the queue like all that is awaited on this thread.
        _ = task.ContinueWith(
            _ => _queue.Post(static () => { }), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        while (!task.IsCompleted)
            _queue.TryServe(Timeout.InfiniteTimeSpan, _cmdlet.StopToken);
    });

    /// <summary>Waits for all that is under way.</summary>
    public void Complete() => Guard(() =>
    {
        while (_inFlight > 0 || (_refused.Count > 0 && !IsClosed))
        {
            StartRefused();
            _queue.TryServe(_progress.Interval, _cmdlet.StopToken);
            _progress.Show(Counts, _inFlight);
        }

        while (_refused.Count > 0)
        {
            Counts.Left++;
            var left = _refused.Dequeue();
            if (_options.Ordered)
                Advance(left.Number);
        }

        while (_queue.TryServe(TimeSpan.Zero, _cmdlet.StopToken))
        {
        }

        _progress.End();
    });

    // By a quota that is used up, a server that wants no more of them for long, or what is wrong with the app itself.
    private bool IsClosed => _cmdlet.End.Reason is not null;

    private void WaitForTurn()
    {
        TimeSpan? wait = null;
        while (!IsClosed && (IsTooFarAhead() || _refused.Count > 0 || !Gate.TryEnter(_inFlight, out wait)))
        {
            _queue.TryServe(wait is { } pause && pause < _progress.Interval ? pause : _progress.Interval, _cmdlet.StopToken);
            _progress.Show(Counts, _inFlight);
            StartRefused();
        }
    }

    private bool IsTooFarAhead() => _options.Ordered && _number - _head >= (long)OrderedWindow * _options.ThrottleLimit;

    private void StartRefused()
    {
        while (_refused.Count > 0 && !IsClosed && Gate.TryEnter(_inFlight, out _))
            Start(_refused.Dequeue());
    }

    private void Start(BatchItem item)
    {
        if (item.Refusals == 0)
        {
            item.Number = _number++;
            Counts.Begun++;
            if (_options.Ordered)
                _order[item.Number] = (new OrderedOutput(_queue), false);
        }

        _inFlight++;
        var context = new PipelineContext(_cmdlet, _options.Ordered ? _order[item.Number].Output : _queue, item.Mark);
        if (_options.Ordered && item.Number == _head)
            _order[item.Number].Output.BecomeHead();
        _running.RemoveAll(static one => one.Work.IsCompleted && (one.Item.IsCounted || one.Item.Outcome == ItemOutcome.None));
        _running.Add((item, Task.Run(() => WorkAsync(item, context))));
    }

    private async Task WorkAsync(BatchItem item, PipelineContext context)
    {
        Exception? error = null;
        try
        {
            await item.Work(context, _cancel.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            error = e;
        }

        item.Outcome = error is OperationCanceledException && _cancel.IsCancellationRequested ? ItemOutcome.None
            : error is not null || context.HasFailed ? ItemOutcome.Failed
            : context.IsSkipped ? ItemOutcome.Skipped
            : ItemOutcome.Succeeded;
        _queue.Post(() => End(item, context, error));
    }

    // On the pipeline thread.
    private void End(BatchItem item, PipelineContext context, Exception? error)
    {
        _inFlight--;
        if (context.IsUnsent)
            Gate.GiveBack();
        if (error is DifyApiException { IsThrottled: true } refusal && item.Refusals < MostRefusals && !IsClosed && !IsForLong(refusal))
        {
            // It certainly was not carried out: its turn comes again, when the time has passed that was asked for.
            item.Refusals++;
            item.Outcome = ItemOutcome.None;
            _refused.Enqueue(item);
            return;
        }

        if (error is not null && IsToldAlready(error))
        {
            item.Outcome = ItemOutcome.None;
            Counts.Begun--;
            Counts.Left++;
        }
        else
        {
            Counts.Add(item);
            if (item.Outcome == ItemOutcome.Succeeded)
                Gate.OnDone();
            if (error is not null)
                ReportError(item, context, error);
        }

        if (_options.Ordered)
            Advance(item.Number);
        _progress.Show(Counts, _inFlight);
    }

    private void ReportError(BatchItem item, PipelineContext context, Exception error)
    {
        if (error is OperationCanceledException && _cancel.IsCancellationRequested)
            return;
        if (!ErrorRecords.IsExpected(error))
            throw error;
        if (_cmdlet.IsOfAll(error) || (error is DifyApiException refusal && (refusal.IsQuota || IsForLong(refusal))))
            _cmdlet.End.Reason ??= error;
        context.WriteError(error, item.Target);
    }

    // Those that were begun beside the one that ended the list, and came upon the same: none of them was carried out. A run whose end could
    // not be noted was.
    private bool IsToldAlready(Exception error) =>
        _cmdlet.End.Reason is { } reason
        && _cmdlet.IsOfAll(error)
        && error is not DifyCommandException { ErrorId: "CheckpointNotWritable" }
        && AppTrouble.AreSame(error, reason);

    private static bool IsForLong(DifyApiException error) => error.IsThrottled && error.RetryAfter > ThrottleGate.LongestPause;

    private void Advance(long number)
    {
        _order[number] = (_order[number].Output, true);
        while (_order.TryGetValue(_head, out var head))
        {
            head.Output.BecomeHead();
            if (!head.Ended)
                return;
            _order.Remove(_head);
            _head++;
        }
    }

    // Whoever stops us, those behind in the pipeline or Ctrl+C: what is under way is cancelled, and waited for, since it
    // still tells Dify to stop and notes where it was.
    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException) when (_cmdlet.StopToken.IsCancellationRequested)
        {
            Abandon();
        }
        catch
        {
            Abandon();
            throw;
        }
    }

    private void Abandon()
    {
        _queue.Abandon();
        Task.WaitAll(_running.Select(static one => one.Work).ToArray());

        // What ended meanwhile has its result, though it can be written no more.
        foreach (var (item, _) in _running)
            Counts.Add(item);
        _running.Clear();
    }
}
