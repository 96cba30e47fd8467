using System;
using System.Collections.Generic;
using System.Linq;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DifyPS.Markup.Terminal;

/// <summary>What stands within a block, as pieces of styled text.</summary>
internal sealed class InlineText(TerminalLook look)
{
    private readonly List<Piece> _pieces = new();

    public static List<Piece> Of(Inline? inline, TerminalLook look, string style = "")
    {
        var text = new InlineText(look);
        if (inline is not null)
            text.Add(inline, style, null);
        return text._pieces;
    }

    /// <summary>Text as it can be shown: no control characters, and columns instead of tabs.</summary>
    public static string Clean(string text, TerminalLook look) => look.Clean(text).Replace("\t", "    ");

    private void Add(Inline inline, string style, string? link)
    {
        var styles = look.Styles;
        switch (inline)
        {
            case LiteralInline literal:
                Put(literal.Content.ToString(), style, link);
                break;
            case CodeInline code:
                Put(code.Content, style + styles.Code, link);
                break;
            case LineBreakInline:
                // A single line end means something in what a model writes, as it does on Dify's own page.
                _pieces.Add(new Piece("\n", string.Empty));
                break;
            case HtmlEntityInline entity:
                Put(entity.Transcoded.ToString(), style, link);
                break;
            case HtmlInline html:
                Put(html.Tag, style, link);
                break;
            case TaskList task:
                Put(task.Checked ? "[x]" : "[ ]", style, link);
                break;
            case AutolinkInline auto:
                Put(auto.Url, style + styles.Link, Address(auto.IsEmail ? "mailto:" + auto.Url : auto.Url));
                break;
            case LinkInline named:
                AddLink(named, style);
                break;
            case EmphasisInline emphasis:
                AddAll(emphasis, style + StyleOf(emphasis), link);
                break;
            case DelimiterInline open:
                // A bracket or the like that nothing closed is what it is.
                Put(open.ToLiteral(), style, link);
                AddAll(open, style, link);
                break;
            case ContainerInline container:
                AddAll(container, style, link);
                break;
        }
    }

    private void AddAll(ContainerInline container, string style, string? link)
    {
        foreach (var child in container)
            Add(child, style, link);
    }

    // The address is told as well: not every terminal can follow links, and people want to see where they lead.
    private void AddLink(LinkInline link, string style)
    {
        var url = Clean(link.GetDynamicUrl?.Invoke() ?? link.Url ?? string.Empty, look).Replace("\n", string.Empty);
        var start = _pieces.Count;
        AddAll(link, style + look.Styles.Link, Address(url));
        var shown = string.Concat(_pieces.Skip(start).Select(static piece => piece.Text));
        if (shown.Length == 0)
            Put(url, style + look.Styles.Link, Address(url));
        else if (url.Length > 0 && url != shown && url != "mailto:" + shown && url != "http://" + shown)
            Put($" ({url})", style + look.Styles.Dim, null);
    }

    private void Put(string text, string style, string? link) => _pieces.Add(new Piece(Clean(text, look), style, link));

    // What a terminal is told to open: nothing but pages and mail, in plain characters.
    private static string? Address(string url) =>
        (url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) && url.All(static c => c is > ' ' and < '\u007f')
            ? url : null;

    private string StyleOf(EmphasisInline emphasis) => (emphasis.DelimiterChar, emphasis.DelimiterCount) switch
    {
        ('*' or '_', 1) => look.Styles.Italic,
        ('*' or '_', _) or ('=', _) => look.Styles.Bold,
        ('~', 2) => look.Styles.Strikethrough,
        ('+', _) => look.Styles.Underline,
        _ => string.Empty,
    };
}
