using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Streaming;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Runs.Inputs;

namespace DifyPS.Runs;

/// <summary>One run of an app. When it is cut short from here, Dify is told to stop, so that no tokens burn on.</summary>
internal sealed class AppRun
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

    private readonly RunContext _run;
    private readonly FilledForm _form;
    private bool _isTextShown;
    private CancellationToken _limit;
    private CancellationToken _caller;
    private volatile string? _taskId;
    private volatile bool _isClosed;

    public AppRun(RunContext run, FilledForm form)
    {
        _run = run;
        _form = form;
    }

    private string App => _run.Binding.Name;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_run.TimeoutSeconds > 0)
            limit.CancelAfter(TimeSpan.FromSeconds(_run.TimeoutSeconds));
        _limit = limit.Token;
        _caller = cancellationToken;
        // Dify is told to stop before the line is cut: once it is, some servers know nothing of the task any more.
        using var line = new CancellationTokenSource();
        using var stopping = limit.Token.Register(() => _ = StopAsync(line));
        try
        {
            Task sent;
            try
            {
                sent = _run.Kind.SendAsync(_run, _form, OnEvent, line.Token);
                await sent.ConfigureAwait(false);
            }
            finally
            {
                _ended.TrySetResult(true);
            }

            if (!_isClosed)
                limit.Token.ThrowIfCancellationRequested();
            cancellationToken.ThrowIfCancellationRequested();
            EndText();
            CompletionCache.Note(_run.Binding, _run.User);
            CompletionCache.Forget(App);
            _run.Kind.Emit(_run, sent, WriteOutput);
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            EndText();
            _named.TrySetResult(false);
            await _stopped.Task.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw new DifyCommandException(
                "ReplyTimeout", ErrorCategory.OperationTimeout,
                Strings.FormatRunTimeout(App, _run.TimeoutSeconds),
                Strings.GiveItLonger, App);
        }
        catch (DifyStreamException e) when (e.Code == DifyStreamException.ReplyTooLarge)
        {
            // It was cut short from here: Dify would write on and on.
            EndText();
            await RequestStopAsync().ConfigureAwait(false);
            throw;
        }
        catch
        {
            EndText();
            throw;
        }
    }

    /// <summary>Gives a result, unless its events have been given; streamed text is not shown again by the view.</summary>
    private void WriteOutput(object output)
    {
        if (_run.Watch == OutputMode.Events)
            return;
        var wrapped = new PSObject(output);
        if (_run.Watch == OutputMode.Text)
            wrapped.TypeNames.Insert(0, output.GetType().FullName + "#Streamed");
        _run.Pipeline.WriteObject(wrapped);
    }

    private void OnEvent(DifyEvent e)
    {
        _taskId ??= e.TaskId;
        if (_taskId is not null)
            _named.TrySetResult(true);
        _run.Noted?.OnEvent(e);
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
            _run.Pipeline.WriteWarning(Strings.FormatRunServerWarning(App, warning));
        switch (_run.Watch)
        {
            case OutputMode.Events:
                _run.Pipeline.WriteObject(new DifyStreamEvent(App, _run.User, e));
                break;
            case OutputMode.Text when _run.Kind.TextOf(e, _run.Binding.Mode, _isTextShown) is { Length: > 0 } text:
                _isTextShown = true;
                _run.Pipeline.WriteHost(DisplayFormat.Text(text));
                break;
        }
    }

    private void EndText()
    {
        if (_isTextShown)
            _run.Pipeline.WriteHost(Environment.NewLine);
        _isTextShown = false;
    }

    private async Task StopAsync(CancellationTokenSource line)
    {
        // A reply that is complete is given, even if the server has not closed its stream when the time is over.
        if (_isClosed && !_caller.IsCancellationRequested)
            await Task.WhenAny(_ended.Task, Task.Delay(TrailPatience, _caller)).ConfigureAwait(false);
        if (!_ended.Task.IsCompleted)
        {
            await RequestStopAsync().ConfigureAwait(false);
            Cancel(line);
        }

        _stopped.TrySetResult(true);
    }

    private async Task RequestStopAsync()
    {
        try
        {
            await Task.WhenAny(_named.Task, Task.Delay(NamePatience)).ConfigureAwait(false);
            if (_taskId is { } task)
            {
                using var patience = new CancellationTokenSource(StopPatience);
                await _run.Kind.StopAsync(_run.Client, task, _run.User, patience.Token).ConfigureAwait(false);
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
