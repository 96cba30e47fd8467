using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace DifyPS.Common;

/// <summary>Makes a name that somebody else chose into one that stays in its folder and is a file on every system.</summary>
internal static class SafeFileName
{
    // File systems allow 255 bytes; the rest is for what is put behind the name while it is written.
    private const int MaxBytes = 200;

    private static readonly string[] Reserved =
    [
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        .. "123456789¹²³".SelectMany(digit => new[] { "COM" + digit, "LPT" + digit }),
    ];

    /// <summary>The safe name; null when nothing is left of it.</summary>
    public static string? From(string? name)
    {
        if (name is null)
            return null;
        var last = name.Substring(name.LastIndexOfAny(['/', '\\']) + 1);
        var text = new StringBuilder(last.Length);
        for (int i = 0, length; i < last.Length; i += length)
        {
            // Without what nobody sees, nor what turns the direction of writing: a name cannot look as if it ended otherwise.
            // The joiners stay, which make one emoji of several, or one word of what would be two.
            var codePoint = UnseenCharacters.At(last, i, out length);
            if (length == 1 && char.GetUnicodeCategory(last[i]) == UnicodeCategory.SpaceSeparator)
            {
                text.Append(codePoint == 0x3000 ? last[i] : ' ');
            }
            else if (
                !UnseenCharacters.Contains(codePoint)
                || codePoint is UnseenCharacters.Joiner or UnseenCharacters.NonJoiner
                || Joiners.MayStand(last, i)
            )
            {
                text.Append(length == 1 && "<>:\"|?*".IndexOf(last[i]) >= 0 ? "_" : last.Substring(i, length));
            }
        }

        // A leading dot hides a file, and makes it one that shells and tools read by themselves; Windows drops trailing ones.
        var safe = Shorten(text.ToString().Trim().TrimStart('.', ' ')).TrimEnd('.', ' ');
        if (safe.Length == 0)
            return null;
        var stem = safe.Split('.')[0].TrimEnd();
        return Reserved.Contains(stem, StringComparer.OrdinalIgnoreCase) ? "_" + safe : safe;
    }

    private static string Shorten(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaxBytes)
            return name;
        var dot = name.LastIndexOf('.');
        var extension = dot > 0 && name.Length - dot <= 16 ? name.Substring(dot) : string.Empty;
        var stem = name.Substring(0, name.Length - extension.Length);
        while (Encoding.UTF8.GetByteCount(stem) + Encoding.UTF8.GetByteCount(extension) > MaxBytes)
            stem = stem.Substring(0, stem.Length - (char.IsLowSurrogate(stem[stem.Length - 1]) ? 2 : 1));
        return stem.TrimEnd('.', ' ') + extension;
    }
}
