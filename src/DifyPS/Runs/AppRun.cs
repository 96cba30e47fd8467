using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Streaming;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Runs.Checkpoints;

namespace DifyPS.Runs;

/// <summary>What is to be seen of a run as it goes.</summary>
internal enum OutputMode
{
    Result,
    Text,
    Events,
}

/// <summary>What every run is about.</summary>
internal sealed record RunPlan(
    PipelineContext Context,
    AppBinding Binding,
    string User,
    OutputMode Watch,
    int TimeoutSeconds,
    CheckpointItem? Checkpoint = null
);

/// <summary>One run of an app. When it is cut short from here, Dify is told to stop, so that no tokens burn on.</summary>
internal abstract class AppRun<T>
{
    // How long a cancelled command may still take to tell Dify; people wait for their prompt.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(3);

    // A run that was just begun has no name yet that it could be stopped by; it comes with the first event.
    private static readonly TimeSpan NamePatience = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<bool> _named = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // How long a reply that has come to its end may still wait for what trails it, once its time is over.
    private static readonly TimeSpan TrailPatience = TimeSpan.FromSeconds(3);

    private CancellationToken _limit;
    private CancellationToken _caller;
    private volatile string? _taskId;
    private volatile bool _isClosed;

    protected AppRun(RunPlan plan) => Plan = plan;

    protected RunPlan Plan { get; }

    protected string App => Plan.Binding.Name;

    /// <summary>Whether some of the text has been shown at the host.</summary>
    protected bool IsTextShown { get; private set; }

    public async Task RunAsync(DifyClient client, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (Plan.TimeoutSeconds > 0)
            limit.CancelAfter(TimeSpan.FromSeconds(Plan.TimeoutSeconds));
        _limit = limit.Token;
        _caller = cancellationToken;
        // Dify is told to stop before the line is cut: once it is, some servers know nothing of the task any more.
        using var line = new CancellationTokenSource();
        using var stopping = limit.Token.Register(() => _ = StopAsync(client, line));
        try
        {
            var result = await ReceiveAsync(client, line.Token).ConfigureAwait(false);
            if (!_isClosed)
                limit.Token.ThrowIfCancellationRequested();
            cancellationToken.ThrowIfCancellationRequested();
            EndText();
            CompletionCache.Note(Plan.Binding, Plan.User);
            CompletionCache.Forget(App);
            Emit(result);
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            EndText();
            _named.TrySetResult(false);
            await _stopped.Task.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw new DifyCommandException(
                "ReplyTimeout", ErrorCategory.OperationTimeout,
                Strings.FormatRunTimeout(App, Plan.TimeoutSeconds),
                Strings.GiveItLonger, App);
        }
        catch (DifyStreamException e) when (e.Code == DifyStreamException.ReplyTooLarge)
        {
            // It was cut short from here: Dify would write on and on.
            EndText();
            await RequestStopAsync(client).ConfigureAwait(false);
            throw;
        }
        catch
        {
            EndText();
            throw;
        }
    }

    /// <summary>Has the run done.</summary>
    protected abstract Task<T> SendAsync(DifyClient client, Action<DifyEvent> onEvent, CancellationToken cancellationToken);

    /// <summary>Tells Dify to stop it.</summary>
    protected abstract Task StopAsync(DifyClient client, string taskId, CancellationToken cancellationToken);

    /// <summary>The text of an event that is to be shown live.</summary>
    protected abstract string? TextOf(DifyEvent e);

    /// <summary>Gives what came out.</summary>
    protected abstract void Emit(T result);

    /// <summary>Gives a result, unless its events have been given; streamed text is not shown again by the view.</summary>
    protected void WriteOutput(object output)
    {
        if (Plan.Watch == OutputMode.Events)
            return;
        var wrapped = new PSObject(output);
        if (Plan.Watch == OutputMode.Text)
            wrapped.TypeNames.Insert(0, output.GetType().FullName + "#Streamed");
        Plan.Context.WriteObject(wrapped);
    }

    private async Task<T> ReceiveAsync(DifyClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(client, OnEvent, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ended.TrySetResult(true);
        }
    }

    private void OnEvent(DifyEvent e)
    {
        _taskId ??= e.TaskId;
        if (_taskId is not null)
            _named.TrySetResult(true);
        Plan.Checkpoint?.OnEvent(e);
        // What closes after the time is over was told to stop.
        if (!_limit.IsCancellationRequested)
        {
            _isClosed = e switch
            {
                MessageEndEvent or WorkflowFinishedEvent or WorkflowPausedEvent => true,
                HumanInputFormFilledEvent or HumanInputFormTimeoutEvent => false,
                _ => _isClosed,
            };
        }

        if (_isClosed ? _caller.IsCancellationRequested : _limit.IsCancellationRequested)
            return;
        if (ServerWarning.Of(e) is { } warning)
            Plan.Context.WriteWarning(Strings.FormatRunServerWarning(App, warning));
        switch (Plan.Watch)
        {
            case OutputMode.Events:
                Plan.Context.WriteObject(new DifyStreamEvent(App, Plan.User, e));
                break;
            case OutputMode.Text when TextOf(e) is { Length: > 0 } text:
                IsTextShown = true;
                Plan.Context.WriteHost(DisplayFormat.Text(text));
                break;
        }
    }

    private void EndText()
    {
        if (IsTextShown)
            Plan.Context.WriteHost(Environment.NewLine);
        IsTextShown = false;
    }

    private async Task StopAsync(DifyClient client, CancellationTokenSource line)
    {
        // A reply that is complete is given, even if the server has not closed its stream when the time is over.
        if (_isClosed && !_caller.IsCancellationRequested)
            await Task.WhenAny(_ended.Task, Task.Delay(TrailPatience, _caller)).ConfigureAwait(false);
        if (!_ended.Task.IsCompleted)
        {
            await RequestStopAsync(client).ConfigureAwait(false);
            Cancel(line);
        }

        _stopped.TrySetResult(true);
    }

    private async Task RequestStopAsync(DifyClient client)
    {
        try
        {
            await Task.WhenAny(_named.Task, Task.Delay(NamePatience)).ConfigureAwait(false);
            if (_taskId is { } task)
            {
                using var patience = new CancellationTokenSource(StopPatience);
                await StopAsync(client, task, patience.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is DifyException or OperationCanceledException)
        {
            // Leaving is what was asked for; that Dify could not be told does not change it.
        }
    }

    private static void Cancel(CancellationTokenSource line)
    {
        try
        {
            line.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run came to its end in the same moment.
        }
    }
}
