using System;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Streaming;

/// <summary>Makes an event of the bytes behind <c>data:</c>, in one pass and without a document.</summary>
internal sealed class EventParser(int maxEventBytes, StreamOrigin? origin = null)
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = JsonFormat.MaxDepth };

    // Ids are the same in one event after another; a stream keeps one string of each.
    private RepeatedText _task;
    private RepeatedText _message;
    private RepeatedText _conversation;
    private RepeatedText _run;

    // The pieces of an answer differ from the answer's text on: what stands before it is read once. Same bytes, same
    // meaning, so the reader can go on from there.
    private byte[]? _prefix;
    private JsonReaderState _prefixState;
    private EventHead _prefixHead;
    private EventFactory? _prefixFactory;

    /// <summary>The event; null for a ping.</summary>
    [MethodImpl(Compiled.AtOnce)]
    public DifyEvent? Parse(string sseType, ReadOnlySpan<byte> data, bool keepPings = false)
    {
        if (data.Length > maxEventBytes)
        {
            throw Fail(
                DifyStreamException.EventTooLarge,
                Strings.FormatEventOverLimit(origin?.Transport.Server.DisplayName, origin?.Operation, data.Length, maxEventBytes),
                null
            );
        }

        if (data.IsEmpty)
            return null;

        try
        {
            data = JsonText.Check(data);
            var head = default(EventHead);
            var factory = Read(data, ref head);
            if (string.IsNullOrEmpty(head.Event) && sseType is "message" or EventTypes.Ping or "" && ErrorShape.Find(data) is not null)
            {
                // Dify, and what stands before it, may tell of a failure as it would have before the stream had begun.
                head.Event = EventTypes.Error;
                factory = EventTypes.Find("error"u8).Create;
            }
            else if (head.Event is null)
            {
                // Named by SSE's own event line only. Where the JSON has a name, that one counts: the platform's reader
                // carries the type of a bare "event: ping" over to the event behind it.
                head.Event = sseType;
                factory = EventTypes.Find(System.Text.Encoding.UTF8.GetBytes(sseType)).Create;
            }

            if (head.Event == EventTypes.Ping && !keepPings)
                return null;

            head.Bytes = data.ToArray();
            return factory is null ? new DifyEvent(head) : factory(head);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Fail(
                DifyStreamException.EventMalformed,
                Strings.FormatEventMalformed(origin?.Transport.Server.DisplayName, origin?.Operation, HtmlText.Sentence(e.Message)),
                e
            );
        }
    }

    [MethodImpl(Compiled.AtOnce)]
    private EventFactory? Read(ReadOnlySpan<byte> data, ref EventHead head)
    {
        Utf8JsonReader reader;
        EventFactory? factory;
        var start = 0;
        var field = EventField.Other;
        if (_prefix is { } prefix && data.StartsWith(prefix))
        {
            start = prefix.Length;
            reader = new Utf8JsonReader(data.Slice(start), isFinalBlock: true, _prefixState);
            head = _prefixHead;
            factory = _prefixFactory;
            field = EventField.Text;
        }
        else
        {
            reader = new Utf8JsonReader(data, ReaderOptions);
            factory = null;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException(Strings.EventNotAnObject);
        }

        while (field != EventField.Other || (reader.Read() && reader.TokenType == JsonTokenType.PropertyName))
        {
            if (field == EventField.Other)
            {
                field = EventFields.Of(ref reader);
                if (field == EventField.Text)
                    Keep(data, reader, head, factory);
            }

            var current = field;
            field = EventField.Other;
            reader.Read();
            switch (current)
            {
                case EventField.Event:
                    factory = ReadType(ref reader, ref head);
                    break;
                case EventField.TaskId:
                    head.TaskId = _task.Read(ref reader);
                    break;
                case EventField.MessageId:
                    head.MessageId = _message.Read(ref reader);
                    break;
                case EventField.ConversationId:
                    head.ConversationId = _conversation.Read(ref reader);
                    break;
                case EventField.WorkflowRunId:
                    head.WorkflowRunId = _run.Read(ref reader);
                    break;
                case EventField.Id:
                    head.Id = reader.TokenType == JsonTokenType.String ? HarmlessText.Of(reader.GetString()) : null;
                    break;
                case EventField.CreatedAt:
                    head.CreatedAt = reader.TokenType != JsonTokenType.Number ? null
                        : reader.TryGetInt64(out var seconds) ? seconds
                        : reader.TryGetDouble(out var fraction) && fraction is > -1e12 and < 1e12 ? (long)fraction
                        : null;
                    break;
                case EventField.Text when reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray:
                    // A workflow may answer with an object: its JSON is the text of it.
                    var begin = (int)reader.TokenStartIndex;
                    reader.Skip();
                    head.Text = ToText(data.Slice(start + begin, (int)reader.BytesConsumed - begin));
                    continue;
                case EventField.Text:
                    head.Text = TextOf(ref reader);
                    break;
                case EventField.Data:
                    var from = (int)reader.TokenStartIndex;
                    reader.Skip();
                    head.DataStart = start + from;
                    head.DataLength = (int)reader.BytesConsumed - from;
                    continue;
            }

            reader.Skip();
        }

        // Anything but white space behind the object makes this throw.
        reader.Read();
        return factory;
    }

    [MethodImpl(Compiled.AtOnce)]
    private void Keep(ReadOnlySpan<byte> data, in Utf8JsonReader reader, in EventHead head, EventFactory? factory)
    {
        var length = (int)reader.BytesConsumed;
        if (length > 1024 || head.DataLength != 0)
            return;

        _prefix = data.Slice(0, length).ToArray();
        _prefixState = reader.CurrentState;
        _prefixHead = head;
        _prefixFactory = factory;
    }

    private static EventFactory? ReadType(ref Utf8JsonReader reader, ref EventHead head)
    {
        if (reader.TokenType != JsonTokenType.String)
            return null;

        if (!reader.ValueIsEscaped && EventTypes.Find(reader.ValueSpan) is { Name: { } name } known)
        {
            head.Event = name;
            return known.Create;
        }

        head.Event = HarmlessText.Of(reader.GetString());
        return null;
    }

    private static string? TextOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => ToText(reader.ValueSpan),
        _ => null,
    };

    private static string ToText(ReadOnlySpan<byte> utf8) =>
#if NET
        System.Text.Encoding.UTF8.GetString(utf8);
#else
        System.Text.Encoding.UTF8.GetString(utf8.ToArray());
#endif

    private DifyStreamException Fail(string code, string message, Exception? inner) =>
        origin?.Fail(code, message, inner) ?? new DifyStreamException(message, code, operation: null, transport: null, inner);
}
