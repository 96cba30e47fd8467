using System;
using System.Text;

namespace Dify.Client.Transport.Redaction;

/// <summary>
/// Undoes one layer of the escapes that texts go through on their way: of JSON and programming languages, of HTML, of
/// addresses and of mail. All at once, since nothing says which were used; what is read here is never shown.
/// </summary>
internal static class Unescaping
{
    private const char Other = '\uFFFD';
    private const int LongestName = 31;

    private static readonly char[] Signs = ['\\', '%', '&', '='];

    /// <returns>The layer below; null when there is none.</returns>
    public static Layer? Undo(Layer layer)
    {
        var text = layer.Text;
        var at = text.IndexOfAny(Signs);
        if (at < 0)
            return null;

        var plain = new StringBuilder(text, 0, at, text.Length);
        var starts = new int[text.Length];
        var ends = new int[text.Length];
        for (var i = 0; i < at; i++)
            (starts[i], ends[i]) = (layer.StartOf(i), layer.EndOf(i));

        while (at < text.Length)
        {
            var (character, length) = Read(text, at);
            (starts[plain.Length], ends[plain.Length]) = (layer.StartOf(at), layer.EndOf(at + length - 1));
            plain.Append(character);
            at += length;
        }

        return plain.Length == text.Length ? null : new Layer(plain.ToString(), starts, ends);
    }

    private static (char Character, int Length) Read(string text, int at) => text[at] switch
    {
        '\\' => ReadBackslash(text, at),
        '%' => ReadPercent(text, at),
        '&' => ReadEntity(text, at),
        '=' => ReadMail(text, at),
        var character => (character, 1),
    };

    private static (char Character, int Length) ReadBackslash(string text, int at)
    {
        var next = at + 1 < text.Length ? text[at + 1] : '\0';
        switch (next)
        {
            case 'u' when at + 2 < text.Length && text[at + 2] == '{':
                var close = text.IndexOf('}', at, Math.Min(12, text.Length - at));
                return Number(text, at, at + 3, close - at - 3, 16, behind: 1);
            case 'u':
                return Number(text, at, at + 2, 4, 16);
            case 'U':
                return Number(text, at, at + 2, 8, 16);
            case 'x' or 'o' when at + 2 < text.Length && text[at + 2] == '{':
                var end = text.IndexOf('}', at, Math.Min(12, text.Length - at));
                return Number(text, at, at + 3, end - at - 3, next == 'x' ? 16 : 8, behind: 1);
            case 'x':
                return Number(text, at, at + 2, 2, 16);
            case 'n' or 'r' or 't' or 'b' or 'f' or 'v':
                return (' ', 2);
            // Shells begin with a nought that does not count among the three digits; C leaves noughts out.
            case '0' when IsNumber(text, at + 1, 4, 8):
                return Number(text, at, at + 1, 4, 8);
            case >= '0' and <= '7' when IsNumber(text, at + 1, 3, 8):
                return Number(text, at, at + 1, 3, 8);
            case >= '0' and <= '7' when IsNumber(text, at + 1, 2, 8):
                return Number(text, at, at + 1, 2, 8);
            default:
                return at + 1 < text.Length && !char.IsLetterOrDigit(next) ? (next, 2) : ('\\', 1);
        }
    }

    private static (char Character, int Length) ReadPercent(string text, int at) =>
        at + 1 < text.Length && text[at + 1] is 'u' or 'U' ? Number(text, at, at + 2, 4, 16) : Number(text, at, at + 1, 2, 16);

    private static (char Character, int Length) ReadEntity(string text, int at)
    {
        if (at + 2 < text.Length && text[at + 1] == '#')
        {
            var radix = text[at + 2] is 'x' or 'X' ? 16 : 10;
            var first = radix == 16 ? at + 3 : at + 2;
            var last = first;
            while (IsNumber(text, last, 1, radix) && last - first < 8)
                last++;

            // Browsers take it without the semicolon as well.
            return Number(text, at, first, last - first, radix, behind: last < text.Length && text[last] == ';' ? 1 : 0);
        }

        // A name that is not known here stands for a sign all the same: no letter or digit of a key has one.
        var end = at + 1;
        while (end < text.Length && end - at <= LongestName && char.IsLetterOrDigit(text[end]))
            end++;

        return end - at > 2 && end < text.Length && text[end] == ';'
            ? (Named(text.Substring(at + 1, end - at - 1)), end - at + 1)
            : ('&', 1);
    }

    // Quoted-printable has capitals only.
    private static (char Character, int Length) ReadMail(string text, int at) =>
        at + 2 < text.Length && text[at + 1] is >= '2' and <= '7' && !char.IsLower(text[at + 2])
            ? Number(text, at, at + 1, 2, 16)
            : ('=', 1);

    // The number behind a sign; the sign alone when there is none.
    private static (char Character, int Length) Number(string text, int at, int first, int count, int radix, int behind = 0)
    {
        if (count is < 1 or > 8 || !IsNumber(text, first, count, radix))
            return (text[at], 1);

        var value = 0UL;
        for (var i = first; i < first + count; i++)
            value = (value * (uint)radix) + (uint)DigitOf(text[i]);

        return (value <= 0x7F ? (char)value : Other, first + count + behind - at);
    }

    private static bool IsNumber(string text, int first, int count, int radix)
    {
        if (first + count > text.Length)
            return false;

        for (var i = first; i < first + count; i++)
        {
            var digit = DigitOf(text[i]);
            if (digit < 0 || digit >= radix)
                return false;
        }

        return true;
    }

    private static int DigitOf(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'f' => character - 'a' + 10,
        >= 'A' and <= 'F' => character - 'A' + 10,
        _ => -1,
    };

    private static char Named(string name) => name switch
    {
        "amp" or "AMP" => '&',
        "lt" or "LT" => '<',
        "gt" or "GT" => '>',
        "quot" or "QUOT" => '"',
        "apos" => '\'',
        "plus" => '+',
        "sol" => '/',
        "bsol" => '\\',
        "equals" => '=',
        "percnt" => '%',
        "commat" => '@',
        "colon" => ':',
        "semi" => ';',
        "num" => '#',
        "quest" => '?',
        "excl" => '!',
        "dollar" => '$',
        "period" => '.',
        "comma" => ',',
        "ast" or "midast" => '*',
        "lpar" => '(',
        "rpar" => ')',
        "lbrack" or "lsqb" => '[',
        "rbrack" or "rsqb" => ']',
        "lbrace" or "lcub" => '{',
        "rbrace" or "rcub" => '}',
        "lowbar" or "UnderBar" => '_',
        "vert" or "verbar" or "VerticalLine" => '|',
        "grave" or "DiacriticalGrave" => '`',
        "Hat" => '^',
        "hyphen" or "dash" => '-',
        _ => Other,
    };
}
