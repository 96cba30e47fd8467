using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DifyPS.Markup.Terminal;

namespace DifyPS.Terminal;

/// <summary>Draws text under edit behind its prompt.</summary>
internal sealed class EditorScreen(ITerminal terminal, string prompt, string styledPrompt)
{
    // What was drawn last above the cursor and up to it, and in how many columns.
    private IReadOnlyList<string> _above = Array.Empty<string>();
    private int _column;
    private int _width;

    /// <summary>Draws all anew.</summary>
    public void Draw(LineBuffer buffer)
    {
        if (terminal.CanMove)
            DrawRows(buffer.Text, buffer.Cursor, Math.Max(1, terminal.Height - 1));
        else
            DrawRow(buffer.Text, buffer.Cursor);
    }

    /// <summary>Goes to a new line behind the text, which stays: all of it, also what the screen has no room for.</summary>
    public void Close(LineBuffer buffer)
    {
        buffer.ToEnd();
        if (terminal.CanMove)
            DrawRows(buffer.Text, buffer.Cursor, int.MaxValue);
        else
            DrawRow(buffer.Text, buffer.Cursor);
        terminal.Write("\r\n");
        _above = Array.Empty<string>();
    }

    private void DrawRows(string text, int cursor, int most)
    {
        var layout = new EditorLayout(DisplayWidth.Of(prompt), text, cursor, terminal.Width);
        // Of more rows than the screen has, those around the cursor.
        var first = Math.Max(0, layout.CursorRow - most + 1);
        var count = Math.Min(most, layout.Rows.Count - first);
        var drawn = new StringBuilder("\r");
        var above = RowsAbove();
        if (above > 0)
            drawn.Append("\u001b[").Append(above).Append('A');
        drawn.Append("\u001b[J");
        if (first == 0 && layout.Indent > 0)
            drawn.Append(styledPrompt);
        drawn.Append(string.Join("\r\n", layout.Rows.Skip(first).Take(count)));
        (_above, _column) = (layout.Rows.Skip(first).Take(layout.CursorRow - first).ToList(), layout.CursorColumn);
        if (first == 0 && _above.Count > 0)
            _above = _above.Skip(1).Prepend(prompt + _above[0]).ToList();
        if (count - 1 > _above.Count)
            drawn.Append("\u001b[").Append(count - 1 - _above.Count).Append('A');
        drawn.Append('\r');
        if (layout.CursorColumn > 0)
            drawn.Append("\u001b[").Append(layout.CursorColumn).Append('C');
        terminal.Write(drawn.ToString());
    }

    private int RowsAbove()
    {
        var width = terminal.Width;
        var isNarrower = width < _width;
        _width = width;
        return isNarrower ? Reflow.Rows(_above, width) + _column / width : _above.Count;
    }

    // Without sequences there is one row, of which the part around the cursor is seen; backspaces are known everywhere.
    private void DrawRow(string text, int cursor)
    {
        var room = Math.Max(1, terminal.Width - 1 - DisplayWidth.Of(prompt));
        var clusters = DisplayWidth.Clusters(text.Replace('\n', ' ').Replace('\t', ' ')).ToList();
        var (index, at) = (0, 0);
        for (; index < clusters.Count && at < cursor; index++)
            at += clusters[index].Text.Length;
        var start = index;
        for (var used = 1; start > 0 && (used += clusters[start - 1].Width) <= room; start--)
        {
        }

        var (row, columns, before) = (new StringBuilder(), 0, 0);
        for (var i = start; i < clusters.Count && columns + clusters[i].Width <= room; i++)
        {
            row.Append(clusters[i].Text);
            columns += clusters[i].Width;
            before = i < index ? columns : before;
        }

        terminal.Write("\r" + prompt + row + new string(' ', room - columns) + new string('\b', room - before));
    }
}
