using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>Where the cursor is within a table that may not be whole yet: at a key, or at the value of one.</summary>
/// <param name="Key">The key whose value is being typed; null when a key is.</param>
/// <param name="Word">What is there of it up to the cursor.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends, which may be behind the cursor.</param>
/// <param name="HasEquals">Whether an equals sign follows.</param>
internal sealed record TablePlace(string? Key, string Word, int Start, int End, bool HasEquals)
{
    /// <summary>The keys that the table has elsewhere.</summary>
    public IReadOnlyList<string> OtherKeys { get; private init; } = System.Array.Empty<string>();

    /// <summary>
    /// The place; null when the cursor is somewhere else, such as within an expression. The syntax tree of half a table says little, so its
    /// tokens are read.
    /// </summary>
    public static TablePlace? Find(IReadOnlyList<Token> tokens, int table, int cursor)
    {
        var entry = new List<Token>();
        var equals = -1;
        var depth = 0;
        foreach (
            var token in tokens.Where(one =>
                one.Extent.StartOffset >= table + 2 && one.Extent.StartOffset < cursor && one.Kind != TokenKind.EndOfInput
            )
        )
        {
            depth += Nesting(token.Kind);
            if (depth < 0)
                return null;
            if (depth == 0 && EndsEntry(token.Kind) && equals != entry.Count - 1)
            {
                entry.Clear();
                equals = -1;
            }
            else if (token.Kind is not TokenKind.NewLine)
            {
                if (depth == 0 && token.Kind == TokenKind.Equals && equals < 0)
                    equals = entry.Count;
                entry.Add(token);
            }
        }

        if (depth > 0)
            return null;
        return equals < 0
            ? AtKey(tokens, entry, cursor) is { } at
                ? at with
                {
                    OtherKeys = KeysBeside(at, tokens, table),
                }
                : null
            : AtValue(entry, equals, cursor);
    }

    // What stands before the equals signs of this table itself, before and behind the cursor.
    private static List<string> KeysBeside(TablePlace place, IReadOnlyList<Token> tokens, int table)
    {
        var keys = new List<string>();
        var depth = 0;
        Token? before = null;
        foreach (var token in tokens.Where(one => one.Extent.StartOffset >= table + 2))
        {
            depth += Nesting(token.Kind);
            if (depth < 0)
                break;
            if (depth == 0 && token.Kind == TokenKind.Equals && before is not null && before.Extent.StartOffset != place.Start)
                keys.Add(Quoting.Unquote(before.Text));
            before = token;
        }

        return keys;
    }

    private static TablePlace? AtKey(IReadOnlyList<Token> tokens, List<Token> entry, int cursor)
    {
        if (entry.Count > 1)
            return null;
        var end = entry.Count == 0 ? cursor : entry[0].Extent.EndOffset;
        if (end < cursor)
            return null;
        var next = tokens.FirstOrDefault(one => one.Extent.StartOffset >= end);
        var word = entry.Count == 0 ? string.Empty : entry[0].Text.Substring(0, cursor - entry[0].Extent.StartOffset);
        return new TablePlace(null, word, end - (entry.Count == 0 ? 0 : entry[0].Text.Length), end, next?.Kind == TokenKind.Equals);
    }

    private static TablePlace? AtValue(List<Token> entry, int equals, int cursor)
    {
        if (equals != 1)
            return null;
        var key = Quoting.Unquote(entry[0].Text);
        if (entry.Count == 2)
            return new TablePlace(key, string.Empty, cursor, cursor, false);
        // Several words are one value that was begun without quotes.
        var values = entry.Skip(2).ToList();
        var last = values[values.Count - 1].Extent;
        var start = values[0].Extent.StartOffset;
        if (last.EndOffset < cursor || (values.Count > 1 && !values.All(one => IsWord(one.Kind))))
            return null;
        var whole = values[0].Extent.StartScriptPosition.GetFullScript();
        return new TablePlace(key, whole.Substring(start, cursor - start), start, last.EndOffset, false);
    }

    private static int Nesting(TokenKind kind) => kind switch
    {
        TokenKind.LCurly or TokenKind.AtCurly or TokenKind.LParen or TokenKind.AtParen or TokenKind.DollarParen or TokenKind.LBracket => 1,
        TokenKind.RCurly or TokenKind.RParen or TokenKind.RBracket => -1,
        _ => 0,
    };

    private static bool EndsEntry(TokenKind kind) => kind is TokenKind.Semi or TokenKind.NewLine;

    private static bool IsWord(TokenKind kind) =>
        kind is TokenKind.Generic or TokenKind.Identifier or TokenKind.Number or TokenKind.Parameter;
}
