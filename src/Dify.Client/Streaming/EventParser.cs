using System;
using System.Text.Json;

namespace Dify.Client.Streaming;

/// <summary>Makes an event of the bytes behind <c>data:</c>, in one pass and without a document.</summary>
internal sealed class EventParser(int maxEventBytes, Func<string, string, Exception?, DifyStreamException>? fail = null)
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 512 };

    // Ids are the same in one event after another; a stream keeps one string of each.
    private Repeated _task;
    private Repeated _message;
    private Repeated _conversation;
    private Repeated _run;

    /// <summary>The event; null for a ping.</summary>
    public DifyEvent? Parse(string sseType, ReadOnlySpan<byte> data, bool keepPings = false)
    {
        if (data.Length > maxEventBytes)
        {
            throw Fail(DifyStreamException.EventTooLarge, $"An event of the stream has {data.Length} bytes; the limit is {maxEventBytes}.", null);
        }

        if (data.IsEmpty)
        {
            return null;
        }

        try
        {
            var head = default(EventHead);
            var factory = Read(data, ref head);
            if (head.Event is null)
            {
                // Named by SSE's own event line only. Where the JSON has a name, that one counts: the platform's reader
                // carries the type of a bare "event: ping" over to the event behind it.
                head.Event = sseType;
                factory = EventTypes.Find(System.Text.Encoding.UTF8.GetBytes(sseType)).Create;
            }

            if (head.Event == EventTypes.Ping && !keepPings)
            {
                return null;
            }

            head.Bytes = data.ToArray();
            return factory is null ? new DifyEvent(head) : factory(head);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Fail(DifyStreamException.EventMalformed, "An event of the stream is not the JSON it should be: " + Transport.Text.Sentence(e.Message), e);
        }
    }

    private EventFactory? Read(ReadOnlySpan<byte> data, ref EventHead head)
    {
        var reader = new Utf8JsonReader(data, ReaderOptions);
        EventFactory? factory = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("It is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref reader);
            reader.Read();
            switch (field)
            {
                case Field.Event:
                    factory = ReadType(ref reader, ref head);
                    break;
                case Field.TaskId:
                    head.TaskId = _task.Read(ref reader);
                    break;
                case Field.MessageId:
                    head.MessageId = _message.Read(ref reader);
                    break;
                case Field.ConversationId:
                    head.ConversationId = _conversation.Read(ref reader);
                    break;
                case Field.WorkflowRunId:
                    head.WorkflowRunId = _run.Read(ref reader);
                    break;
                case Field.Id:
                    head.Id = TextOf(ref reader);
                    break;
                case Field.CreatedAt:
                    head.CreatedAt = reader.TokenType != JsonTokenType.Number ? null
                        : reader.TryGetInt64(out var seconds) ? seconds
                        : reader.TryGetDouble(out var fraction) && fraction is > -1e12 and < 1e12 ? (long)fraction
                        : null;
                    break;
                case Field.Text:
                    head.Text = TextOf(ref reader);
                    break;
                case Field.Data:
                    head.DataStart = (int)reader.TokenStartIndex;
                    reader.Skip();
                    head.DataLength = (int)reader.BytesConsumed - head.DataStart;
                    continue;
            }

            reader.Skip();
        }

        // Anything but white space behind the object makes this throw.
        reader.Read();
        return factory;
    }

    private static EventFactory? ReadType(ref Utf8JsonReader reader, ref EventHead head)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return null;
        }

        if (!reader.ValueIsEscaped && EventTypes.Find(reader.ValueSpan) is { Name: { } name } known)
        {
            head.Event = name;
            return known.Create;
        }

        head.Event = reader.GetString()!;
        return null;
    }

    private static string? TextOf(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    // The length settles most comparisons; ValueTextEquals takes care of escapes, which only make names longer.
    private static Field FieldOf(ref Utf8JsonReader reader) => (reader.ValueIsEscaped ? 0 : reader.ValueSpan.Length) switch
    {
        2 when reader.ValueTextEquals("id"u8) => Field.Id,
        4 when reader.ValueTextEquals("data"u8) => Field.Data,
        5 when reader.ValueTextEquals("event"u8) => Field.Event,
        5 when reader.ValueTextEquals("audio"u8) => Field.Text,
        6 when reader.ValueTextEquals("answer"u8) => Field.Text,
        7 when reader.ValueTextEquals("task_id"u8) => Field.TaskId,
        10 when reader.ValueTextEquals("message_id"u8) => Field.MessageId,
        10 when reader.ValueTextEquals("created_at"u8) => Field.CreatedAt,
        15 when reader.ValueTextEquals("conversation_id"u8) => Field.ConversationId,
        15 when reader.ValueTextEquals("workflow_run_id"u8) => Field.WorkflowRunId,
        0 => reader.GetString() switch
        {
            "id" => Field.Id,
            "data" => Field.Data,
            "event" => Field.Event,
            "answer" or "audio" => Field.Text,
            "task_id" => Field.TaskId,
            "message_id" => Field.MessageId,
            "created_at" => Field.CreatedAt,
            "conversation_id" => Field.ConversationId,
            "workflow_run_id" => Field.WorkflowRunId,
            _ => Field.Other,
        },
        _ => Field.Other,
    };

    private DifyStreamException Fail(string code, string message, Exception? inner) =>
        fail?.Invoke(code, message, inner) ?? new DifyStreamException(message, code, operation: null, inner);

    private enum Field
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

    private struct Repeated
    {
        private byte[]? _bytes;
        private string? _value;

        public string? Read(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.IsEmpty)
            {
                return null;
            }

            if (_bytes is null || reader.ValueIsEscaped || !reader.ValueSpan.SequenceEqual(_bytes))
            {
                _value = reader.GetString();
                _bytes = reader.ValueIsEscaped ? null : reader.ValueSpan.ToArray();
            }

            return _value;
        }
    }
}
