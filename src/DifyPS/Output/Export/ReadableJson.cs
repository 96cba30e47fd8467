using System.IO;
using System.Text;
using System.Text.Json;
using Dify.Client.Values;

namespace DifyPS.Output.Export;

/// <summary>JSON on one line, with every script as it is. The platform's writer escapes what lies beyond 16 bits, such as emoji.</summary>
internal static class ReadableJson
{
    /// <summary>Writes the value.</summary>
    /// <param name="json">The value.</param>
    /// <param name="scratch">A buffer that can be used for several, one after the other.</param>
    /// <param name="output">Where to.</param>
    public static void Write(JsonElement json, MemoryStream scratch, Stream output)
    {
        scratch.SetLength(0);
        using (var writer = new Utf8JsonWriter(scratch, JsonFormat.Writing))
            json.WriteTo(writer);
        var (bytes, length) = (scratch.GetBuffer(), (int)scratch.Length);
        var start = 0;
        for (var i = 0; i < length; i++)
        {
            if (bytes[i] != '\\')
                continue;
            if (Escaped(bytes, i, length) is { } high && char.IsHighSurrogate(high)
                && Escaped(bytes, i + 6, length) is { } low && char.IsLowSurrogate(low))
            {
                output.Write(bytes, start, i - start);
                var character = Encoding.UTF8.GetBytes([high, low]);
                output.Write(character, 0, character.Length);
                i += 11;
                start = i + 1;
            }
            else
            {
                // What follows a backslash belongs to it, another backslash too.
                i++;
            }
        }

        output.Write(bytes, start, length - start);
    }

    // The UTF-16 unit of an escape such as \uD83D; null for anything else.
    private static char? Escaped(byte[] bytes, int at, int length)
    {
        if (at + 6 > length || bytes[at] != '\\' || bytes[at + 1] != 'u')
            return null;
        var value = 0;
        for (var i = at + 2; i < at + 6; i++)
            value = (value << 4) + Digit(bytes[i]);
        return (char)value;
    }

    private static int Digit(byte hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;
}
