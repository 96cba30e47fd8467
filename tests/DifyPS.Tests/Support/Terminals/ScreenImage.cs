using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using DifyPS.Markup.Terminal;

namespace DifyPS.Tests.Support.Terminals;

/// <summary>
/// What a terminal shows of what was written to it, with what has left it at the top. Knows the sequences that the module uses, and no
/// other.
/// </summary>
internal sealed partial class ScreenImage(int width, int height)
{
    private readonly List<List<string>> _rows = [[]];
    private int _row;
    private int _column;

    public int Width { get; private set; } = width;

    /// <summary>All rows, without the styles.</summary>
    public IReadOnlyList<string> Rows => _rows.Select(row => string.Concat(row).TrimEnd()).ToList();

    public string Text => string.Join('\n', Rows).TrimEnd();

    public (int Row, int Column) Cursor => (_row, _column);

    private int Top => Math.Max(0, _rows.Count - height);

    public void Write(string text)
    {
        foreach (Match token in Token().Matches(text))
        {
            if (token.Groups["csi"].Success)
                Steer(token.Groups["count"].Value, token.Groups["final"].Value);
            else if (!token.Groups["osc"].Success)
                Put(token.Value);
        }
    }

    /// <summary>
    /// Makes it narrower, as a terminal does it whose rows flow: what does not fit goes to the next row, and the cursor with it.
    /// </summary>
    public void Narrow(int columns)
    {
        Width = columns;
        for (var row = 0; row < _rows.Count; row++)
        {
            if (_rows[row].Count <= columns)
                continue;
            _rows.Insert(row + 1, _rows[row].GetRange(columns, _rows[row].Count - columns));
            _rows[row].RemoveRange(columns, _rows[row].Count - columns);
            if (_row > row || (_row == row && _column >= columns))
                (_row, _column) = (_row + 1, _row == row ? _column - columns : _column);
        }
    }

    private void Steer(string argument, string final)
    {
        var count = int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        switch (final)
        {
            case "A":
                _row = Math.Max(Top, _row - count);
                break;
            case "C":
                _column = Math.Min(Width - 1, _column + count);
                break;
            case "J":
                _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                if (_rows[_row].Count > _column)
                    _rows[_row].RemoveRange(_column, _rows[_row].Count - _column);
                break;
            case "m" or "h" or "l":
                break;
            default:
                throw new InvalidOperationException($"The terminal was sent a sequence that ends in {final}.");
        }
    }

    private void Put(string text)
    {
        foreach (var (cluster, columns) in DisplayWidth.Clusters(text))
        {
            switch (cluster)
            {
                case "\r\n":
                    (_row, _column) = (_row + 1, 0);
                    break;
                case "\r":
                    _column = 0;
                    break;
                case "\n":
                    _row++;
                    break;
                case "\b":
                    _column = Math.Max(0, _column - 1);
                    break;
                default:
                    if (char.IsControl(cluster[0]))
                        throw new InvalidOperationException($"The terminal was sent the character {(int)cluster[0]:x2}.");
                    PutCluster(cluster, columns);
                    break;
            }

            while (_rows.Count <= _row)
                _rows.Add([]);
        }
    }

    private void PutCluster(string cluster, int columns)
    {
        // Marks such as LRM take no room.
        if (columns == 0)
            return;
        if (_column + columns > Width)
        {
            (_row, _column) = (_row + 1, 0);
            while (_rows.Count <= _row)
                _rows.Add([]);
        }

        var row = _rows[_row];
        while (row.Count < _column + columns)
            row.Add(" ");
        // A wide character stands in its first column, and the others have nothing.
        row[_column] = cluster;
        for (var i = 1; i < columns; i++)
            row[_column + i] = string.Empty;
        _column += columns;
    }

    [GeneratedRegex("""\u001b\[\??(?<count>[0-9;]*)(?<csi>(?<final>[A-Za-z]))|(?<osc>\u001b\]8;;[^\u001b]*\u001b\\)|[^\u001b]+|\u001b""")]
    private static partial Regex Token();
}
