using System;
using System.Text;
using System.Text.Json;
using Dify.Client.Values;

namespace Dify.Client.Transport;

/// <summary>
/// Sees to it that every text within JSON can be read later on, wherever that happens. Half a surrogate pair, escaped, is
/// what a model leaves that was cut off within a character: it becomes U+FFFD. Bytes that are not UTF-8 are something else
/// than JSON, such as a gateway with another encoding: guessing would spoil the rest of the text.
/// </summary>
internal static class JsonText
{
    private const int EscapeLength = 6;
    private static readonly byte[] Replacement = [(byte)'\\', (byte)'u', (byte)'F', (byte)'F', (byte)'F', (byte)'D'];

#if NETFRAMEWORK
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
#endif

    /// <summary>The same JSON when nothing is wrong with it; otherwise one without halves of pairs.</summary>
    /// <exception cref="JsonException">It is not UTF-8.</exception>
    public static ReadOnlySpan<byte> Check(ReadOnlySpan<byte> json)
    {
        if (!IsUtf8(json))
            throw new NotUtf8Exception();

        // Hardly any event has an escape of this kind.
        return json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0 ? json : WithoutHalves(json);
    }

    /// <summary>JSON within a text; what was escaped twice may show its halves only now.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonDocument Parse(string json) => JsonDocument.Parse(Check(Encoding.UTF8.GetBytes(json)).ToArray(), JsonFormat.Reading);

    private static ReadOnlySpan<byte> WithoutHalves(ReadOnlySpan<byte> json)
    {
        byte[]? repaired = null;
        var index = 0;
        while (json.Slice(index).IndexOf((byte)'\\') is >= 0 and var next)
        {
            index += next;
            var code = CodeAt(json, index);
            if (code is >= 0xD800 and <= 0xDBFF && CodeAt(json, index + EscapeLength) is >= 0xDC00 and <= 0xDFFF)
            {
                index += 2 * EscapeLength;
            }
            else if (code is >= 0xD800 and <= 0xDFFF)
            {
                repaired ??= json.ToArray();
                Replacement.CopyTo(repaired, index);
                index += EscapeLength;
            }
            else
            {
                // The character behind is no escape of its own, least of all another backslash.
                index = Math.Min(index + 2, json.Length);
            }
        }

        return repaired ?? json;
    }

    /// <summary>The code of an escape such as <c>\u00e9</c>; -1 when none stands there.</summary>
    private static int CodeAt(ReadOnlySpan<byte> json, int index)
    {
        if (index + EscapeLength > json.Length || json[index] != '\\' || json[index + 1] != 'u')
            return -1;

        var code = 0;
        foreach (var digit in json.Slice(index + 2, 4))
        {
            var value = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
                _ => -1,
            };
            if (value < 0)
                return -1;

            code = (code << 4) + value;
        }

        return code;
    }

    internal sealed class NotUtf8Exception() : JsonException(Strings.JsonNotUtf8);

#if NET
    private static bool IsUtf8(ReadOnlySpan<byte> json) => System.Text.Unicode.Utf8.IsValid(json);
#else
    private static bool IsUtf8(ReadOnlySpan<byte> json)
    {
        var index = 0;
        while (index < json.Length && json[index] < 0x80)
        {
            index++;
        }

        try
        {
            return index == json.Length || Strict.GetCharCount(json.Slice(index).ToArray()) > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
#endif
}
