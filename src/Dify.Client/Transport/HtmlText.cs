using System;
using System.Globalization;
using System.Net;
using System.Text;

namespace Dify.Client.Transport;

/// <summary>Small shapes of text for messages.</summary>
internal static class HtmlText
{
    public const int LongestType = 100;

    private const int LongestMessage = 2000;
    private const int LongestWord = 64;

    public static string Seconds(TimeSpan span) => Strings.FormatSeconds(span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture));

    /// <summary>A limit as people say it: in MiB where that is a whole number.</summary>
    public static string Size(int bytes) =>
        bytes % (1024 * 1024) == 0 ? Strings.FormatMebibytes(bytes / 1024 / 1024) : Strings.FormatBytes(bytes);

    /// <summary>What came instead of what was asked for: its content type, and how it begins.</summary>
    public static string Instead(string? contentType, string start) =>
        (contentType is null ? Strings.ContentTypeUnknown : Plain(contentType, LongestType)) + (start.Length == 0 ? "." : ": " + start);

    public static string Sentence(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length == 0 || trimmed[trimmed.Length - 1] is '.' or '!' or '?' ? trimmed : trimmed + ".";
    }

    /// <summary>The other side's word for an error, without what must not be shown.</summary>
    public static string Word(string? code, HttpTransport transport) =>
        HarmlessText.Line(Plain(transport.Redact(Start(code, LongestWord)), LongestWord));

    /// <summary>
    /// The other side's own words. Dify passes a model provider's whole complaint on: worth reading, but not by the megabyte.
    /// </summary>
    public static string Said(string? message, HttpTransport transport) =>
        Short(transport.Redact(Start(message, LongestMessage)), LongestMessage);

    /// <summary>
    /// What a person would read of a page: no tags, scripts or control characters, at most <paramref name="limit"/> characters.
    /// </summary>
    public static string Plain(string body, int limit)
    {
        var text = new StringBuilder(limit + 16);
        var index = 0;
        while (index < body.Length && text.Length <= limit * 4)
        {
            var character = body[index];
            if (character == '<' && index + 1 < body.Length && (char.IsLetter(body[index + 1]) || body[index + 1] is '/' or '!' or '?'))
            {
                index = AfterTag(body, index);
                character = ' ';
            }
            else
            {
                index++;
            }

            if (char.IsControl(character) || char.IsWhiteSpace(character))
                character = ' ';

            if (character != ' ' || (text.Length > 0 && text[text.Length - 1] != ' '))
                text.Append(character);
        }

        var plain = WebUtility.HtmlDecode(text.ToString()).Trim();
        return Short(plain, limit);
    }

    public static string Short(string text, int limit) =>
        text.Length <= limit ? text : text.Substring(0, char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit) + "…";

    // A secret that is taken out makes a text shorter, escaped ones by much: enough is read, and no more.
    private static string Start(string? text, int limit) =>
        text is null ? string.Empty
        : text.Length <= limit * 8 ? text
        : text.Substring(0, limit * 8);

    private static int AfterTag(string body, int start)
    {
        foreach (var name in (string[])["script", "style", "head"])
        {
            // What stands between these is not text to read; of a head, only the title would be, and bodies repeat it.
            if (string.Compare(body, start + 1, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0
                && start + 1 + name.Length < body.Length && !char.IsLetter(body[start + 1 + name.Length]))
            {
                var close = body.IndexOf("</" + name, start, StringComparison.OrdinalIgnoreCase);
                start = close < 0 ? start : close;
            }
        }

        var end = body.IndexOf('>', start);
        return end < 0 ? body.Length : end + 1;
    }
}
