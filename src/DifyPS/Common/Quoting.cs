using System.Globalization;
using System.Linq;
using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;
using Dify.Client.Transport;

namespace DifyPS.Common;

/// <summary>
/// Words as they stand on a command line: for Tab, and for commands that messages advise. Names, ids, options and defaults are
/// written by others, so that whatever is no plain word or plain number is quoted, and nothing of it is ever run.
/// </summary>
internal static class Quoting
{
    // PowerShell takes the typographic ones for quotes, too.
    private const string SingleQuotes = "'‘’‚‛";
    private const string DoubleQuotes = "\"“”„";

    // What a backtick and a letter stand for within double quotes, in Windows PowerShell too.
    private const string EscapeLetters = "0abfnrtv";
    private const string EscapedCharacters = "\0\a\b\f\n\r\t\v";

    // What PowerShell reads as exactly this number: longer ones it rounds.
    private static readonly Regex PlainNumber = new(
        @"^-?(?:(?:0|[1-9][0-9]{0,27})|(?=[0-9.]{1,16}\z)(?:0|[1-9][0-9]*)\.[0-9]+)\z",
        RegexOptions.CultureInvariant
    );

    // 1kb is 1024, and 007 is 7.
    private static readonly Regex AnyNumber = new(
        @"^(?:0x[0-9a-f]+|0b[01]+|[0-9]+(?:\.[0-9]*)?(?:e-?[0-9]+)?)(?:u?[ysl]|[udn])?(?:[kmgtp]b)?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    );

    // As they are written here: nothing that needs one is longer than a char.
    private static readonly Regex CodePoint = new(@"\Gu\{([0-9a-fA-F]{1,4})\}", RegexOptions.CultureInvariant);

    private static readonly char[] Quotes = (SingleQuotes + DoubleQuotes).ToCharArray();

    /// <summary>What a word stands for that may not be whole yet: without its quotes, and with what is escaped within them.</summary>
    public static string Unquote(string? word)
    {
        var text = word ?? string.Empty;
        if (text.Length == 0)
            return text;
        var quotes = SingleQuotes.IndexOf(text[0]) >= 0 ? SingleQuotes : DoubleQuotes.IndexOf(text[0]) >= 0 ? DoubleQuotes : null;
        return quotes is null ? text.TrimEnd(Quotes) : Within(text, quotes);
    }

    /// <summary>Quotes what PowerShell would not read as one plain word.</summary>
    public static string Quote(string word) => IsPlain(word) ? word : Literal(word);

    /// <summary>A key of a table: a plain word where it can be.</summary>
    public static string Key(string word) =>
        word.Length > 0 && !char.IsDigit(word[0]) && word.All(c => char.IsLetterOrDigit(c) || c == '_') ? word : Literal(word);

    /// <summary>
    /// A number as it is, where it is one that PowerShell reads as such; anything else in quotes, and the app is to judge it.
    /// </summary>
    public static string Number(string text) => PlainNumber.IsMatch(text) ? text : Literal(text);

    /// <summary>
    /// Text that PowerShell reads as it is, whatever is in it, on one line and with nothing in it that steers a terminal.
    /// </summary>
    public static string Literal(string text) =>
        text.Any(IsUnseen) ? Escaped(text) : "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";

    private static bool IsPlain(string word) =>
        word.Length > 0
        && word[0] is not ('-' or '.')
        && !AnyNumber.IsMatch(word)
        && word.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.');

    // Controls, line ends, and what turns the direction of writing. Joiners and marks of direction belong to scripts and emoji.
    private static bool IsUnseen(char c) =>
        !HarmlessText.IsHarmless(c) || c is '\u2028' or '\u2029';

    private static string Escaped(string text)
    {
        var literal = new StringBuilder("\"", text.Length + 8);
        foreach (var c in text)
        {
            if (EscapedCharacters.IndexOf(c) is >= 0 and var at)
                literal.Append('`').Append(EscapeLetters[at]);
            else if (IsUnseen(c))
                literal.AppendFormat(CultureInfo.InvariantCulture, Unseen, (int)c);
            else if (c is '`' or '$' || DoubleQuotes.IndexOf(c) >= 0)
                literal.Append('`').Append(c);
            else
                literal.Append(c);
        }

        return literal.Append('"').ToString();
    }

    // Windows PowerShell has no escape for them.
#if NET
    private const string Unseen = "`u{{{0:x}}}";
#else
    private const string Unseen = "$([char]0x{0:x})";
#endif

    private static string Within(string text, string quotes)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 1; at < text.Length; at++)
        {
            if (quotes == DoubleQuotes && text[at] == '`' && at + 1 < text.Length)
            {
                at++;
                if (CodePoint.Match(text, at) is { Success: true } point)
                {
                    plain.Append((char)int.Parse(point.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    at += point.Length - 1;
                    continue;
                }

                plain.Append(EscapeLetters.IndexOf(text[at]) is >= 0 and var escape ? EscapedCharacters[escape] : text[at]);
                continue;
            }

            // Two of them are one; one by itself is the end.
            if (quotes.IndexOf(text[at]) >= 0 && (++at == text.Length || quotes.IndexOf(text[at]) < 0))
                break;
            plain.Append(text[at]);
        }

        return plain.ToString();
    }
}
