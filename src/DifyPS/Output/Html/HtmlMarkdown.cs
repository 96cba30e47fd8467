using Dify.Client.Transport;
using DifyPS.Markup;

namespace DifyPS.Output.Html;

/// <summary>Markdown from elsewhere on a page.</summary>
internal static class HtmlMarkdown
{
    /// <summary>A block that reads in its own direction. HTML in the text is shown as text, and nothing in it runs or is loaded.</summary>
    public static HtmlWriter Markdown(this HtmlWriter html, string markdown, string style)
    {
        html.Open("div", ("class", style), ("dir", "auto"));
        markdown = HarmlessText.Of(markdown);
        if (MarkdownMarkup.Render(markdown, WebAddress.IsSafe) is { } markup)
            html.Markup(new SafeMarkup(markup));
        else
            html.Element("p", markdown, ("class", "plain"));
        return html.Close();
    }
}
