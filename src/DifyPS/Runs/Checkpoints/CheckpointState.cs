using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace DifyPS.Runs.Checkpoints;

/// <summary>What a checkpoint knows of one item: its last line, and what earlier ones said beside.</summary>
internal sealed class CheckpointState
{
    /// <summary>The item was about to be sent.</summary>
    public const string Sending = "sending";

    /// <summary>Dify has named its run or message.</summary>
    public const string Running = "running";

    /// <summary>It ended, well or not: this is its result.</summary>
    public const string Ended = "ended";

    /// <summary>It was refused before it was carried out, so it has no result.</summary>
    public const string Refused = "refused";

    /// <summary>It was told to stop with its command, so that what Dify has of it is no result.</summary>
    public const string Stopped = "stopped";

    public string Event { get; private set; } = string.Empty;

    public string? Status { get; private set; }

    public string? RunId { get; private set; }

    public string? TaskId { get; private set; }

    public string? MessageId { get; private set; }

    public string? ConversationId { get; private set; }

    public string? User { get; private set; }

    public DateTimeOffset Time { get; private set; }

    /// <summary>When it was about to be sent for the last time.</summary>
    public DateTimeOffset SentAt { get; private set; }

    /// <summary>What was sent, as long as Dify has not named a run or message for it.</summary>
    public JsonElement? Input { get; private set; }

    public bool IsFinal => Event == Ended;

    public bool IsFailure => IsFinal && Status == "failed";

    /// <summary>The text that was sent beside it.</summary>
    public string? Message { get; private set; }

    /// <summary>Its run was found, which no line names.</summary>
    public void FindRun(string runId) => RunId = runId;

    /// <summary>Its message was found, which no line names.</summary>
    public void FindMessage(string conversationId, string messageId) => (ConversationId, MessageId) = (conversationId, messageId);

    /// <summary>Takes what the next line of a file says.</summary>
    public void Apply(JsonElement line)
    {
        Apply(name => Text(line, name));
        Input = Event == Sending && line.TryGetProperty("input", out var input) ? input.Clone() : null;
    }

    /// <summary>
    /// Takes what was just written, which needs no reading. Its input is not kept: what is looked for by its input was sent by an
    /// earlier command.
    /// </summary>
    public void Apply(IReadOnlyDictionary<string, object?> line)
    {
        Apply(name => line.TryGetValue(name, out var value) ? value as string : null);
        Input = null;
    }

    private void Apply(Func<string, string?> text)
    {
        Event = text("event") ?? Event;
        Time = DateTimeOffset.TryParse(text("time"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? time
            : Time;
        User = text("user") ?? User;
        if (Event == Sending)
        {
            // Another try: what is known of an earlier one is past.
            SentAt = Time;
            Message = text("text");
            Status = RunId = TaskId = MessageId = null;
            ConversationId = text("conversationId");
            return;
        }

        Message = null;
        Status = text("status") ?? Status;
        RunId = text("runId") ?? RunId;
        TaskId = text("taskId") ?? TaskId;
        MessageId = text("messageId") ?? MessageId;
        ConversationId = text("conversationId") ?? ConversationId;
    }

    public static string? Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
