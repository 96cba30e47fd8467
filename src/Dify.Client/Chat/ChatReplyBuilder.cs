using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using Dify.Client.Streaming;

namespace Dify.Client.Chat;

/// <summary>Collects a reply from the events of a chat stream. Not for several threads at once.</summary>
public sealed class ChatReplyBuilder
{
    private readonly StringBuilder _answer = new();
    private readonly List<AgentThought> _thoughts = [];
    private readonly List<MessageFile> _files = [];
    private readonly List<HumanInputPause> _pauses = [];
    private readonly StepList _steps = new();
    private StringBuilder? _reasoning;
    private MessageEndEvent? _end;
    private WorkflowFinishedEvent? _finished;
    private string? _conversationId;
    private string? _messageId;
    private string? _taskId;
    private DateTimeOffset? _createdAt;
    private string? _status;
    private string? _error;
    private bool _isAgent;
    private bool _isReplaced;
    private bool _isResumed;

    /// <summary>The number of characters the answer has so far.</summary>
    public int Length => _answer.Length;

    internal string? WorkflowRunId { get; private set; }

    internal bool IsWorkflowFailed => _finished?.Data.Status == "failed";

    /// <summary>A resumed stream has pieces missing that only the run's outputs can fill in.</summary>
    internal bool MayHaveGaps => _isResumed && !_isReplaced && AnswerOf(_finished?.Data.Outputs) is null;

    /// <summary>Takes the next event.</summary>
    /// <param name="item">The event.</param>
    public void Add(DifyEvent item)
    {
        if (item is null)
        {
            throw new ArgumentNullException(nameof(item));
        }

        _conversationId = item.ConversationId ?? _conversationId;
        _messageId = item.MessageId ?? _messageId;
        _taskId = item.TaskId ?? _taskId;
        WorkflowRunId = item.WorkflowRunId ?? WorkflowRunId;
        _createdAt ??= item.CreatedAt;
        switch (item)
        {
            case MessageEvent message when _isAgent:
                // A New Agent's closing message repeats the whole answer.
                Replace(message.Answer);
                break;
            case MessageEvent message:
                _answer.Append(message.Answer);
                break;
            case AgentMessageEvent message:
                _isAgent = true;
                _answer.Append(message.Answer);
                break;
            case MessageReplaceEvent replaced:
                _isReplaced = true;
                Replace(replaced.Answer);
                break;
            case ReasoningChunkEvent chunk:
                (_reasoning ??= new StringBuilder()).Append(chunk.Data.Reasoning);
                break;
            case AgentThoughtEvent thought:
                Put(_thoughts, thought.Thought, static one => one.Id);
                break;
            case MessageFileEvent file:
                Put(_files, file.File, static one => one.Id);
                break;
            case MessageEndEvent end:
                _end = end;
                _status ??= "succeeded";
                break;
            case ErrorEvent error:
                _status = "failed";
                _error ??= error.Message;
                break;
            default:
                AddOfWorkflow(item);
                break;
        }
    }

    /// <summary>The reply as it stands.</summary>
    /// <param name="elapsed">How long it took.</param>
    /// <returns>The reply.</returns>
    public ChatReply Build(TimeSpan elapsed) => new()
    {
        Answer = _answer.ToString(),
        ConversationId = _conversationId,
        MessageId = _messageId,
        TaskId = _taskId,
        WorkflowRunId = WorkflowRunId,
        Status = _status ?? "incomplete",
        Error = _error,
        Usage = _end?.Usage ?? (_finished?.Data.TotalTokens is { } tokens ? new TokenUsage { TotalTokens = tokens } : null),
        Citations = _end?.Citations ?? [],
        Thoughts = [.. _thoughts],
        Files = [.. _files],
        Reasoning = _reasoning?.ToString(),
        Pauses = _status == "paused" ? [.. _pauses] : [],
        Steps = _steps.Build(),
        CreatedAt = _createdAt,
        Elapsed = elapsed,
        Resumed = _isResumed,
        Metadata = _end?.Metadata,
    };

    /// <summary>The stream broke, and what follows comes from the run itself.</summary>
    internal void Resume() => _isResumed = true;

    /// <summary>The stream did not come to its end, whatever the answer looks like.</summary>
    internal void MarkIncomplete() => _status = "incomplete";

    /// <summary>Puts the run's own output in the place of an answer with gaps.</summary>
    internal void TakeOutputs(JsonElement? outputs)
    {
        // What moderation has put in the answer's place must not come back.
        if (!_isReplaced && AnswerOf(outputs) is { } whole)
        {
            Replace(whole);
        }
    }

    private static string? AnswerOf(JsonElement? outputs) =>
        outputs is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty("answer", out var answer) && answer.ValueKind == JsonValueKind.String
            ? answer.GetString()
            : null;

    private static void Put<T>(List<T> list, T item, Func<T, string?> id)
    {
        var index = id(item) is { } known ? list.FindIndex(one => id(one) == known) : -1;
        if (index < 0)
        {
            list.Add(item);
        }
        else
        {
            list[index] = item;
        }
    }

    private void AddOfWorkflow(DifyEvent item)
    {
        switch (item)
        {
            case WorkflowStartedEvent started:
                WorkflowRunId ??= started.Data.Id;
                if (_isResumed && started.Data.Reason is null or "initial")
                {
                    // The run is told from its beginning once more.
                    Replace(string.Empty);
                    _reasoning = null;
                }

                break;
            case NodeStartedEvent node:
                _steps.Put(node.Data, "running");
                break;
            case NodeFinishedEvent node:
                _steps.Put(node.Data, node.Data.Status);
                break;
            case NodeRetryEvent node:
                _steps.Put(node.Data, "retry");
                break;
            case HumanInputRequiredEvent required:
                Put(_pauses, required.Data, static one => one.FormId);
                break;
            case HumanInputFormFilledEvent filled:
                _pauses.RemoveAll(one => one.NodeId == filled.Data.NodeId);
                break;
            case HumanInputFormTimeoutEvent late:
                _pauses.RemoveAll(one => one.NodeId == late.Data.NodeId);
                break;
            case WorkflowPausedEvent paused:
                WorkflowRunId ??= paused.Data.WorkflowRunId;
                _status = "paused";
                break;
            case WorkflowFinishedEvent finished:
                _finished = finished;
                _status = finished.Data.Status ?? _status ?? "succeeded";
                _error = finished.Data.Error is { Length: > 0 } error ? error : _error;
                if (_isResumed || _answer.Length == 0)
                {
                    TakeOutputs(finished.Data.Outputs);
                }

                break;
        }
    }

    private void Replace(string text) => _answer.Clear().Append(text);
}
