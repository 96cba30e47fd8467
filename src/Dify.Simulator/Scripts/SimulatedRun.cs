using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator.Scripts;
using Dify.Simulator.State;

namespace Dify.Simulator;

/// <summary>One answer being made, or made: a chat's, a Text Generator's or a workflow's.</summary>
/// <remarks>Thousands of them are kept, so an ended one holds no more than can be asked for.</remarks>
public sealed class SimulatedRun
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RunRequest _request;
    private readonly LedgerEntry _ledger;
    private readonly TimeProvider _time;
    private StringBuilder? _text = new();
    private string _answer = "";

    internal SimulatedRun(SimulatedApp app, RunRequest request, TimeProvider time)
    {
        App = app;
        _request = request;
        Script = app.Script;
        CreatedAt = time.GetUtcNow();
        _time = time;
        WorkflowRunId = AppModes.HasRuns(app.Mode) ? Guid.NewGuid() : null;
        Forms = WorkflowRunId is null ? [] : [.. Script.AllPauses.Select(form => new PendingForm(form))];
        _ledger = app.Ledger.Begin(request.Inputs);
    }

    /// <summary>The app.</summary>
    public SimulatedApp App { get; }

    /// <summary>The task, which can be stopped.</summary>
    public Guid TaskId { get; } = Guid.NewGuid();

    /// <summary>The message, unless it is a workflow's run.</summary>
    public Guid? MessageId => _request.Message?.Id;

    /// <summary>The conversation it is in, for a chat.</summary>
    public Guid? ConversationId => _request.Conversation?.Id;

    /// <summary>The workflow run, for a chatflow or a workflow.</summary>
    public Guid? WorkflowRunId { get; }

    /// <summary>The end user who asks.</summary>
    public string User => _request.User;

    /// <summary>What is asked, if it is asked in words.</summary>
    public string Query => _request.Query;

    /// <summary>The values of the app's variables.</summary>
    public JsonObject Inputs => _request.Inputs;

    /// <summary>How it stands; one of <see cref="RunStatus"/>.</summary>
    public string Status { get; internal set; } = RunStatus.Running;

    /// <summary>When it began.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>When it was stopped.</summary>
    public DateTimeOffset? StoppedAt { get; internal set; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; internal set; }

    /// <summary>The answer so far.</summary>
    public string Answer
    {
        get
        {
            lock (_lock)
                return _text?.ToString() ?? _answer;
        }
    }

    /// <summary>The outputs, for a chatflow or a workflow.</summary>
    public JsonObject Outputs => WorkflowEvents.Outputs(this);

    /// <summary>Ends when the run has, well or not.</summary>
    public Task Ended => _ended.Task;

    internal Conversation? Conversation => _request.Conversation;

    /// <summary>Where what is said here is kept.</summary>
    internal Message? Message => _request.Message;

    internal ChatScript Script { get; }

    /// <summary>What <c>GET /workflows/logs</c> calls it.</summary>
    internal Guid LogId { get; } = Guid.NewGuid();

    internal SimulatedError? Failed { get; set; }

    internal int Chunks { get; private set; }

    internal int Steps { get; set; }

    /// <summary>The files of the answer.</summary>
    internal IReadOnlyList<JsonObject> Files { get; private set; } = [];

    /// <summary>The sources of the answer.</summary>
    internal IReadOnlyList<JsonObject> Resources { get; private set; } = [];

    /// <summary>The events of its nodes so far, for a snapshot.</summary>
    internal List<ReadOnlyMemory<byte>> NodeFrames { get; private set; } = [];

    /// <summary>The events of the pause that it is in, for a snapshot.</summary>
    internal IReadOnlyList<ReadOnlyMemory<byte>> PauseFrames { get; set; } = [];

    /// <summary>What is told of the pause that it is in.</summary>
    internal JsonObject? PauseData { get; set; }

    /// <summary>The forms it waits for, one after the other.</summary>
    internal IReadOnlyList<PendingForm> Forms { get; }

    /// <summary>The form it waits for, or waited for last.</summary>
    internal PendingForm? OpenForm { get; private set; }

    internal RunDriver? Driver { get; set; }

    internal bool HasEnded => FinishedAt is not null;

    internal double Elapsed => ((FinishedAt ?? _time.GetUtcNow()) - CreatedAt).TotalSeconds;

    internal DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Answers the form that the run waits for, or will wait for.</summary>
    /// <returns>Whether there was one that nobody had answered.</returns>
    public bool Submit(string action, JsonObject? inputs = null) => Forms.Any(form => form.TrySubmit(new FormAnswer(action, inputs ?? [])));

    internal void Append(string text)
    {
        lock (_lock)
        {
            _text?.Append(text);
            Chunks++;
        }
    }

    internal void Replace(string text)
    {
        lock (_lock)
            _text?.Clear().Append(text);
    }

    internal void AddFile(JsonObject file)
    {
        Files = [.. Files, file];
        Message?.AnswerFiles = Files;
    }

    internal void Cite(IReadOnlyList<JsonObject> resources)
    {
        Resources = resources;
        Message?.Resources = resources;
    }

    internal void End(string status)
    {
        if (HasEnded)
            return;

        lock (_lock)
        {
            _answer = Answer;
            _text = null;
            FinishedAt = _time.GetUtcNow();
            Status = status;
        }

        foreach (var form in Forms)
            form.TryExpire();

        // As Dify does: what is stopped is kept as far as it came, and what nobody listens to any more is not kept.
        if (status != RunStatus.Stopped || StoppedAt is not null)
        {
            Message?.Answer = _answer;
            Message?.Error = Error;
            Message?.Usage = Usage.Of(this);
        }

        _ledger.End(status);
        _ended.TrySetResult();
    }

    /// <summary>Waits for a form from here on.</summary>
    internal void Pause(PendingForm form)
    {
        OpenForm = form;
        Status = RunStatus.Paused;
    }

    /// <summary>Lets go of what only a run at work needs.</summary>
    internal void Release()
    {
        Driver = null;
        NodeFrames = [];
        PauseFrames = [];
    }
}
