using System;
using System.Globalization;

namespace DifyPS.Common;

/// <summary>
/// Characters that nobody sees, by code point: with one of them a name is another name that looks the same. Also those that
/// turn the direction of writing, and those that show as something else, or as nothing, on another machine.
/// </summary>
internal static class UnseenCharacters
{
    public const int NonJoiner = 0x200C;
    public const int Joiner = 0x200D;

    /// <summary>What asks for the coloured form of a character that has a plain one, too.</summary>
    public const int EmojiForm = 0xFE0F;

    // Unicode's Default_Ignorable_Code_Point, which .NET does not tell, and others that are blank: first and last. What the
    // categories say (controls, formats, surrogates, lines) need not be here.
    private static readonly (int First, int Last)[] Ranges =
    [
        (0x034F, 0x034F), // Combining grapheme joiner
        (0x115F, 0x1160), // Hangul fillers
        (0x17B4, 0x17B5), // Khmer inherent vowels
        (0x180B, 0x180F), // Mongolian variation selectors, vowel separator
        (0x2060, 0x206F), // Joiners, invisible operators, unassigned ones of the kind
        (0x2800, 0x2800), // Braille blank
        (0x3164, 0x3164), // Hangul filler
        (0xFDD0, 0xFDEF), // Not characters
        (0xFE00, 0xFE0F), // Variation selectors
        (0xFFA0, 0xFFA0), // Half-width Hangul filler
        (0xFFF0, 0xFFFC), // Specials; the object replacement shows as what it stands for, which is nothing
        (0x13430, 0x1345F), // Egyptian format controls and blanks
        (0x16FE4, 0x16FE4), // Khitan filler
        (0x1BCA0, 0x1BCA3), // Shorthand format controls
        (0x1D159, 0x1D159), // Musical null notehead
        (0x1D173, 0x1D17A), // Musical format controls
        (0xE0000, 0xE0FFF), // Tags, variation selectors supplement
    ];

    /// <summary>
    /// Whether a character cannot be seen, or cannot be relied on to look as it does here. Joiners are such; where they may
    /// stand is <see cref="Joiners"/>' affair. Characters that Unicode has not assigned yet show as a box, and may be new emoji.
    /// </summary>
    /// <param name="codePoint">The code point; half a character by its own number.</param>
    public static bool Contains(int codePoint)
    {
        if (codePoint is >= 0xD800 and <= 0xDFFF || (codePoint & 0xFFFE) == 0xFFFE)
            return true;
        foreach (var (first, last) in Ranges)
        {
            if (codePoint >= first && codePoint <= last)
                return true;
        }

        return CharUnicodeInfo.GetUnicodeCategory(char.ConvertFromUtf32(codePoint), 0) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse => true,
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
            // That of Chinese and Japanese as well: by itself it looks like two others.
            UnicodeCategory.SpaceSeparator => codePoint != ' ',
            _ => false,
        };
    }

    /// <summary>The code point at a place, and how long it is there. Half a character is one by itself.</summary>
    public static int At(string text, int index, out int length)
    {
        var isPair = char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]);
        length = isPair ? 2 : 1;
        return isPair ? char.ConvertToUtf32(text[index], text[index + 1]) : text[index];
    }

    /// <summary>The first one in a text that is not where it belongs; null when there is none.</summary>
    public static int? FirstIn(string text)
    {
        for (int i = 0, length; i < text.Length; i += length)
        {
            var codePoint = At(text, i, out length);
            if (Contains(codePoint) && !Joiners.MayStand(text, i))
                return codePoint;
        }

        return null;
    }
}
