using System;
using System.Collections.Generic;
using System.Linq;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace DifyPS.Markup.Terminal;

/// <summary>Blocks as lines of a terminal.</summary>
internal sealed class BlockWriter(TerminalLook look)
{
    // What is left for text within quotations in lists in quotations, however narrow the terminal is.
    private const int Narrowest = 8;

    private readonly List<string> _lines = new();

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Writes a block of the document itself, an empty line between it and the one before.</summary>
    public void Write(Block block)
    {
        if (block is LinkReferenceDefinitionGroup)
            return;
        if (_lines.Count > 0)
            _lines.Add(string.Empty);
        Write(block, new Margin(null, string.Empty, string.Empty));
    }

    private void Write(Block block, Margin margin)
    {
        switch (block)
        {
            case HeadingBlock heading:
                Put(InlineText.Of(heading.Inline, look, look.Styles.Heading), margin);
                break;
            case ThematicBreakBlock:
                _lines.Add(margin.Take() + look.Styles.Dim + new string('─', Math.Min(Room(margin), 40)) + look.Styles.Reset);
                break;
            case CodeBlock code:
                WriteCode(code, margin);
                break;
            case QuoteBlock quote:
                WriteAll(quote, Nest(margin, look.Styles.Dim + "│" + look.Styles.Reset + " ", 2), isLoose: true);
                break;
            case ListBlock list:
                WriteList(list, margin);
                break;
            case Table table:
                foreach (var line in new TableLayout(table, look, Room(margin)).Lines())
                    _lines.Add(margin.Take() + line);
                break;
            case ContainerBlock container:
                WriteAll(container, margin, isLoose: true);
                break;
            case LeafBlock { Inline: { } inline }:
                Put(InlineText.Of(inline, look), margin);
                break;
            case LeafBlock leaf:
                Put(new[] { new Piece(InlineText.Clean(leaf.Lines.ToString(), look), string.Empty) }, margin);
                break;
        }
    }

    private void WriteAll(ContainerBlock container, Margin margin, bool isLoose)
    {
        for (var i = 0; i < container.Count; i++)
        {
            if (i > 0 && isLoose)
                _lines.Add(margin.Take().TrimEnd());
            Write(container[i], margin);
        }

        if (container.Count == 0)
            _lines.Add(margin.Take());
    }

    private void WriteList(ListBlock list, Margin margin)
    {
        var marks = list.OfType<ListItemBlock>().Select(item => list.IsOrdered ? $"{item.Order}{list.OrderedDelimiter} " : "• ").ToList();
        var width = marks.Count == 0 ? 0 : marks.Max(static mark => mark.Length);
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0 && list.IsLoose)
                _lines.Add(margin.Take().TrimEnd());
            WriteAll(
                (ContainerBlock)list[i],
                margin.Nest(marks[i].PadLeft(width), new string(' ', width), width, look.Width),
                list.IsLoose
            );
        }
    }

    private void WriteCode(CodeBlock code, Margin margin)
    {
        var inner = Nest(margin, "  ", 2);
        if (code is FencedCodeBlock { Info: { Length: > 0 } language })
            _lines.Add(inner.Take() + look.Styles.Dim + InlineText.Clean(language, look) + look.Styles.Reset);
        for (var i = 0; i < code.Lines.Count; i++)
        {
            var text = InlineText.Clean(code.Lines.Lines[i].ToString(), look);
            foreach (var line in StyledText.Cut(text, look.Styles.Code, Room(inner)))
                _lines.Add(inner.Take() + StyledText.Show(line, look.Styles.Reset));
        }
    }

    private void Put(IEnumerable<Piece> pieces, Margin margin)
    {
        foreach (var line in StyledText.Wrap(pieces, Room(margin)))
            _lines.Add(margin.Take() + StyledText.Show(line, look.Styles.Reset));
    }

    private Margin Nest(Margin margin, string mark, int columns) => margin.Nest(mark, mark, columns, look.Width);

    private int Room(Margin margin) => Math.Max(1, look.Width - margin.Width);

    /// <summary>What stands before the lines of a block: the mark of a list's item before the first of them.</summary>
    private sealed class Margin(Margin? outer, string first, string rest, int width = 0)
    {
        private bool _isUsed;

        public int Width { get; } = (outer?.Width ?? 0) + width;

        // Where no room is left, text goes no deeper.
        public Margin Nest(string mark, string others, int columns, int room) =>
            Width + columns + Narrowest > room ? this : new(this, mark, others, columns);

        public string Take()
        {
            var own = _isUsed ? rest : first;
            _isUsed = true;
            return outer?.Take() + own;
        }
    }
}
