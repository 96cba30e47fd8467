using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using DifyPS.Binding;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>What is to be seen of a reply as it comes.</summary>
internal enum ChatWatch
{
    Reply,
    Text,
    Events,
}

/// <summary>One message and its reply. When it is cut short from here, Dify is told to stop, so that no tokens burn on.</summary>
internal sealed class ChatRun
{
    /// <summary>The type name that makes the view show the footer only, the text having been shown already.</summary>
    public const string StreamedTypeName = "DifyPS.DifyChatReply#Streamed";

    // How long a cancelled command may still take to tell Dify; people wait for their prompt.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(3);

    private readonly WorkContext _context;
    private readonly AppBinding _binding;
    private readonly ChatRequest _request;
    private readonly ChatWatch _watch;
    private readonly int _timeoutSeconds;

    private readonly TaskCompletionSource<bool> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CancellationToken _limit;
    private volatile string? _taskId;
    private bool _textShown;

    public ChatRun(WorkContext context, AppBinding binding, ChatRequest request, ChatWatch watch, int timeoutSeconds)
    {
        _context = context;
        _binding = binding;
        _request = request;
        _watch = watch;
        _timeoutSeconds = timeoutSeconds;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var client = await _context.Connector.ConnectAsync(_binding, cancellationToken).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_timeoutSeconds > 0)
            limit.CancelAfter(TimeSpan.FromSeconds(_timeoutSeconds));
        _limit = limit.Token;
        // Dify is told to stop before the line is cut: once it is, some servers know nothing of the task any more.
        using var line = new CancellationTokenSource();
        using var stopping = limit.Token.Register(() => _ = StopAsync(client, line));
        try
        {
            var reply = await client.Chat.SendAsync(_request, OnEvent, line.Token).ConfigureAwait(false);
            limit.Token.ThrowIfCancellationRequested();
            EndText();
            Tell(reply);
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            EndText();
            await _stopped.Task.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw new DifyBindingException(
                "ReplyTimeout", ErrorCategory.OperationTimeout,
                $"'{_binding.Name}' did not finish its reply within {_timeoutSeconds} s; it was told to stop.",
                "Give it longer with -TimeoutSeconds.", _binding.Name);
        }
        catch
        {
            EndText();
            throw;
        }
    }

    private void OnEvent(DifyEvent e)
    {
        _taskId ??= e.TaskId;
        if (_limit.IsCancellationRequested)
            return;
        switch (_watch)
        {
            case ChatWatch.Events:
                var seen = new DifyChatEvent(_binding.Name, e);
                _context.WriteObject(seen);
                break;
            case ChatWatch.Text when TextOf(e) is { Length: > 0 } text:
                _textShown = true;
                _context.WriteHost(text);
                break;
        }
    }

    // New Agent's closing message repeats the whole answer, which has been shown by then.
    private string? TextOf(DifyEvent e) => e switch
    {
        AgentMessageEvent part => part.Answer,
        MessageEvent part when _binding.Mode != AppModes.NewAgent || !_textShown => part.Answer,
        MessageReplaceEvent replaced => Environment.NewLine + replaced.Answer,
        _ => null,
    };

    private void EndText()
    {
        if (_textShown)
            _context.WriteHost(Environment.NewLine);
        _textShown = false;
    }

    private void Tell(ChatReply reply)
    {
        var output = new DifyChatReply(_binding, _request.Query, _request.User, reply);
        if (_watch != ChatWatch.Events)
        {
            var wrapped = new PSObject(output);
            if (_watch == ChatWatch.Text)
                wrapped.TypeNames.Insert(0, StreamedTypeName);
            _context.WriteObject(wrapped);
        }

        if (reply.Status == "failed")
        {
            _context.WriteError(
                new DifyBindingException(
                    "WorkflowFailed", ErrorCategory.InvalidResult,
                    $"The chatflow '{_binding.Name}' failed: {reply.Error ?? "Dify did not say why"}",
                    $"Its run is {reply.WorkflowRunId}; the app's logs in Dify show each node.", _binding.Name),
                output);
        }
    }

    private async Task StopAsync(DifyClient client, CancellationTokenSource line)
    {
        try
        {
            if (_taskId is { } task)
            {
                using var patience = new CancellationTokenSource(StopPatience);
                await client.Chat.StopAsync(task, _request.User, patience.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is DifyException or OperationCanceledException)
        {
            // Leaving is what was asked for; that Dify could not be told does not change it.
        }
        finally
        {
            line.Cancel();
            _stopped.TrySetResult(true);
        }
    }
}
