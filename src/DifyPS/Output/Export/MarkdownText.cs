using System;
using System.Linq;
using System.Text;
using Dify.Client.Transport;
using DifyPS.Output.Html;

namespace DifyPS.Output.Export;

/// <summary>Text on its way into Markdown.</summary>
internal static class MarkdownText
{
    /// <summary>One line of plain text.</summary>
    public static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in HarmlessText.Line(text))
        {
            if ("\\`*_[]<>#|~".IndexOf(c) >= 0)
                result.Append('\\');
            result.Append(c);
        }

        return result.ToString();
    }

    /// <summary>A link; without an address that may be followed, its text.</summary>
    public static string Link(string text, string? address) =>
        WebAddress.Safe(address) is { } safe ? $"[{Escape(text)}](<{safe.Replace("<", "%3C").Replace(">", "%3E")}>)" : Escape(text);

    /// <summary>One line of code.</summary>
    public static string Code(string text)
    {
        var line = HarmlessText.Line(text);
        var ticks = new string('`', LongestRun(line, '`') + 1);
        return ticks.Length == 1 ? $"`{line}`" : $"{ticks} {line} {ticks}";
    }

    /// <summary>A block of code, whatever is in it.</summary>
    public static string Fence(string text, string language)
    {
        var fence = new string('`', Math.Max(3, LongestRun(text, '`') + 1));
        return $"{fence}{language}\n{Lines(text).TrimEnd('\n')}\n{fence}";
    }

    /// <summary>A quotation.</summary>
    public static string Quote(string text) =>
        string.Join("\n", Lines(text).TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? ">" : "> " + line));

    /// <summary>A block within an item of a list.</summary>
    public static string Indent(string text) => string.Join("\n", text.Split('\n').Select(line => line.Length == 0 ? line : "   " + line));

    /// <summary>Markdown as it is, but for what would get out of its place (<see cref="MarkdownGuard"/>).</summary>
    public static string Closed(string markdown) => MarkdownGuard.Shut(Lines(markdown).TrimEnd());

    // What an export says is shown in terminals, too.
    private static string Lines(string text) => HarmlessText.Of(text.Replace("\r\n", "\n").Replace('\r', '\n'));

    private static int LongestRun(string text, char of)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == of ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
