using System.Collections.Generic;

namespace DifyPS.Markup;

/// <summary>How deep lists and quotations are nested in a text, told from how its lines begin.</summary>
internal static class Nesting
{
    /// <summary>The most levels of any line; counting stops behind <paramref name="limit"/>.</summary>
    public static int Of(string markdown, int limit)
    {
        // Where what is in each of the open items begins.
        var items = new Stack<int>();
        var deepest = 0;
        for (var at = 0; at < markdown.Length && deepest <= limit;)
        {
            var end = markdown.IndexOf('\n', at);
            end = end < 0 ? markdown.Length : end;
            var depth = OfLine(markdown, at, end, items, limit);
            deepest = depth > deepest ? depth : deepest;
            at = end + 1;
        }

        return deepest;
    }

    private static int OfLine(string text, int start, int end, Stack<int> items, int limit)
    {
        var quotes = 0;
        var at = start;
        while (quotes + items.Count <= limit)
        {
            while (at < end && text[at] is ' ' or '\t')
                at++;
            if (at == end || text[at] is '\r')
                break;
            var column = at - start;
            while (items.Count > 0 && items.Peek() > column)
                items.Pop();
            if (text[at] == '>')
            {
                quotes++;
                at++;
                continue;
            }

            var behind = BehindMark(text, at, end);
            if (behind < 0)
                break;
            at = behind;
            items.Push(at - start);
        }

        return quotes + items.Count;
    }

    // Behind the mark of an item; below nothing where there is none.
    private static int BehindMark(string text, int at, int end)
    {
        var behind = at;
        if (text[at] is '-' or '*' or '+')
        {
            behind++;
        }
        else
        {
            while (behind < end && behind - at < 9 && text[behind] is (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'))
                behind++;
            if (behind == at || behind == end || text[behind] is not ('.' or ')'))
                return -1;
            behind++;
        }

        return behind == end || text[behind] is ' ' or '\t' or '\r' ? behind : -1;
    }
}
