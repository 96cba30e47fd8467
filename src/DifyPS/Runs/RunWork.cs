using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Commands;
using DifyPS.Common;
using DifyPS.Pipeline;
using DifyPS.Runs.Checkpoints;
using DifyPS.Runs.Inputs;

namespace DifyPS.Runs;

/// <summary>All the work of one item of a run cmdlet: its inputs, what a checkpoint knows of it, and its run.</summary>
internal sealed class RunWork
{
    private readonly AppBinding _binding;
    private readonly RunOrder _order;
    private readonly FormSource _forms;
    private readonly BatchCheckpoint? _checkpoint;
    private readonly OutputMode _watch;
    private readonly int _timeoutSeconds;
    private readonly object? _origin;
    private readonly Func<RunPlan, DifyClient, PreparedInput, CancellationToken, Task> _run;
    private string? _key;

    public RunWork(
        AppBinding binding,
        RunOrder order,
        FormSource forms,
        BatchCheckpoint? checkpoint,
        string? key,
        OutputMode watch,
        int timeoutSeconds,
        object? origin,
        Func<RunPlan, DifyClient, PreparedInput, CancellationToken, Task> run)
    {
        _binding = binding;
        _order = order;
        _forms = forms;
        _checkpoint = checkpoint;
        _key = key;
        _watch = watch;
        _timeoutSeconds = timeoutSeconds;
        _origin = origin;
        _run = run;
    }

    public async Task RunAsync(PipelineContext context, DifyClient client, CancellationToken cancellationToken)
    {
        // An item with a result needs no look at its inputs, which may not fit the app any more.
        if (_checkpoint is not null && _key is not null && _checkpoint.HasResult(_key))
        {
            context.IsSkipped = true;
            return;
        }

        var preparer = new InputPreparer(context, client, _binding, _forms, _order.User);
        var input = await CheckAsync(preparer, cancellationToken).ConfigureAwait(false);
        var plan = new RunPlan(context, _binding, _order.User, _watch, _timeoutSeconds);
        if (_checkpoint is null)
        {
            await _run(plan, client, await preparer.UploadAsync(input, cancellationToken).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
            return;
        }

        // An item that was refused comes again, and is still the same.
        _key ??= _checkpoint.Keys.Of(input, _order.Text, _order.Conversation);
        var (item, earlier) = await _checkpoint.DecideAsync(_key, client, _binding, _order.User, cancellationToken).ConfigureAwait(false);
        if (item is null)
        {
            context.IsSkipped = true;
            return;
        }

        plan = plan with { Checkpoint = item };
        using var stopping = cancellationToken.Register(item.OnStopped);

        // An error here says nothing of what was begun earlier: it stays noted as begun, and is not run again for it.
        var isTakenUp =
            earlier is not null
            && await RunFollower
                .TryTakeUpAsync(plan, client, earlier, _order.Text ?? string.Empty, _origin, cancellationToken)
                .ConfigureAwait(false);
        try
        {
            if (!isTakenUp)
            {
                var prepared = await preparer.UploadAsync(input, cancellationToken).ConfigureAwait(false);
                item.OnSending(_order.User, prepared.Inputs, _order.Text, _order.Conversation);
                await _run(plan, client, prepared, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            item.OnError(e);
            throw;
        }

        item.RequireNoted();
    }

    private async Task<CheckedInput> CheckAsync(InputPreparer preparer, CancellationToken cancellationToken)
    {
        try
        {
            return await preparer
                .CheckAsync(_order.Input, _order.NeedsAllInputs, _order.LooseFiles, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DifyCommandException e) when (_key is not null)
        {
            // Inputs that do not fit give no key of their own.
            _checkpoint?.Refuse(_key, e);
            throw;
        }
    }
}
