using System;
using System.Text;
using System.Text.Json;
using System.Threading;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Streaming;

/// <summary>
/// An event of a stream. Known types come as a class of their own; a type this library does not know comes as
/// <see cref="DifyEvent"/> itself. <see cref="Json"/> has all fields, the unknown ones too.
/// </summary>
public class DifyEvent
{
    private readonly long? _createdAt;
    private readonly byte[] _bytes;
    private JsonDocument? _document;

    internal DifyEvent(in EventHead head)
    {
        Event = head.Event;
        TaskId = head.TaskId;
        MessageId = head.MessageId;
        ConversationId = head.ConversationId;
        WorkflowRunId = head.WorkflowRunId;
        Id = head.Id;
        _createdAt = head.CreatedAt;
        _bytes = head.Bytes;
    }

    /// <summary>The type, such as <c>message</c>.</summary>
    public string Event { get; }

    /// <summary>The task, which <c>POST /chat-messages/{task_id}/stop</c> stops.</summary>
    public string? TaskId { get; }

    /// <summary>The message this belongs to.</summary>
    public string? MessageId { get; }

    /// <summary>The conversation this belongs to.</summary>
    public string? ConversationId { get; }

    /// <summary>The workflow run this belongs to.</summary>
    public string? WorkflowRunId { get; }

    /// <summary>The event's own id, for the types that have one.</summary>
    public string? Id { get; }

    /// <summary>When it was made, in local time.</summary>
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(_createdAt);

    /// <summary>When it came, by this machine's clock; Dify's own times are whole seconds.</summary>
    public DateTimeOffset ReceivedAt { get; } = DateTimeOffset.UtcNow;

    internal int Size => _bytes.Length;

    /// <summary>The whole event, parsed when first asked for.</summary>
    public JsonElement Json
    {
        get
        {
            var document = Volatile.Read(ref _document);
            if (document is null)
            {
                document = JsonDocument.Parse(_bytes, JsonFormat.Reading);
                document = Interlocked.CompareExchange(ref _document, document, null) ?? document;
            }

            return document.RootElement;
        }
    }

    /// <summary>Reads an event from the JSON that stands behind <c>data:</c>.</summary>
    /// <param name="json">The JSON object.</param>
    /// <returns>The event.</returns>
    /// <exception cref="DifyStreamException">The text is not a JSON object with the fields' expected shapes
    /// (<c>EventMalformed</c>).</exception>
    public static DifyEvent Parse(string json) =>
        new EventParser(int.MaxValue).Parse(
            "message",
            Encoding.UTF8.GetBytes(json ?? throw new ArgumentNullException(nameof(json))),
            keepPings: true
        )!;

    /// <summary>The event's JSON text, for people: without what steers a terminal.</summary>
    /// <returns>The event's JSON text.</returns>
    public override string ToString() => HarmlessText.Of(Encoding.UTF8.GetString(_bytes));
}
