using System;
using System.IO;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;

namespace DifyPS.Markup;

/// <summary>
/// Markdown from elsewhere, such as an app's answer, as markup for a page. HTML in it is shown as the text it is, and what
/// would be loaded from elsewhere, such as a picture, becomes a link.
/// </summary>
internal static class MarkdownMarkup
{
    /// <summary>The markup; null where the text is to be shown as it is (<see cref="MarkdownReader.Read"/>).</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="mayLink">Whether an address may be linked to.</param>
    public static string? Render(string markdown, Func<string, bool> mayLink)
    {
        var output = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(output);
        MarkdownReader.Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<LinkInlineRenderer>(new SafeLinkRenderer(mayLink));
        renderer.ObjectRenderers.ReplaceOrAdd<AutolinkInlineRenderer>(new SafeAutolinkRenderer(mayLink));
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlTableRenderer>(new ClassTableRenderer());
        renderer.ObjectRenderers.ReplaceOrAdd<CodeBlockRenderer>(new PlainCodeRenderer());
        return MarkdownReader.Read(markdown, document =>
        {
            renderer.Render(document);
            return output.ToString();
        });
    }
}
