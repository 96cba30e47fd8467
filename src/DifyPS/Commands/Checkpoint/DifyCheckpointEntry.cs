using System;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using DifyPS.Common;
using DifyPS.Runs.Checkpoints;

namespace DifyPS;

/// <summary>What a checkpoint keeps of one item. Piped into a run cmdlet, it is that item again.</summary>
public sealed class DifyCheckpointEntry
{
    private readonly CheckpointState _state = new();

    internal DifyCheckpointEntry(string app, string key)
    {
        App = app;
        Key = key;
    }

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary>What the item is known by.</summary>
    public string Key { get; }

    /// <summary>
    /// What the item was, on one line for people to read: its own key, its message or its inputs; nothing where none of them was noted.
    /// </summary>
    public string Item =>
        DisplayFormat.Line(
            !CheckpointKeys.IsMade(Key) ? Key
            : Message ?? (Input?.Properties.ToList() is [var only] ? only.Value : Input)
        );

    /// <summary>
    /// Its result's status, such as <c>succeeded</c> or <c>failed</c>; without a result <c>refused</c>, <c>running</c> or
    /// <c>sending</c>.
    /// </summary>
    public string Status => _state.IsFinal ? _state.Status ?? string.Empty : _state.Event;

    /// <summary>The inputs that were sent, with a property a variable.</summary>
    public PSObject? Input { get; private set; }

    /// <summary>The message or query that was sent beside the inputs.</summary>
    public string? Message { get; private set; }

    /// <summary>The workflow run.</summary>
    public string? RunId => _state.RunId;

    /// <summary>The saved message.</summary>
    public string? MessageId => _state.MessageId;

    /// <summary>The task.</summary>
    public string? TaskId => _state.TaskId;

    /// <summary>The end user.</summary>
    public string? User => _state.User;

    /// <summary>What a workflow gave, with a property an output variable.</summary>
    public PSObject? Outputs { get; private set; }

    /// <summary>What a chat app or a text generator answered.</summary>
    public string? Answer { get; private set; }

    /// <summary>Why it failed or was refused.</summary>
    public string? Error { get; private set; }

    /// <summary>The error's id.</summary>
    public string? ErrorId { get; private set; }

    /// <summary>The tokens it took.</summary>
    public long? Tokens { get; private set; }

    /// <summary>How long it took.</summary>
    public TimeSpan? Elapsed { get; private set; }

    /// <summary>When this was noted, local time.</summary>
    public DateTimeOffset Time => _state.Time.ToLocalTime();

    /// <summary>Gives the message, or the key of an item without one.</summary>
    public override string ToString() => DisplayFormat.Text(Message ?? Key);

    internal void Apply(JsonElement line)
    {
        _state.Apply(line);
        if (_state.Event == CheckpointState.Sending)
        {
            Input = Object(line, "input");
            Message = CheckpointState.Text(line, "text");
            (Outputs, Answer, Error, ErrorId, Tokens, Elapsed) = (null, null, null, null, null, null);
            return;
        }

        Outputs = Object(line, "outputs") ?? Outputs;
        Answer = CheckpointState.Text(line, "answer") ?? Answer;
        Error = CheckpointState.Text(line, "error");
        ErrorId = CheckpointState.Text(line, "errorId");
        Tokens =
            line.TryGetProperty("tokens", out var tokens) && tokens.ValueKind == JsonValueKind.Number && tokens.TryGetInt64(out var count)
                ? count
                : Tokens;
        Elapsed =
            line.TryGetProperty("seconds", out var seconds)
            && seconds.ValueKind == JsonValueKind.Number
            && seconds.TryGetDouble(out var length)
            && length is >= 0 and < 1e9
                ? TimeSpan.FromSeconds(length)
                : Elapsed;
    }

    private static PSObject? Object(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? PowerShellValues.FromJson(value) as PSObject
            : null;
}
