using System.Text;

namespace DifyPS.Common;

/// <summary>
/// Characters that nobody sees and that are seen by what they do: they make one emoji of several, or keep letters apart that
/// would join. They may stand where they do that, after the rules for names of hosts (RFC 5892, appendix A) and closer, and nowhere else.
/// </summary>
internal static class Joiners
{
    // Signs that take a vowel away: between consonants, what follows decides how they are written.
    private const string Viramas =
        "\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D3B\u0D3C\u0D4D\u0DCA\u0E3A\u0EBA\u0F84\u1039\u103A\u1714\u1734\u17D2\u1A60\u1B44\u1BAA\u1BAB\u1BF2\u1BF3\uA806\uA8C4\uA953\uA9C0\uAAF6\uABED";

    // Letters of the Arabic script that do not join the one behind them: there is nothing to keep apart.
    private const string NotJoining =
        "\u0621\u0622\u0623\u0624\u0625\u0627\u0629\u062F\u0630\u0631\u0632\u0648\u0671\u0672\u0673\u0674\u0675\u0676\u0677\u0688\u0689\u068A\u068B\u068C\u068D\u068E\u068F\u0690\u0691\u0692\u0693\u0694\u0695\u0696\u0697\u0698\u0699\u06C0\u06C3\u06C4\u06C5\u06C6\u06C7\u06C8\u06C9\u06CA\u06CB\u06CD\u06CF\u06D2\u06D3\u06D5\u06EE\u06EF";

    /// <summary>Whether the joiner at a place does something there. False for all that is no joiner.</summary>
    public static bool MayStand(string text, int index) => index > 0 && text[index] switch
    {
        (char)UnseenCharacters.EmojiForm => IsEmojiForm(text, index),
        (char)UnseenCharacters.Joiner => IsBetweenEmoji(text, index) || IsBetweenConsonants(text, index),
        (char)UnseenCharacters.NonJoiner => IsBetweenConsonants(text, index) || IsBetweenArabic(text, index),
        _ => false,
    };

    /// <summary>
    /// The text without what only changes the look of an emoji. Not every machine shows one emoji in the place of several, or
    /// both forms of a sign: a name with it and one without it are the same name.
    /// </summary>
    public static string WithoutEmojiForms(string text)
    {
        if (text.IndexOf((char)UnseenCharacters.EmojiForm) < 0 && text.IndexOf((char)UnseenCharacters.Joiner) < 0)
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (
                !(
                    i > 0
                    && (
                        text[i] == UnseenCharacters.EmojiForm
                            ? IsEmojiForm(text, i)
                            : text[i] == UnseenCharacters.Joiner && IsBetweenEmoji(text, i)
                    )
                )
            )
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    // Behind a sign, or within a key cap (a digit in a frame).
    private static bool IsEmojiForm(string text, int index) =>
        IsPictograph(Before(text, index))
        || ("0123456789#*".IndexOf(text[index - 1]) >= 0 && index + 1 < text.Length && text[index + 1] == '\u20E3');

    private static bool IsBetweenEmoji(string text, int index)
    {
        if (index + 1 >= text.Length || !IsPictograph(UnseenCharacters.At(text, index + 1, out _)))
            return false;
        var before = text[index - 1] == UnseenCharacters.EmojiForm ? index - 1 : index;
        return before > 0 && IsPictograph(Before(text, before));
    }

    // Behind a virama, and before a letter of a script that has them: at the end of a word there is nothing that would be joined.
    private static bool IsBetweenConsonants(string text, int index) =>
        index > 1 && index + 1 < text.Length && Viramas.IndexOf(text[index - 1]) >= 0
        && IsIndic(text[index - 2]) && IsIndic(text[index + 1]) && char.IsLetter(text[index + 1]);

    // From Devanagari to Myanmar, and the scripts of the same kind that came later.
    private static bool IsIndic(char c) => c is
        (>= '\u0900' and <= '\u109F') or (>= '\u1700' and <= '\u17FF') or (>= '\u1A20' and <= '\u1AAF') or (>= '\u1B00' and <= '\u1BFF')
        or (>= '\uA800' and <= '\uABFF');

    private static bool IsBetweenArabic(string text, int index) =>
        index + 1 < text.Length
        && IsArabic(text[index - 1])
        && IsArabic(text[index + 1])
        && NotJoining.IndexOf(text[index - 1]) < 0
        && text[index + 1] != '\u0621';

    private static bool IsArabic(char c) =>
        c is (>= '\u0620' and <= '\u06FF') or (>= '\u0750' and <= '\u077F') or (>= '\u0870' and <= '\u08FF') && char.IsLetter(c);

    private static int Before(string text, int index) =>
        index > 1 && char.IsSurrogatePair(text[index - 2], text[index - 1])
            ? char.ConvertToUtf32(text[index - 2], text[index - 1])
            : text[index - 1];

    // The blocks that emoji are from; .NET does not tell which characters are emoji.
    private static bool IsPictograph(int codePoint) => codePoint is
        0xA9 or 0xAE or 0x203C or 0x2049 or 0x2122 or 0x2139 or 0x3030 or 0x303D or 0x3297 or 0x3299
        or (>= 0x2190 and <= 0x27FF) or (>= 0x2900 and <= 0x2BFF) or (>= 0x1F000 and <= 0x1FAFF);
}
