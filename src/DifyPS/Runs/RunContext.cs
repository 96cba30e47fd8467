using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Pipeline;
using DifyPS.Runs.Checkpoints;
using DifyPS.Runs.Inputs;

namespace DifyPS.Runs;

/// <summary>What is to be seen of a run as it goes.</summary>
internal enum OutputMode
{
    Result,
    Text,
    Events,
}

/// <summary>
/// One item: what was asked, of which app, and, once it is under way, where what comes of it goes. All its work begins here: its
/// inputs, what a checkpoint knows of it, and its run.
/// </summary>
/// <param name="kind">What kind of run it is.</param>
/// <param name="binding">The app.</param>
/// <param name="item">What was asked.</param>
internal sealed class RunContext(RunKind kind, AppBinding binding, RunItem item)
{
    private PipelineContext? _pipeline;
    private DifyClient? _client;

    public RunKind Kind { get; } = kind;

    public AppBinding Binding { get; } = binding;

    public RunItem Item { get; } = item;

    public string User => Item.User;

    /// <summary>What is to be seen of it as it goes.</summary>
    public OutputMode Watch { get; init; }

    /// <summary>The most seconds that it may take; no limit when 0.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>Where forms are known; those of the command.</summary>
    public FormSource Forms { get => field ??= new FormSource(); init; }

    /// <summary>The command's checkpoint; null without one.</summary>
    public BatchCheckpoint? Checkpoint { get; init; }

    /// <summary>What it is known by in the checkpoint; null as long as only its inputs could tell.</summary>
    public string? Key { get; set; }

    /// <summary>Where the checkpoint notes it; null without one.</summary>
    public CheckpointItem? Noted { get; private set; }

    /// <summary>Where output goes. Only once it is under way.</summary>
    public PipelineContext Pipeline { get => _pipeline!; init => _pipeline = value; }

    /// <summary>The app's client. Only once it is under way.</summary>
    public DifyClient Client { get => _client!; init => _client = value; }

    /// <summary>Does all of it; again, if the server had no room for it.</summary>
    public async Task RunAsync(PipelineContext pipeline, Task<DifyClient> connecting, CancellationToken cancellationToken)
    {
        _client = await connecting.ConfigureAwait(false);
        _pipeline = pipeline;
        pipeline.IsUnsent = true;
        // An item with a result needs no look at its inputs, which may not fit the app any more.
        if (Checkpoint is not null && Key is not null && Checkpoint.HasResult(Key))
        {
            pipeline.IsSkipped = true;
            return;
        }

        var preparer = new InputPreparer(pipeline, _client, Binding, Forms, User);
        FilledForm form;
        try
        {
            form = await preparer
                .CheckAsync(Item, Kind.NeedsAllInputs(Item), Kind.UnassignedFiles, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (Key is not null && (e is DifyCommandException or ArgumentException or IOException))
        {
            // Inputs that do not fit give no key of their own.
            Checkpoint?.Refuse(Key, e);
            throw;
        }

        if (Checkpoint is not null)
        {
            await RunNotedAsync(Checkpoint, preparer, form, cancellationToken).ConfigureAwait(false);
            return;
        }

        pipeline.IsUnsent = false;
        await preparer.UploadAsync(form, cancellationToken).ConfigureAwait(false);
        await new AppRun(this, form).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RunNotedAsync(
        BatchCheckpoint checkpoint,
        InputPreparer preparer,
        FilledForm form,
        CancellationToken cancellationToken
    )
    {
        // An item that was refused comes again, and is still the same.
        Key ??= checkpoint.Keys.Of(form, Item.Text, Item.Conversation);
        var (noted, earlier) = await checkpoint.DecideAsync(Key, Client, Binding, User, cancellationToken).ConfigureAwait(false);
        if (noted is null)
        {
            Pipeline.IsSkipped = true;
            return;
        }

        Pipeline.IsUnsent = false;
        Noted = noted;
        using var stopping = cancellationToken.Register(noted.OnStopped);

        // An error here says nothing of what was begun earlier: it stays noted as begun, and is not run again for it.
        var isTakenUp =
            earlier is not null
            && await RunFollower.TryTakeUpAsync(this, earlier, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!isTakenUp)
            {
                await preparer.UploadAsync(form, cancellationToken).ConfigureAwait(false);
                noted.OnSending(User, form.Values, Item.Text, Item.Conversation);
                await new AppRun(this, form).RunAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            noted.OnError(e);
            throw;
        }

        noted.RequireNoted();
    }
}
