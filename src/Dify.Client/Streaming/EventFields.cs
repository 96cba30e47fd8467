using System;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Streaming;

/// <summary>The top-level fields the parser looks at itself.</summary>
internal enum EventField
{
    Other,
    Event,
    TaskId,
    MessageId,
    ConversationId,
    WorkflowRunId,
    Id,
    CreatedAt,
    Text,
    Data,
}

internal static class EventFields
{
    // The length settles most comparisons; ValueTextEquals takes care of escapes, which only make names longer.
    [MethodImpl(Compiled.AtOnce)]
    public static EventField Of(ref Utf8JsonReader reader) => (reader.ValueIsEscaped ? 0 : reader.ValueSpan.Length) switch
    {
        2 when reader.ValueTextEquals("id"u8) => EventField.Id,
        4 when reader.ValueTextEquals("data"u8) => EventField.Data,
        5 when reader.ValueTextEquals("event"u8) => EventField.Event,
        5 when reader.ValueTextEquals("audio"u8) => EventField.Text,
        6 when reader.ValueTextEquals("answer"u8) => EventField.Text,
        7 when reader.ValueTextEquals("task_id"u8) => EventField.TaskId,
        10 when reader.ValueTextEquals("message_id"u8) => EventField.MessageId,
        10 when reader.ValueTextEquals("created_at"u8) => EventField.CreatedAt,
        15 when reader.ValueTextEquals("conversation_id"u8) => EventField.ConversationId,
        15 when reader.ValueTextEquals("workflow_run_id"u8) => EventField.WorkflowRunId,
        0 => reader.GetString() switch
        {
            "id" => EventField.Id,
            "data" => EventField.Data,
            "event" => EventField.Event,
            "answer" or "audio" => EventField.Text,
            "task_id" => EventField.TaskId,
            "message_id" => EventField.MessageId,
            "created_at" => EventField.CreatedAt,
            "conversation_id" => EventField.ConversationId,
            "workflow_run_id" => EventField.WorkflowRunId,
            _ => EventField.Other,
        },
        _ => EventField.Other,
    };
}

/// <summary>A text that is the same in one event after another: kept, so that a stream has one string of it.</summary>
internal struct RepeatedText
{
    private byte[]? _bytes;
    private string? _value;

    [MethodImpl(Compiled.AtOnce)]
    public string? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.IsEmpty)
            return null;

        if (_bytes is null || reader.ValueIsEscaped || !reader.ValueSpan.SequenceEqual(_bytes))
        {
            _value = HarmlessText.Of(reader.GetString());
            _bytes = reader.ValueIsEscaped ? null : reader.ValueSpan.ToArray();
        }

        return _value;
    }
}
