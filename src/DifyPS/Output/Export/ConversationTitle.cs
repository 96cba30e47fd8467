using System;
using System.Globalization;
using System.Text.RegularExpressions;
using DifyPS.Common;

namespace DifyPS.Output.Export;

/// <summary>What a conversation is called, on its pages and in its file's name.</summary>
internal static class ConversationTitle
{
    private const int Longest = 80;

    /// <summary>Its title; without one, what was said first.</summary>
    public static string Of(ConversationHead head, ConversationTotals totals) =>
        MessageParts.First(OneLine(head.Title), OneLine(totals.FirstQuery)) ?? Strings.ExportTitleless;

    /// <summary>
    /// A name for its file, in whatever script the title is. Other conversations with the same title have other names: the
    /// end of the id tells them apart, for some servers begin ids with the time.
    /// </summary>
    public static string FileName(ConversationHead head, ConversationTotals totals, bool wholeId)
    {
        var id = head.ConversationId;
        var mark = wholeId || id.Length <= 12 ? id : id.Substring(id.Length - 12);
        var title = SafeFileName.From(Of(head, totals).Replace('/', '_').Replace('\\', '_')) ?? Strings.ExportTitleless;
        return $"{title} ({SafeFileName.From(mark) ?? "id"})";
    }

    // Counted in what people see as characters, so that none is cut in two.
    private static string OneLine(string? text)
    {
        var line = Regex.Replace(text ?? string.Empty, @"\s+", " ").Trim();
        var elements = StringInfo.ParseCombiningCharacters(line);
        return elements.Length <= Longest ? line : line.Substring(0, elements[Longest - 1]).TrimEnd() + "…";
    }
}
