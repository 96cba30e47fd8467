using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Binding;

namespace DifyPS.Pipeline.Batch;

/// <summary>One command's batch: its items share a client an app, and what the server says about its load slows them all.</summary>
internal sealed class BatchSession
{
    private readonly DifyCmdlet _cmdlet;
    private readonly BatchRunner _runner;
    private readonly WorkContext _context;
    private readonly ConcurrentDictionary<string, Lazy<Task<DifyClient>>> _clients = new(AppName.Comparer);
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();

    public BatchSession(DifyCmdlet cmdlet, BatchOptions options, string activity)
    {
        _cmdlet = cmdlet;
        _runner = new BatchRunner(cmdlet, options, activity);
        _context = new WorkContext(cmdlet, _runner.Pipeline);
    }

    /// <summary>Begins the item as soon as it may.</summary>
    public void Add(object? target, AppBinding binding, Func<WorkContext, DifyClient, CancellationToken, Task> work)
    {
        // A vault is read on this thread, which may not come back soon.
        if (!_clients.ContainsKey(binding.Name))
            _runner.Await(Task.Run(() => ConnectAsync(binding)));
        _runner.Add(new BatchItem(target, async (context, token) =>
            await work(context, await ConnectAsync(binding).ConfigureAwait(false), token).ConfigureAwait(false)));
    }

    /// <summary>Waits for all that is under way.</summary>
    public void Complete()
    {
        _runner.Complete();
        if (_runner.Counts.Left > 0)
        {
            _cmdlet.WriteError(ErrorRecords.From(
                new DifyBindingException(
                    "QuotaExceeded", System.Management.Automation.ErrorCategory.LimitsExceeded,
                    $"A quota of the workspace is used up (rate_limit_error): {_runner.Counts.Succeeded} items are done, {_runner.Counts.Failed} failed, and {_runner.Counts.Left} were not begun.",
                    "Run the rest when the quota has been renewed or raised."),
                null));
        }
    }

    public DifyBatchSummary Summarize() => new(_runner.Counts, _elapsed.Elapsed);

    // The first item that needs the client makes it; a failure is told by each item that needed it, and tried again by the next.
    private async Task<DifyClient> ConnectAsync(AppBinding binding)
    {
        var lazy = _clients.GetOrAdd(binding.Name, _ => new Lazy<Task<DifyClient>>(() =>
            _context.Connector.ConnectAsync(binding, _cmdlet.StopToken, onTooManyRequests: _runner.Gate.OnRefused)));
        try
        {
            return await lazy.Value.ConfigureAwait(false);
        }
        catch
        {
            _clients.TryRemove(binding.Name, out _);
            throw;
        }
    }
}
