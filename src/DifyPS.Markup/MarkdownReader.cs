using System;
using Markdig;
using Markdig.Syntax;

namespace DifyPS.Markup;

/// <summary>The Markdown that apps write, whatever becomes of it.</summary>
internal static class MarkdownReader
{
    // No extension that takes attributes, embeds media or makes ids: the text is not the page's own.
    public static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseGridTables()
        .UseEmphasisExtras()
        .UseListExtras()
        .UseTaskLists()
        .UseAutoLinks()
        .Build();

    /// <summary>The text's parts; null where it is nested deeper than anybody writes, and Markdig gives up before its stack does.</summary>
    public static MarkdownDocument? Parse(string markdown)
    {
        try
        {
            return Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
