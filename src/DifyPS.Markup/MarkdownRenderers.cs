using System;
using System.Text.RegularExpressions;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DifyPS.Markup;

/// <summary>Links to what may be followed. A picture is one too, unless all of it is in the text.</summary>
internal sealed class SafeLinkRenderer(Func<string, bool> mayLink) : HtmlObjectRenderer<LinkInline>
{
    // A picture of these kinds runs nothing, which one of SVG could.
    private static readonly Regex Embedded = new(
        @"\Adata:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+\z",
        RegexOptions.CultureInvariant
    );

    protected override void Write(HtmlRenderer renderer, LinkInline link)
    {
        var address = link.GetDynamicUrl?.Invoke() ?? link.Url;
        if (link.IsImage && address is not null && Embedded.IsMatch(address))
        {
            // Not by the renderers of its parts: some of them write elements, and quotes with them, wherever they are.
            renderer.Write("<img alt=\"");
            renderer.WriteEscape(PlainText.Of(link));
            renderer.Write("\" src=\"").Write(address).Write("\">");
            return;
        }

        var isSafe = address is not null && mayLink(address);
        if (isSafe)
            SafeAutolinkRenderer.Begin(renderer, address!, link.IsImage ? "picture" : null);
        if (link.FirstChild is null)
            renderer.WriteEscape(address);
        else
            renderer.WriteChildren(link);
        if (isSafe)
            renderer.Write("</a>");
    }
}

/// <summary>Addresses that stand in the text by themselves.</summary>
internal sealed class SafeAutolinkRenderer(Func<string, bool> mayLink) : HtmlObjectRenderer<AutolinkInline>
{
    public static void Begin(HtmlRenderer renderer, string address, string? kind)
    {
        renderer.Write("<a href=\"");
        renderer.WriteEscape(address.Trim());
        renderer.Write(kind is null ? "\" rel=\"noopener noreferrer\">" : $"\" class=\"{kind}\" rel=\"noopener noreferrer\">");
    }

    protected override void Write(HtmlRenderer renderer, AutolinkInline link)
    {
        var address = link.IsEmail ? "mailto:" + link.Url : link.Url;
        var isSafe = mayLink(address);
        if (isSafe)
            Begin(renderer, address, null);
        renderer.WriteEscape(link.Url);
        if (isSafe)
            renderer.Write("</a>");
    }
}

/// <summary>
/// Tables aligned by classes, for the page's policy forbids styles within the text, and in a frame that scrolls if they are wide.
/// </summary>
internal sealed class ClassTableRenderer : HtmlObjectRenderer<Table>
{
    protected override void Write(HtmlRenderer renderer, Table table)
    {
        renderer.EnsureLine();
        renderer.Write("<div class=\"wide\"><table>\n");
        foreach (var block in table)
        {
            var row = (TableRow)block;
            renderer.Write("<tr>");
            for (var i = 0; i < row.Count; i++)
                WriteCell(renderer, table, row, (TableCell)row[i], i);
            renderer.Write("</tr>\n");
        }

        renderer.Write("</table></div>\n");
    }

    private static void WriteCell(HtmlRenderer renderer, Table table, TableRow row, TableCell cell, int index)
    {
        var column = cell.ColumnIndex >= 0 && cell.ColumnIndex < table.ColumnDefinitions.Count ? cell.ColumnIndex : index;
        var align = column < table.ColumnDefinitions.Count ? table.ColumnDefinitions[column].Alignment : null;
        renderer.Write(row.IsHeader ? "<th" : "<td");
        if (align is TableColumnAlign.Center or TableColumnAlign.Right)
            renderer.Write(align == TableColumnAlign.Center ? " class=\"centre\"" : " class=\"end\"");
        if (cell.ColumnSpan > 1)
            renderer.Write($" colspan=\"{cell.ColumnSpan}\"");
        if (cell.RowSpan > 1)
            renderer.Write($" rowspan=\"{cell.RowSpan}\"");
        renderer.Write(">");
        var isImplicit = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = cell.Count == 1;
        renderer.WriteChildren(cell);
        renderer.ImplicitParagraph = isImplicit;
        renderer.Write(row.IsHeader ? "</th>" : "</td>");
    }
}

/// <summary>Blocks of code with the name of their language, which the style sheet shows.</summary>
internal sealed class PlainCodeRenderer : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock block)
    {
        renderer.EnsureLine();
        var language = (block as FencedCodeBlock)?.Info;
        if (string.IsNullOrEmpty(language))
        {
            renderer.Write("<pre><code>");
        }
        else
        {
            renderer.Write("<pre data-language=\"");
            renderer.WriteEscape(language);
            renderer.Write("\"><code>");
        }

        renderer.WriteLeafRawLines(block, writeEndOfLines: true, escape: true);
        renderer.Write("</code></pre>\n");
    }
}
