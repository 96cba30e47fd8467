using System;
using System.Collections.Generic;
using System.Linq;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace DifyPS.Markup.Terminal;

/// <summary>A table in columns that fit the width: wide cells are broken into lines. One with too many columns becomes a list.</summary>
internal sealed class TableLayout
{
    private const int Narrowest = 4;
    private const string Gap = " │ ";

    private readonly TerminalLook _look;
    private readonly int _room;
    private readonly List<(bool IsHeader, List<List<Piece>> Cells)> _rows;
    private readonly int _columns;
    private readonly List<TableColumnAlign?> _aligns;

    public TableLayout(Table table, TerminalLook look, int room)
    {
        _look = look;
        _room = room;
        _rows = table
            .OfType<TableRow>()
            .Select(row => (row.IsHeader, Cells: row.OfType<TableCell>().Select(cell => Text(cell, row.IsHeader)).ToList()))
            .ToList();
        _columns = _rows.Count == 0 ? 0 : _rows.Max(static row => row.Cells.Count);
        _aligns = Enumerable
            .Range(0, _columns)
            .Select(i => i < table.ColumnDefinitions.Count ? table.ColumnDefinitions[i].Alignment : null)
            .ToList();
    }

    public IEnumerable<string> Lines()
    {
        if (_columns == 0)
            return [];
        var room = _room - (_columns - 1) * Gap.Length;
        return room >= _columns * Narrowest ? InColumns(Fit(room)) : AsList();
    }

    // The widest column gives way first.
    private int[] Fit(int room)
    {
        var widths = Enumerable
            .Range(0, _columns)
            .Select(i =>
                Math.Max(1, _rows.Max(row => i < row.Cells.Count ? StyledText.Wrap(row.Cells[i], int.MaxValue).Max(StyledText.Width) : 0))
            )
            .ToArray();
        for (var over = widths.Sum() - room; over > 0; over--)
            widths[Array.IndexOf(widths, widths.Max())]--;
        return widths;
    }

    private IEnumerable<string> InColumns(int[] widths)
    {
        foreach (var (isHeader, cells) in _rows)
        {
            var wrapped = widths.Select((width, i) => i < cells.Count ? StyledText.Wrap(cells[i], width) : []).ToList();
            for (var line = 0; line < wrapped.Max(static cell => cell.Count); line++)
            {
                yield return string.Join(
                        Dim(Gap),
                        wrapped.Select((cell, i) => Align(line < cell.Count ? cell[line] : [], widths[i], _aligns[i]))
                    )
                    .TrimEnd();
            }
            if (isHeader)
                yield return Dim(string.Join("─┼─", widths.Select(static width => new string('─', width))));
        }
    }

    private IEnumerable<string> AsList()
    {
        var names = _rows.FirstOrDefault(static row => row.IsHeader).Cells;
        foreach (var (_, cells) in _rows.Where(static row => !row.IsHeader))
        {
            for (var i = 0; i < cells.Count; i++)
            {
                var name = names is not null && i < names.Count ? names[i].Append(new Piece(": ", string.Empty)) : [];
                foreach (var line in StyledText.Wrap(name.Concat(cells[i]), _room))
                    yield return StyledText.Show(line, _look.Styles.Reset);
            }

            yield return string.Empty;
        }
    }

    private string Align(List<Glyph> text, int width, TableColumnAlign? align)
    {
        var space = Math.Max(0, width - StyledText.Width(text));
        var before = align switch { TableColumnAlign.Right => space, TableColumnAlign.Center => space / 2, _ => 0 };
        return new string(' ', before) + StyledText.Show(text, _look.Styles.Reset) + new string(' ', space - before);
    }

    private List<Piece> Text(TableCell cell, bool isHeader)
    {
        var pieces = new List<Piece>();
        foreach (var block in cell.OfType<LeafBlock>())
        {
            if (pieces.Count > 0)
                pieces.Add(new Piece("\n", string.Empty));
            pieces.AddRange(InlineText.Of(block.Inline, _look, isHeader ? _look.Styles.Bold : string.Empty));
        }

        return pieces;
    }

    private string Dim(string text) => _look.Styles.Dim + text + _look.Styles.Reset;
}
