using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text.Json;
using Dify.Client;
using Dify.Client.Chat;
using Dify.Client.Runs;
using Dify.Client.Streaming;
using Dify.Client.Workflows;
using DifyPS.Common;

namespace DifyPS.Runs.Checkpoints;

/// <summary>Notes how one item goes, as soon as it is known.</summary>
internal sealed class CheckpointItem
{
    private readonly CheckpointFile _file;
    private readonly string _key;
    private readonly bool _hasRun;
    private string? _run;
    private string? _message;
    private bool _isSent;
    private DifyCommandException? _unnoted;

    /// <param name="file">Where it is noted.</param>
    /// <param name="key">What the item is known by.</param>
    /// <param name="hasRun">Whether Dify knows how it ended, also when it was stopped.</param>
    public CheckpointItem(CheckpointFile file, string key, bool hasRun)
    {
        _hasRun = hasRun;
        _file = file;
        _key = key;
    }

    /// <summary>Whether the item's end has been noted.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The item is about to be sent: from here on it may be carried out.</summary>
    public void OnSending(string user, IReadOnlyDictionary<string, object?> inputs, string? text, string? conversation)
    {
        // What could not be noted is not sent, and has not been begun.
        _file.Append(
            _key,
            CheckpointState.Sending,
            Fields(("user", user), ("input", inputs), ("text", text), ("conversationId", conversation))
        );
        _isSent = true;
    }

    /// <summary>An event came: the first that names the run, or the message, is noted.</summary>
    public void OnEvent(DifyEvent e)
    {
        if ((e.WorkflowRunId is null || e.WorkflowRunId == _run) && (e.MessageId is null || _message is not null))
            return;
        _run = e.WorkflowRunId ?? _run;
        _message = e.MessageId ?? _message;
        Append(
            CheckpointState.Running,
            Fields(("runId", _run), ("taskId", e.TaskId), ("messageId", _message), ("conversationId", e.ConversationId))
        );
    }

    public void OnEnded(WorkflowResult result) => End(
        result.Status,
        ("runId", result.WorkflowRunId),
        ("outputs", result.Outputs is { ValueKind: not JsonValueKind.Null } outputs ? outputs : null),
        ("error", result.Error),
        ("tokens", result.TotalTokens),
        ("seconds", Math.Round(result.Elapsed.TotalSeconds, 3)));

    public void OnEnded(ChatReply reply) => End(
        reply.Status,
        ("runId", reply.WorkflowRunId),
        ("messageId", reply.MessageId),
        ("conversationId", reply.ConversationId),
        ("answer", reply.Answer),
        ("error", reply.Error),
        ("tokens", reply.Usage?.TotalTokens),
        ("seconds", Math.Round(reply.Elapsed.TotalSeconds, 3)));

    /// <summary>
    /// The command was stopped, and Dify is told to stop the item. What it then keeps of a message looks like an answer; of
    /// a run it says itself that it was stopped, or that it was not.
    /// </summary>
    public void OnStopped()
    {
        if (_isSent && !IsEnded && !_hasRun)
            Append(CheckpointState.Stopped, Fields(("runId", _run), ("messageId", _message)));
    }

    /// <summary>An error ended the item: a result like any other if it may have been carried out, else a try that does not count.</summary>
    public void OnError(Exception error)
    {
        if (IsEnded)
            return;
        if (_run is not null && error is DifyStreamException { Code: not DifyStreamException.ReplyTooLarge })
        {
            // The run may go on in Dify: the next command with this checkpoint asks what became of it.
            return;
        }

        if (_isSent && MayHaveRun(error))
            End("failed", ("error", error.Message), ("errorId", IdOf(error)));
        else
            Append(CheckpointState.Refused, Fields(("error", error.Message), ("errorId", IdOf(error))));
    }

    /// <summary>Tells, once the item is over, that what came last of it could not be noted.</summary>
    /// <exception cref="DifyCommandException"><c>CheckpointNotWritable</c>.</exception>
    public void RequireNoted()
    {
        if (_unnoted is not null)
            throw _unnoted;
    }

    private static bool MayHaveRun(Exception error) => error switch
    {
        DifyConnectionException e => !e.NeverConnected,
        DifyApiException e => e.FromStream || e.StatusCode >= 500,
        DifyCommandException e => e.ErrorId == "ReplyTimeout",
        _ => true,
    };

    private static string? IdOf(Exception error) => error switch
    {
        DifyException e => e.Code,
        DifyCommandException e => e.ErrorId,
        _ => error.GetType().Name,
    };

    private void End(string status, params (string Name, object? Value)[] fields)
    {
        // What did not come to its end has no result: the next run of the batch asks what became of it.
        if (status == RunStatus.Incomplete)
            return;
        IsEnded = true;
        var all = new List<(string Name, object? Value)> { ("status", status) };
        all.AddRange(fields);
        Append(CheckpointState.Ended, Fields(all.ToArray()));
    }

    // What is under way goes on, and its result is given, whether or not it can be noted.
    private void Append(string kind, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        try
        {
            _file.Append(_key, kind, fields);
            _unnoted = null;
        }
        catch (DifyCommandException e)
        {
            _unnoted = e;
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> Fields(params (string Name, object? Value)[] fields)
    {
        foreach (var (name, value) in fields)
            yield return new KeyValuePair<string, object?>(name, value);
    }
}
