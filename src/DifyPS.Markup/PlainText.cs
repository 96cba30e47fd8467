using System.Text;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;

namespace DifyPS.Markup;

/// <summary>The words of a text without its markup, for places that take words alone.</summary>
internal static class PlainText
{
    public static string Of(ContainerInline parts)
    {
        var words = new StringBuilder();
        Add(parts, words);
        return words.ToString();
    }

    private static void Add(ContainerInline parts, StringBuilder words)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case LiteralInline text:
                    words.Append(text.Content.ToString());
                    break;
                case CodeInline code:
                    words.Append(code.Content);
                    break;
                case HtmlEntityInline entity:
                    words.Append(entity.Transcoded.ToString());
                    break;
                case AutolinkInline address:
                    words.Append(address.Url);
                    break;
                case HtmlInline tag:
                    words.Append(tag.Tag);
                    break;
                case LineBreakInline:
                    words.Append(' ');
                    break;
                case TaskList box:
                    words.Append(box.Checked ? "[x]" : "[ ]");
                    break;
                case ContainerInline inner:
                    Add(inner, words);
                    break;
            }
        }
    }
}
