using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Pipeline;
using DifyPS.Runs.Checkpoints;
using DifyPS.Runs.Inputs;

namespace DifyPS.Runs;

/// <summary>All the work of one item of a run cmdlet: its inputs, what a checkpoint knows of it, and its run.</summary>
internal sealed class RunWork
{
    private readonly RunKind _kind;
    private readonly AppBinding _binding;
    private readonly RunItem _asked;
    private readonly FormSource _forms;
    private readonly BatchCheckpoint? _checkpoint;
    private string? _key;

    public RunWork(RunKind kind, AppBinding binding, RunItem asked, FormSource forms, BatchCheckpoint? checkpoint, string? key)
    {
        _kind = kind;
        _binding = binding;
        _asked = asked;
        _forms = forms;
        _checkpoint = checkpoint;
        _key = key;
    }

    public OutputMode Watch { get; init; }

    public int TimeoutSeconds { get; init; }

    public async Task RunAsync(PipelineContext pipeline, DifyClient client, CancellationToken cancellationToken)
    {
        // An item with a result needs no look at its inputs, which may not fit the app any more.
        if (_checkpoint is not null && _key is not null && _checkpoint.HasResult(_key))
        {
            pipeline.IsSkipped = true;
            return;
        }

        var preparer = new InputPreparer(pipeline, client, _binding, _forms, _asked.User);
        var input = await CheckAsync(preparer, cancellationToken).ConfigureAwait(false);
        var run = new RunContext(_kind, pipeline, client, _binding, _asked) { Watch = Watch, TimeoutSeconds = TimeoutSeconds };
        if (_checkpoint is null)
        {
            var sent = await preparer.UploadAsync(input, cancellationToken).ConfigureAwait(false);
            await new AppRun(run, sent).RunAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        // An item that was refused comes again, and is still the same.
        _key ??= _checkpoint.Keys.Of(input, _asked.Text, _asked.Conversation);
        var (item, earlier) = await _checkpoint.DecideAsync(_key, client, _binding, _asked.User, cancellationToken).ConfigureAwait(false);
        if (item is null)
        {
            pipeline.IsSkipped = true;
            return;
        }

        run = run with { Noted = item };
        using var stopping = cancellationToken.Register(item.OnStopped);

        // An error here says nothing of what was begun earlier: it stays noted as begun, and is not run again for it.
        var isTakenUp =
            earlier is not null
            && await RunFollower.TryTakeUpAsync(run, earlier, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!isTakenUp)
            {
                var prepared = await preparer.UploadAsync(input, cancellationToken).ConfigureAwait(false);
                item.OnSending(_asked.User, prepared.Inputs, _asked.Text, _asked.Conversation);
                await new AppRun(run, prepared).RunAsync(cancellationToken).ConfigureAwait(false);
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
                .CheckAsync(_asked, _kind.NeedsAllInputs(_asked), _kind.UnassignedFiles, cancellationToken)
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
