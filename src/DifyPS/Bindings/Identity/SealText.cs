using System.Globalization;
using System.IO;
using System.Text;
using Dify.Client;

namespace DifyPS.Bindings.Identity;

/// <summary>How the content of a seal is written, and the seal itself.</summary>
internal static class SealText
{
    /// <summary>The hexadecimal digits of a seal.</summary>
    public const int Digits = 64;

    public static string Of(byte[] content, ApiKey key)
    {
        var digits = new StringBuilder(Digits);
        foreach (var one in key.ComputeHmac(content))
            digits.Append(one.ToString("x2", CultureInfo.InvariantCulture));
        return digits.ToString();
    }

    /// <summary>Whether a seal is this key's for this content.</summary>
    public static bool Holds(string? seal, byte[] content, ApiKey key)
    {
        var expected = Of(content, key);
        var found = seal ?? string.Empty;
        // As long for a seal that is wrong at its beginning as for one that is wrong at its end.
        var difference = expected.Length ^ found.Length;
        for (var i = 0; i < expected.Length; i++)
            difference |= expected[i] ^ (i < found.Length ? found[i] : 0);
        return difference == 0;
    }

    // Each field with its length before it, in UTF-16 as it is in memory: no two entries have the same bytes, whatever is in their texts.
    public static void Write(MemoryStream content, string? text)
    {
        Write(content, text is not null);
        if (text is null)
            return;
        for (var shift = 24; shift >= 0; shift -= 8)
            content.WriteByte((byte)(text.Length >> shift));
        foreach (var unit in text)
        {
            content.WriteByte((byte)(unit >> 8));
            content.WriteByte((byte)unit);
        }
    }

    public static void Write(MemoryStream content, bool value) => content.WriteByte(value ? (byte)1 : (byte)0);
}
