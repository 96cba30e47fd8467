using System.Collections.Generic;
using System.Linq;
using Markdig.Syntax;

namespace DifyPS.Markup.Terminal;

/// <summary>Markdown as lines of a terminal.</summary>
/// <param name="Lines">The lines, none longer than the terminal is wide.</param>
/// <param name="OpenLine">The first line of the last block, which text to come may still change.</param>
/// <param name="OpenAt">Where that block begins in the text.</param>
internal sealed record TerminalText(IReadOnlyList<string> Lines, int OpenLine, int OpenAt);

/// <summary>
/// Markdown from elsewhere for a terminal, whole or as far as it has come: what stands before its last block is finished,
/// and need not be read again.
/// </summary>
internal static class TerminalMarkup
{
    /// <summary>The lines of a text.</summary>
    public static TerminalText Render(string markdown, TerminalLook look) =>
        MarkdownReader.Read(markdown, document => Render(document, markdown, look)) ?? new TerminalText(Plain(markdown, look), 0, 0);

    private static TerminalText Render(MarkdownDocument document, string markdown, TerminalLook look)
    {
        var writer = new BlockWriter(look);
        var (line, at) = (0, 0);
        foreach (var block in document)
        {
            if (block is LinkReferenceDefinitionGroup)
                continue;
            line = writer.Lines.Count == 0 ? 0 : writer.Lines.Count + 1;
            // From the start of the line: what is indented means something else without its spaces.
            at = block.Span.Start <= 0 ? 0 : markdown.LastIndexOf('\n', block.Span.Start - 1) + 1;
            writer.Write(block);
        }

        return new TerminalText(writer.Lines, line, at);
    }

    /// <summary>Text that is no Markdown, broken into lines.</summary>
    public static IReadOnlyList<string> Plain(string text, TerminalLook look) =>
        StyledText.Wrap(new[] { new Piece(InlineText.Clean(text, look), string.Empty) }, look.Width)
            .Select(line => StyledText.Show(line, look.Styles.Reset)).ToList();
}
