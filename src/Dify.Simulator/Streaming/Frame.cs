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
        {
            json.WriteTo(writer);
        }

        buffer.Write("\n\n"u8);
        return buffer.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> Raw(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>An event whose last field, a text, is the only one that changes from one event to the next.</summary>
    public static TextFrame Text(JsonObject common, string field)
    {
        var head = Of(common).Span[..^3];
        return new TextFrame([.. head, .. Encoding.UTF8.GetBytes($",\"{field}\":")]);
    }
}

/// <summary>Makes events that differ in one text, at the cost of writing this text.</summary>
internal sealed class TextFrame(byte[] head)
{
    private string? _lastText;
    private ReadOnlyMemory<byte> _last;

    public ReadOnlyMemory<byte> With(string text)
    {
        if (ReferenceEquals(text, _lastText))
        {
            return _last;
        }

        var encoded = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        var frame = new byte[head.Length + encoded.Length + 5];
        head.CopyTo(frame, 0);
        frame[head.Length] = (byte)'"';
        encoded.CopyTo(frame.AsSpan(head.Length + 1));
        "\"}\n\n"u8.CopyTo(frame.AsSpan(frame.Length - 4));
        _lastText = text;
        _last = frame;
        return frame;
    }
}
