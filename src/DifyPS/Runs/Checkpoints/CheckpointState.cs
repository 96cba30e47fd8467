using System;
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

    /// <summary>Takes what the next line says.</summary>
    public void Apply(JsonElement line)
    {
        Event = Text(line, "event") ?? Event;
        Time = DateTimeOffset.TryParse(
            Text(line, "time"),
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.RoundtripKind,
            out var time
        )
            ? time
            : Time;
        User = Text(line, "user") ?? User;
        if (Event == Sending)
        {
            // Another try: what is known of an earlier one is past.
            SentAt = Time;
            Input = line.TryGetProperty("input", out var input) ? input.Clone() : null;
            Message = Text(line, "text");
            Status = RunId = TaskId = MessageId = null;
            ConversationId = Text(line, "conversationId");
            return;
        }

        Input = null;
        Message = null;
        Status = Text(line, "status") ?? Status;
        RunId = Text(line, "runId") ?? RunId;
        TaskId = Text(line, "taskId") ?? TaskId;
        MessageId = Text(line, "messageId") ?? MessageId;
        ConversationId = Text(line, "conversationId") ?? ConversationId;
    }

    public static string? Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
