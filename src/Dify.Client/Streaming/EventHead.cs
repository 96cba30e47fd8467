using System;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dify.Client.Streaming;

/// <summary>What one pass over an event's JSON has gathered: the fields all events share, and where the payload lies.</summary>
internal struct EventHead
{
    public string Event;
    public string? TaskId;
    public string? MessageId;
    public string? ConversationId;
    public string? WorkflowRunId;
    public string? Id;
    public long? CreatedAt;

    /// <summary><c>answer</c> or <c>audio</c>: the fields that come by the thousand.</summary>
    public string? Text;

    public byte[] Bytes;
    public int DataStart;
    public int DataLength;

    /// <summary>The payload under <c>data</c>.</summary>
    public readonly T Data<T>(JsonTypeInfo<T> type)
        where T : class, new() =>
        (DataLength == 0 ? null : JsonSerializer.Deserialize(new ReadOnlySpan<byte>(Bytes, DataStart, DataLength), type)) ?? new T();

    /// <summary>The event's own fields, for types without <c>data</c>.</summary>
    public readonly T Whole<T>(JsonTypeInfo<T> type)
        where T : class, new() => JsonSerializer.Deserialize(Bytes, type) ?? new T();
}
