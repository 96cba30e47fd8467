using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace DifyPS.Output.Export;

/// <summary>
/// Somebody else's Markdown as a part of a page, from which nothing gets out. Code that is still open at its end is ended;
/// and HTML, of which one line can hide or swallow all that follows (a comment, a script, a tag that is never closed), is
/// shown as the text it is, as it is on the pages of an export. Code stays as it is wherever every reader of Markdown sees
/// code; where they might differ, a backslash too many is the smaller harm.
/// </summary>
internal static class MarkdownGuard
{
    // With what a fence may stand behind on its own line: the marks of the items that it is in.
    private static readonly Regex FenceLine = new(
        @"^(?<before> *(?:(?:[-*+]|[0-9]{1,9}[.)]) +)*)(?<fence>`{3,}|~{3,})(?<rest>.*)$",
        RegexOptions.CultureInvariant
    );
    private static readonly Regex ItemLine = new(@"^(?<before> *(?:[-*+]|[0-9]{1,9}[.)]) +)\S", RegexOptions.CultureInvariant);
    private static readonly Regex Address = new(
        @"\G<(?:[A-Za-z][A-Za-z0-9+.\-]{1,31}:[^\s<>`]*|[A-Za-z0-9.!#$%&'*+/=?^_{|}~\-]+@[A-Za-z0-9.\-]+)>",
        RegexOptions.CultureInvariant
    );

    /// <summary>The text, shut.</summary>
    /// <param name="text">The text, with line feeds.</param>
    public static string Shut(string text)
    {
        var shut = new StringBuilder(text.Length + 64);
        var (fence, indent, item) = (string.Empty, 0, 0);
        // Code within a line is trusted as long as no line before it in its paragraph has left any open.
        var isPaired = true;
        var lines = text.Split('\n');
        for (var number = 0; number < lines.Length; number++)
        {
            var line = lines[number];
            if (number > 0)
                shut.Append('\n');
            var isBlank = line.Trim().Length == 0;
            var width = WidthOf(line);
            if (fence.Length > 0 && !isBlank && width < indent)
            {
                // In an item that ends here, the code ends as well; elsewhere it would go on. Now it ends for everybody.
                shut.Append(' ', indent).Append(fence).Append('\n');
                fence = string.Empty;
            }

            var match = FenceLine.Match(line);
            if (fence.Length > 0)
            {
                shut.Append(line);
                if (match.Success && Ends(match, fence, indent))
                    fence = string.Empty;
                continue;
            }

            if (match.Success && Begins(match, item))
            {
                (fence, indent, isPaired) = (match.Groups["fence"].Value, match.Groups["before"].Length, true);
                item = match.Groups["before"].Value.Trim().Length > 0 ? indent : item;
                shut.Append(line);
                continue;
            }

            if (isBlank)
            {
                isPaired = true;
            }
            else if (
                ItemLine.Match(line) is { Success: true } next
                && width <= item + 3
                && (IsFirst(next) || width < item || number == 0 || lines[number - 1].Trim().Length == 0)
            )
            {
                item = next.Groups["before"].Length;
            }
            else if (width < item)
            {
                item = 0;
            }
            isPaired &= Escape(line, isPaired, shut);
        }

        if (fence.Length > 0)
            shut.Append('\n').Append(' ', indent).Append(fence);
        return shut.ToString();
    }

    // Within a paragraph, a number other than one is a number.
    private static bool IsFirst(Match line) => line.Groups["before"].Value.Trim() is "-" or "*" or "+" or "1." or "1)";

    // A tab leads to the next fourth column.
    private static int WidthOf(string line)
    {
        var width = 0;
        for (var at = 0; at < line.Length && line[at] is ' ' or '\t'; at++)
            width += line[at] == ' ' ? 1 : 4 - (width % 4);
        return width;
    }

    private static bool Begins(Match line, int item)
    {
        // Further in than this it is code of another kind, or a part of a paragraph.
        return WidthOf(line.Value) <= item + 3 && (line.Groups["fence"].Value[0] != '`' || !line.Groups["rest"].Value.Contains('`'));
    }

    private static bool Ends(Match line, string fence, int indent)
    {
        var other = line.Groups["fence"].Value;
        var before = line.Groups["before"].Value;
        return before.Trim().Length == 0
            && before.Length <= indent + 3
            && other[0] == fence[0]
            && other.Length >= fence.Length
            && line.Groups["rest"].Value.Trim().Length == 0;
    }

    // Whether all code within the line ends there.
    private static bool Escape(string line, bool trustsCode, StringBuilder shut)
    {
        var isPaired = true;
        for (var at = 0; at < line.Length; at++)
        {
            switch (line[at])
            {
                case '\\' when at + 1 < line.Length && line[at + 1] is '`' or '\\' or '<':
                    shut.Append(line, at++, 2);
                    break;
                case '`':
                    var end = at;
                    while (end < line.Length && line[end] == '`')
                        end++;
                    var close = Find(line, end, end - at);
                    // A bar ends the cell of a table, and what is in it.
                    if (close < 0 || !trustsCode || line.IndexOf('|', at, close - at) >= 0)
                        (isPaired, close) = (isPaired && close >= 0, end);
                    shut.Append(line, at, close - at);
                    at = close - 1;
                    break;
                case '<' when Address.Match(line, at) is { Success: true } address:
                    shut.Append(address.Value);
                    at += address.Length - 1;
                    break;
                case '<' when at + 1 < line.Length && (char.IsLetter(line[at + 1]) || line[at + 1] is '/' or '!' or '?'):
                    shut.Append("\\<");
                    break;
                default:
                    shut.Append(line[at]);
                    break;
            }
        }

        return isPaired;
    }

    // The end of the code that as many ticks end as began it; below nothing when there is none.
    private static int Find(string line, int from, int count)
    {
        for (var at = line.IndexOf('`', from); at >= 0; at = at < line.Length ? line.IndexOf('`', at) : -1)
        {
            var start = at;
            while (at < line.Length && line[at] == '`')
                at++;
            if (at - start == count)
                return at;
        }

        return -1;
    }
}
