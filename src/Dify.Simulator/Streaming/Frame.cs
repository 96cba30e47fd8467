using System;
using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Streaming;

/// <summary>One server-sent event as bytes.</summary>
internal static class Frame
{
    public static readonly ReadOnlyMemory<byte> Ping = "event: ping\n\n"u8.ToArray();

    // Text stays readable UTF-8, so that clients meet characters of several bytes.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Of(JsonObject json)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        buffer.Write("data: "u8);
        using (var writer = new Utf8JsonWriter(buffer, Options))
            json.WriteTo(writer);

        buffer.Write("\n\n"u8);
        return buffer.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> Raw(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>An event whose last field, a text, is the only one that changes from one event to the next.</summary>
    /// <param name="common">All other fields, at least one in the object that the text belongs to.</param>
    /// <param name="field">The field's name.</param>
    /// <param name="depth">How deep it is: 2 is in an object that is the last field itself.</param>
    public static TextFrame Text(JsonObject common, string field, int depth = 1)
    {
        var head = Of(common).Span[..^(depth + 2)];
        var tail = "\"" + new string('}', depth) + "\n\n";
        return new TextFrame([.. head, .. Encoding.UTF8.GetBytes($",\"{field}\":\"")], Encoding.UTF8.GetBytes(tail));
    }
}

/// <summary>Makes events that differ in one text, at the cost of writing this text.</summary>
internal sealed class TextFrame(byte[] head, byte[] tail)
{
    private string? _lastText;
    private ReadOnlyMemory<byte> _last;

    public ReadOnlyMemory<byte> With(string text)
    {
        if (ReferenceEquals(text, _lastText))
            return _last;

        var encoded = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        var frame = new byte[head.Length + encoded.Length + tail.Length];
        head.CopyTo(frame, 0);
        encoded.CopyTo(frame.AsSpan(head.Length));
        tail.CopyTo(frame, head.Length + encoded.Length);
        _lastText = text;
        _last = frame;
        return frame;
    }
}
