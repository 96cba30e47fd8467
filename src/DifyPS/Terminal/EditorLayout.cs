using System.Collections.Generic;
using System.Text;
using DifyPS.Markup.Terminal;

namespace DifyPS.Terminal;

/// <summary>Text under edit in rows of the screen, and where the cursor is in them.</summary>
internal sealed class EditorLayout
{
    private readonly List<string> _rows = new();
    private readonly StringBuilder _row = new();
    private readonly int _width;
    private readonly int _indent;
    private int _column;

    /// <param name="promptWidth">The columns of the prompt before the first row; further lines are indented as far.</param>
    /// <param name="text">The text.</param>
    /// <param name="cursor">The cursor's place in it.</param>
    /// <param name="width">The columns of the screen. The last one stays empty: what terminals do behind it differs.</param>
    public EditorLayout(int promptWidth, string text, int cursor, int width)
    {
        _width = width - 1;
        _indent = promptWidth < _width / 2 ? promptWidth : 0;
        _column = _indent;
        var at = 0;
        foreach (var (cluster, columns) in DisplayWidth.Clusters(text))
        {
            if (at == cursor)
                Mark(columns);
            at += cluster.Length;
            if (cluster is "\n")
            {
                Break();
                _row.Append(' ', _indent);
                _column = _indent;
                continue;
            }

            // A tab stays one in the text.
            var (shown, space) = cluster is "\t" ? (" ", 1) : (cluster, columns);
            if (_column + space > _width)
                Break();
            _row.Append(shown);
            _column += space;
        }

        if (cursor >= at)
            Mark(1);
        Break();
    }

    /// <summary>The rows; the first one without the prompt.</summary>
    public IReadOnlyList<string> Rows => _rows;

    /// <summary>The prompt's columns; none when the screen is too narrow for it.</summary>
    public int Indent => _indent;

    public int CursorRow { get; private set; }

    public int CursorColumn { get; private set; }

    private void Mark(int columns)
    {
        if (_column + columns > _width)
            Break();
        (CursorRow, CursorColumn) = (_rows.Count, _column);
    }

    private void Break()
    {
        _rows.Add(_row.ToString());
        _row.Clear();
        _column = 0;
    }
}
