using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator.Scripts;
using Dify.Simulator.State;

namespace Dify.Simulator;

/// <summary>One answer being made, or made.</summary>
public sealed class SimulatedRun
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _answer = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;

    internal SimulatedRun(SimulatedApp app, Conversation conversation, Message message, string user, TimeProvider time)
    {
        App = app;
        Conversation = conversation;
        Message = message;
        User = user;
        Script = app.Script;
        CreatedAt = time.GetUtcNow();
        _time = time;
        WorkflowRunId = AppModes.HasRuns(app.Mode) ? Guid.NewGuid() : null;
    }

    /// <summary>The app.</summary>
    public SimulatedApp App { get; }

    /// <summary>The task, which can be stopped.</summary>
    public Guid TaskId { get; } = Guid.NewGuid();

    /// <summary>The message.</summary>
    public Guid MessageId => Message.Id;

    /// <summary>The conversation it is in.</summary>
    public Guid ConversationId => Conversation.Id;

    /// <summary>The workflow run, for a chatflow.</summary>
    public Guid? WorkflowRunId { get; }

    /// <summary>The end user who asks.</summary>
    public string User { get; }

    /// <summary>What is asked.</summary>
    public string Query => Message.Query;

    /// <summary>The values of the app's variables.</summary>
    public JsonObject Inputs => Message.Inputs;

    /// <summary>How it stands; one of <see cref="RunStatus"/>.</summary>
    public string Status { get; internal set; } = RunStatus.Running;

    /// <summary>When it began.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>When it was stopped.</summary>
    public DateTimeOffset? StoppedAt { get; internal set; }

    /// <summary>The answer so far.</summary>
    public string Answer
    {
        get
        {
            lock (_lock)
            {
                return HasEnded ? Message.Answer : _answer.ToString();
            }
        }
    }

    /// <summary>Ends when the run has, well or not.</summary>
    public Task Ended => _ended.Task;

    internal Conversation Conversation { get; }

    internal Message Message { get; }

    internal ChatScript Script { get; }

    internal string? Error { get; set; }

    internal SimulatedError? Failed { get; set; }

    internal int Chunks { get; private set; }

    internal int Steps { get; set; }

    /// <summary>The events of its nodes so far, for a snapshot.</summary>
    internal List<ReadOnlyMemory<byte>> NodeFrames { get; } = [];

    internal TaskCompletionSource<FormAnswer> Form { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal RunDriver? Driver { get; set; }

    internal bool HasEnded => FinishedAt is not null;

    internal double Elapsed => ((FinishedAt ?? _time.GetUtcNow()) - CreatedAt).TotalSeconds;

    /// <summary>Answers the form that the run waits for, or will wait for.</summary>
    /// <returns>Whether this was the first answer.</returns>
    public bool Submit(string action, JsonObject? inputs = null) => Form.TrySetResult(new FormAnswer(action, inputs ?? []));

    internal void Append(string text)
    {
        lock (_lock)
        {
            _answer.Append(text);
            Chunks++;
        }
    }

    internal void Replace(string text)
    {
        lock (_lock)
        {
            _answer.Clear().Append(text);
        }
    }

    internal void End(string status)
    {
        Status = status;
        Message.Error = Error;
        Message.Answer = Answer;
        lock (_lock)
        {
            // From here on the message has the answer, and once is enough for a long one.
            FinishedAt = _time.GetUtcNow();
            _answer.Clear();
            _answer.Capacity = 0;
        }

        Message.Usage = Usage.Of(this);
        _ended.TrySetResult();
    }
}
