using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace DifyPS.Terminal;

/// <summary>Text under edit, with the cursor in it. The cursor never stands within a character that people see as one.</summary>
internal sealed class LineBuffer
{
    public string Text { get; private set; } = string.Empty;

    public int Cursor { get; private set; }

    private int LineStart => Cursor == 0 ? 0 : Text.LastIndexOf('\n', Cursor - 1) + 1;

    private int LineEnd => Text.IndexOf('\n', Cursor) is >= 0 and var end ? end : Text.Length;

    /// <summary>Puts other text in the place of all, the cursor behind it.</summary>
    public void Set(string text) => (Text, Cursor) = (text, text.Length);

    /// <summary>Puts text in at the cursor, without characters that steer terminals.</summary>
    public void Insert(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text.Replace("\r\n", "\n").Replace('\r', '\n'))
        {
            if (!char.IsControl(c) || c is '\n' or '\t')
                clean.Append(c);
        }

        Replace(Cursor, Cursor, clean.ToString());
    }

    /// <summary>Puts text in the place of a part, the cursor behind it.</summary>
    public void Replace(int start, int end, string text)
    {
        Text = Text.Substring(0, start) + text + Text.Substring(end);
        Cursor = start + text.Length;
    }

    public void Left() => Cursor = Before(Cursor);

    public void Right() => Cursor = After(Cursor);

    public void Home() => Cursor = LineStart;

    public void End() => Cursor = LineEnd;

    public void ToEnd() => Cursor = Text.Length;

    public void WordLeft() => Cursor = WordBefore();

    public void WordRight() => Cursor = WordAfter();

    public void Backspace() => Replace(Before(Cursor), Cursor, string.Empty);

    public void Delete() => Cut(After(Cursor));

    public void CutToLineEnd() => Cut(LineEnd == Cursor ? After(Cursor) : LineEnd);

    public void CutToLineStart() => Replace(LineStart, Cursor, string.Empty);

    public void CutWordBefore() => Replace(WordBefore(), Cursor, string.Empty);

    public void CutWordAfter() => Cut(WordAfter());

    /// <summary>Goes a line up or down; false when there is none.</summary>
    public bool Vertical(int direction)
    {
        var column = Cursor - LineStart;
        int start;
        if (direction < 0)
        {
            if (LineStart == 0)
                return false;
            start = LineStart == 1 ? 0 : Text.LastIndexOf('\n', LineStart - 2) + 1;
        }
        else
        {
            if (LineEnd == Text.Length)
                return false;
            start = LineEnd + 1;
        }

        var end = Text.IndexOf('\n', start) is >= 0 and var found ? found : Text.Length;
        var target = Math.Min(start + column, end);
        // Onto the beginning of a character.
        Cursor = target == Text.Length ? target : StringInfo.ParseCombiningCharacters(Text).Last(at => at <= target);
        return true;
    }

    private void Cut(int end)
    {
        var start = Cursor;
        Replace(start, end, string.Empty);
        Cursor = start;
    }

    private int Before(int at) => at == 0 ? 0 : StringInfo.ParseCombiningCharacters(Text).Last(start => start < at);

    private int After(int at) => at == Text.Length ? at : at + StringInfo.GetNextTextElement(Text, at).Length;

    private int WordBefore()
    {
        var at = Cursor;
        while (at > 0 && !char.IsLetterOrDigit(Text[at - 1]) && !char.IsSurrogate(Text[at - 1]))
            at--;
        while (at > 0 && (char.IsLetterOrDigit(Text[at - 1]) || char.IsSurrogate(Text[at - 1])))
            at--;
        return at;
    }

    private int WordAfter()
    {
        var at = Cursor;
        while (at < Text.Length && !char.IsLetterOrDigit(Text[at]) && !char.IsSurrogate(Text[at]))
            at++;
        while (at < Text.Length && (char.IsLetterOrDigit(Text[at]) || char.IsSurrogate(Text[at])))
            at++;
        return at;
    }
}
