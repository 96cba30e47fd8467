using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Pipeline.Batch;

/// <summary>One command's batch: its items share a client an app, and what the server says about its load slows them all.</summary>
internal sealed class BatchSession
{
    private readonly DifyCmdlet _cmdlet;
    private readonly BatchRunner _runner;
    private readonly PipelineContext _context;
    private readonly ConcurrentDictionary<string, Connection> _clients = new(AppName.Comparer);
    private readonly string? _keeper;
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private bool _isStopTold;

    /// <param name="cmdlet">The command.</param>
    /// <param name="options">How many at once, and how fast.</param>
    /// <param name="activity">What progress calls it.</param>
    /// <param name="keeper">The checkpoint that keeps what came of each item; null when there is none.</param>
    public BatchSession(DifyCmdlet cmdlet, BatchOptions options, string activity, string? keeper = null)
    {
        _cmdlet = cmdlet;
        _keeper = keeper;
        _runner = new BatchRunner(cmdlet, options, activity);
        _context = new PipelineContext(cmdlet, _runner.Pipeline);
    }

    /// <summary>Begins the item as soon as it may.</summary>
    /// <param name="target">The target of errors.</param>
    /// <param name="binding">The app.</param>
    /// <param name="work">Does it, with the client of the app when that is there.</param>
    public void Add(object? target, AppBinding binding, Func<PipelineContext, Task<DifyClient>, CancellationToken, Task> work) =>
        Guard(() =>
        {
            if (_cmdlet.End.Reason is not null)
            {
                CountLeft();
                return;
            }

            // A vault is read on this thread, which may not come back soon. What went wrong is told by the item that asked.
            Task<DifyClient>? connecting = null;
            if (
                !_clients.TryGetValue(binding.Name, out var known)
                || !BindingSeal.IsSame(known.Binding, binding)
                || !known.Client.Value.IsCompleted
            )
            {
                _runner.Await(connecting = Task.Run(() => ConnectAsync(binding)));
            }
            _runner.Add(
                new BatchItem(
                    target,
                    (context, token) => work(context, Interlocked.Exchange(ref connecting, null) ?? ConnectAsync(binding), token)
                )
                {
                    Mark = _cmdlet.CurrentItem,
                }
            );
        });

    /// <summary>Waits for all that is under way.</summary>
    public void Complete() => Guard(() =>
    {
        _runner.Complete();
        var counts = _runner.Counts;
        if (counts.Left == 0 || _cmdlet.Stopping)
            return;
        var told = _cmdlet.End.Reason switch
        {
            DifyApiException { IsQuota: true } => QuotaExceeded(counts),
            DifyApiException { IsThrottled: true } refusal => ServerBusy(counts, refusal.RetryAfter),
            _ => _cmdlet.End.ToError(counts.Left, _keeper is not null),
        };
        _cmdlet.WriteError(ErrorRecords.From(told, null));
    });

    /// <summary>Counts an item that went wrong before there was something to begin.</summary>
    public void CountFailed() => _runner.Counts.Failed++;

    /// <summary>Counts an item that is not begun any more.</summary>
    public void CountLeft() => _runner.Counts.Left++;

    private static DifyCommandException QuotaExceeded(BatchCounts counts) => new(
        "QuotaExceeded", System.Management.Automation.ErrorCategory.LimitsExceeded,
        Strings.FormatQuotaExceeded(counts.Succeeded, counts.Failed, counts.Left),
        Strings.QuotaExceededAction);

    private static DifyCommandException ServerBusy(BatchCounts counts, TimeSpan? wait) =>
        new(
            "ServerBusy",
            System.Management.Automation.ErrorCategory.LimitsExceeded,
            Strings.FormatServerBusy(
                DisplayFormat.Duration(wait),
                DisplayFormat.Duration(ThrottleGate.LongestPause),
                counts.Succeeded,
                counts.Failed,
                counts.Left
            ),
            Strings.ServerBusyAction
        );

    public DifyBatchSummary Summarize() => new(_runner.Counts, _elapsed.Elapsed);

    // The first item that needs the client makes it; a failure is told by each item that needed it, and tried again by the next. An item
    // whose entry is another by now has a client of its own: the one of before leads to where the name led then.
    private async Task<DifyClient> ConnectAsync(AppBinding binding)
    {
        var connection = _clients.AddOrUpdate(
            binding.Name, _ => Connect(binding), (_, known) => BindingSeal.IsSame(known.Binding, binding) ? known : Connect(binding));
        try
        {
            return await connection.Client.Value.ConfigureAwait(false);
        }
        catch
        {
            ((ICollection<KeyValuePair<string, Connection>>)_clients).Remove(
                new KeyValuePair<string, Connection>(binding.Name, connection)
            );
            throw;
        }
    }

    private Connection Connect(AppBinding binding) => new(binding, new Lazy<Task<DifyClient>>(() =>
        _context.Connector.ConnectAsync(binding, _cmdlet.StopToken, onTooManyRequests: _runner.Gate.OnRefused)));

    // After Ctrl+C nothing can be written any more, least of all a summary: the host itself is told how far it came.
    private void Guard(Action action)
    {
        try
        {
            action();
        }
        finally
        {
            if (_cmdlet.Stopping && !_isStopTold && _cmdlet.IsWarned)
            {
                _isStopTold = true;
                _cmdlet.Host?.UI?.WriteWarningLine(StoppedText(_runner.Counts));
            }
        }
    }

    private string StoppedText(BatchCounts counts)
    {
        var cut = counts.Begun - counts.Succeeded - counts.Failed - counts.Skipped;
        var text = counts.Skipped > 0
            ? Strings.FormatBatchStoppedKnown(counts.Succeeded, counts.Failed, counts.Skipped, cut)
            : Strings.FormatBatchStopped(counts.Succeeded, counts.Failed, cut);
        return _keeper is null ? text : Strings.FormatBatchStoppedCheckpoint(text, _keeper);
    }

    private sealed record Connection(AppBinding Binding, Lazy<Task<DifyClient>> Client);
}
