using System;
using System.Collections.Generic;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DifyPS.Markup;

/// <summary>The Markdown that apps write, whatever becomes of it.</summary>
internal static class MarkdownReader
{
    // Markdig's own renderer gives up behind 128 levels; ours would go on until its stack ends.
    private const int MaxDepth = 100;

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

    /// <summary>
    /// What is made of the text's parts; null where it is nested deeper than anybody writes, or is otherwise too much for those
    /// who read and show it: then it is to be shown as it is.
    /// </summary>
    public static T? Read<T>(string markdown, Func<MarkdownDocument, T> make)
        where T : class
    {
        // Reading alone takes Markdig longer with every level: a minute for some thousands.
        if (Nesting.Of(markdown, MaxDepth) > MaxDepth)
            return null;
        try
        {
            var document = Markdown.Parse(markdown, Pipeline);
            return IsTooDeep(document) ? null : make(document);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The text is somebody else's, and so is the code that reads it: nothing that goes wrong between the two is worth losing an
            // answer for.
            return null;
        }
    }

    // Without recursion, which is what this is to find out about.
    private static bool IsTooDeep(MarkdownDocument document)
    {
        var open = new Stack<(MarkdownObject Part, int Depth)>();
        open.Push((document, 0));
        while (open.Count > 0)
        {
            var (part, depth) = open.Pop();
            if (depth > MaxDepth)
                return true;
            foreach (var child in ChildrenOf(part))
                open.Push((child, depth + 1));
        }

        return false;
    }

    private static IEnumerable<MarkdownObject> ChildrenOf(MarkdownObject part) => part switch
    {
        ContainerBlock block => block,
        LeafBlock { Inline: { } inline } => inline,
        ContainerInline inline => inline,
        _ => [],
    };
}
