using System;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Dify.Client.Runs;
using Dify.Client.Streaming;
using Dify.Client.Values;

namespace Dify.Client.Chat;

/// <summary>Collects a reply from the events of a chat stream. Not for several threads at once.</summary>
public sealed class ChatReplyBuilder : IRunBuilder<ChatReply>
{
    private readonly StringBuilder _answer = new();
    private readonly KeyedList<AgentThought> _thoughts = new();
    private readonly KeyedList<MessageFile> _files = new();
    private readonly ReplySize _size;
    private readonly WorkflowTrack _track;
    private StringBuilder? _reasoning;
    private MessageEndEvent? _end;
    private string? _conversationId;
    private string? _messageId;
    private string? _taskId;
    private DateTimeOffset? _createdAt;
    private string? _status;
    private string? _error;
    private string? _saidBefore;
    private bool _isAgent;
    private bool _isReplaced;
    private bool _isResumed;
    private bool _isRecorded;

    /// <summary>Makes an empty one, with the limits that <see cref="DifyClientOptions"/> has unless set.</summary>
    public ChatReplyBuilder()
        : this(new ReplySize())
    {
    }

    internal ChatReplyBuilder(ReplySize size)
    {
        _size = size;
        _track = new WorkflowTrack(size);
    }

    /// <summary>The number of characters the answer has so far.</summary>
    public int Length => _answer.Length;

    string? IRunBuilder<ChatReply>.WorkflowRunId => _track.RunId;

    bool IRunBuilder<ChatReply>.IsWorkflowFailed => _track.IsFailed;

    // An answer with gaps is completed from the run's outputs, unless moderation has put something in its place.
    bool IRunBuilder<ChatReply>.MayHaveGaps =>
        _isResumed && !_isRecorded && !_isReplaced && _status != RunStatus.Paused && AnswerOf(_track.Finished?.Outputs) is null;

    bool IRunBuilder<ChatReply>.IsPaused => _track.IsPaused;

    bool IRunBuilder<ChatReply>.IsEndMissing =>
        _end is not null && _track.RunId is not null && _track.Finished is null && !_isRecorded && !_track.IsPaused;

    /// <summary>Takes the next event.</summary>
    /// <param name="item">The event.</param>
    /// <exception cref="DifyStreamException">There is too much of the reply (<c>ReplyTooLarge</c>); what came before stays.</exception>
    public void Add(DifyEvent item)
    {
        if (item is null)
            throw new ArgumentNullException(nameof(item));

        _conversationId = item.ConversationId ?? _conversationId;
        _messageId = item.MessageId ?? _messageId;
        _taskId = item.TaskId ?? _taskId;
        _track.Add(item);
        _createdAt ??= item.CreatedAt;
        switch (item)
        {
            case MessageEvent message when _isAgent:
                // A New Agent's closing message repeats the whole answer.
                Replace(message.Answer);
                break;
            case MessageEvent message:
                Append(message.Answer);
                break;
            case AgentMessageEvent message:
                _isAgent = true;
                Append(message.Answer);
                break;
            case MessageReplaceEvent replaced:
                _isReplaced = true;
                Replace(replaced.Answer);
                break;
            case ReasoningChunkEvent chunk:
                _size.Append(ReplySize.Reasoning, chunk.Data.Reasoning);
                (_reasoning ??= new StringBuilder()).Append(chunk.Data.Reasoning);
                break;
            case AgentThoughtEvent thought:
                _size.Put("thought", thought.Thought.Id, item.Size);
                _thoughts.Put(thought.Thought.Id, thought.Thought);
                break;
            case MessageFileEvent file:
                _size.Put("file", file.File.Id, item.Size);
                _files.Put(file.File.Id, file.File);
                break;
            case MessageEndEvent end:
                _size.Put("end", string.Empty, item.Size);
                _end = end;
                _status ??= RunStatus.Succeeded;
                break;
            case ErrorEvent error:
                _status = RunStatus.Failed;
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
    [MethodImpl(Compiled.AtOnce)]
    public ChatReply Build(TimeSpan elapsed) => new()
    {
        Answer = _answer.Length == 0 && _saidBefore is not null ? _saidBefore : _answer.ToString(),
        ConversationId = _conversationId,
        MessageId = _messageId,
        TaskId = _taskId,
        WorkflowRunId = _track.RunId,
        Status = _status ?? RunStatus.Incomplete,
        Error = _error,
        Usage = _end?.Usage ?? (_track.Finished?.TotalTokens is { } tokens ? new TokenUsage { TotalTokens = tokens } : null),
        Citations = _end?.Citations ?? [],
        Thoughts = _thoughts.ToArray(),
        Files = _files.ToArray(),
        Reasoning = _reasoning?.ToString(),
        Pauses = _track.Pauses,
        Steps = _track.Steps,
        CreatedAt = _createdAt,
        Elapsed = elapsed,
        Resumed = _isResumed,
        Metadata = _end?.Metadata,
    };

    void IRunBuilder<ChatReply>.Resume() => _isResumed = true;

    void IRunBuilder<ChatReply>.Join(string workflowRunId, string? answeredForm)
    {
        _isResumed = true;
        _track.RunId = workflowRunId;
        _track.AnsweredForm = answeredForm;
    }

    void IRunBuilder<ChatReply>.MarkIncomplete() => _status = RunStatus.Incomplete;

    void IRunBuilder<ChatReply>.Take(WorkflowRun run)
    {
        _isRecorded = true;
        ApplyOutputs(run.Outputs);
        if (_track.Finished is null && run.HasEnded)
        {
            _status = run.Status;
            _error = run.Error is { Length: > 0 } error ? error : _error;
        }
    }

    void IRunBuilder<ChatReply>.Leave(DifyException e, TimeSpan elapsed) => e.PartialReply = Build(elapsed);

    string IRunBuilder<ChatReply>.Describe() =>
        _messageId is null ? Strings.FormatReplyArrived(_answer.Length)
        : _conversationId is null ? Strings.FormatReplyArrivedMessage(_answer.Length, _messageId)
        : Strings.FormatReplyArrivedConversation(_answer.Length, _messageId, _conversationId);

    private static string? AnswerOf(JsonElement? outputs) =>
        outputs is { ValueKind: JsonValueKind.Object } all
        && all.TryGetProperty("answer", out var answer)
        && answer.ValueKind is not JsonValueKind.Null
            ? answer.ToString()
            : null;

    private void AddOfWorkflow(DifyEvent item)
    {
        switch (item)
        {
            case WorkflowStartedEvent { Data.Reason: null or "initial" } when _isResumed:
                // The run is told from its beginning once more; of what was said, perhaps nothing.
                _saidBefore = _answer.Length > 0 ? _answer.ToString() : _saidBefore;
                Replace(string.Empty);
                _reasoning = null;
                _size.Replace(ReplySize.Reasoning, null);
                _size.Put("said", string.Empty, 2L * (_saidBefore?.Length ?? 0));
                break;
            case WorkflowPausedEvent when _track.IsPaused:
                _status = RunStatus.Paused;
                break;
            case HumanInputFormFilledEvent or HumanInputFormTimeoutEvent:
                _status = null;
                break;
            case WorkflowFinishedEvent finished:
                _status = finished.Data.Status ?? _status ?? RunStatus.Succeeded;
                _error = finished.Data.Error is { Length: > 0 } error ? error : _error;
                if (_isResumed || _answer.Length == 0)
                    ApplyOutputs(finished.Data.Outputs);

                break;
        }
    }

    private void ApplyOutputs(JsonElement? outputs)
    {
        // What moderation has put in the answer's place must not come back.
        if (!_isReplaced && AnswerOf(outputs) is { } whole)
            Replace(whole);
    }

    private void Append(string piece)
    {
        _size.Append(ReplySize.Answer, piece);
        _answer.Append(piece);
    }

    private void Replace(string text)
    {
        _size.Replace(ReplySize.Answer, text);
        _answer.Clear().Append(text);
    }
}
