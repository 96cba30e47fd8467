using System.Text;

namespace Dify.Client.Transport;

/// <summary>
/// Text of others as it may be shown: no character is left in it that steers a terminal (escape sequences, C0 and C1
/// controls) or turns the order of what is read around (bidirectional overrides, embeddings and isolates). The marks
/// U+200E and U+200F, which Arabic and Hebrew need, stay. What a program goes on with is the text as it came.
/// </summary>
internal static class HarmlessText
{
    /// <summary>Text with its lines and tabs.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, with pictures for control characters.</returns>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return string.Empty;

        var at = 0;
        while (at < text!.Length && (IsHarmless(text[at]) || text[at] is '\n' or '\t'))
            at++;

        if (at == text.Length)
            return text;

        var clean = new StringBuilder(text, 0, at, text.Length);
        for (; at < text.Length; at++)
        {
            // A piece of a stream may end within a line end.
            if (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] == '\n'))
                continue;

            clean.Append(text[at] is '\n' or '\t' ? text[at] : Picture(text[at]));
        }

        return clean.ToString();
    }

    /// <summary>Text on one line: white space of any kind is one space.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, with pictures for control characters.</returns>
    public static string Line(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return string.Empty;

        var at = 0;
        while (
            at < text!.Length
            && IsHarmless(text[at])
            && text[at] is not ('\u2028' or '\u2029')
            && !(text[at] == ' ' && (at == 0 || text[at - 1] == ' '))
        )
        {
            at++;
        }

        if (at == text.Length && text[at - 1] != ' ')
            return text;

        var line = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character))
                line.Append(Picture(character));
            else if (line.Length > 0 && line[line.Length - 1] != ' ')
                line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>
    /// Whether a text with its lines and tabs holds anything that steers. A carriage return alone does: it goes back over what is written.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it is to be shown by <see cref="Of"/> only.</returns>
    public static bool Steers(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (
                !IsHarmless(text[at])
                && text[at] is not ('\n' or '\t')
                && !(text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n')
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a character steers nothing. Line ends and tabs do.</summary>
    /// <param name="character">The character.</param>
    /// <returns>Whether it may be shown as it is, wherever it stands.</returns>
    public static bool IsHarmless(char character) =>
        !char.IsControl(character) && character is not ((>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));

    // Unicode has pictures of the first 32 and of DEL; the later 32 act as those with an escape before them, and have none.
    private static char Picture(char character) => character switch
    {
        < ' ' => (char)(0x2400 + character),
        '\u007f' => '\u2421',
        _ => IsHarmless(character) ? character : '\ufffd',
    };
}
