using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Dify.Client.Transport;

namespace DifyPS.Output.Html;

/// <summary>
/// Writes HTML as it goes. Text and the values of attributes get in escaped and in no other way; what could run or load
/// something (scripts, styles, handlers, addresses) is no element or attribute that can be asked for.
/// </summary>
internal sealed class HtmlWriter
{
    // Elements without an end.
    private static readonly HashSet<string> Void = new(StringComparer.Ordinal) { "br", "col", "hr", "wbr" };

    // An address gets in by Link, styles and scripts by the page's assets.
    private static readonly HashSet<string> RefusedElements = new(StringComparer.Ordinal)
    {
        "a",
        "applet",
        "audio",
        "base",
        "embed",
        "form",
        "frame",
        "iframe",
        "image",
        "img",
        "link",
        "meta",
        "object",
        "script",
        "source",
        "style",
        "use",
        "video",
    };

    private static readonly string[] RefusedAttributes = ["on", "href", "src", "style", "xlink", "xmlns", "action", "formaction", "data"];

    private readonly TextWriter _output;
    private readonly Stack<string> _open = new();

    /// <summary>A writer onto text that somebody else closes.</summary>
    public HtmlWriter(TextWriter output) => _output = output;

    /// <summary>How many elements are open.</summary>
    public int Depth => _open.Count;

    /// <summary>
    /// Begins an element. An attribute without a value (null) is left out; one with an empty value is written by its name alone.
    /// </summary>
    public HtmlWriter Open(string element, params (string Name, string? Value)[] attributes)
    {
        if (RefusedElements.Contains(Name(element)))
            throw new ArgumentException($"Refused: {element}", nameof(element));
        return Begin(element, attributes);
    }

    /// <summary>Ends the innermost element.</summary>
    public HtmlWriter Close()
    {
        _output.Write("</");
        _output.Write(_open.Pop());
        _output.Write('>');
        return this;
    }

    /// <summary>Ends elements until so many are left open.</summary>
    public HtmlWriter CloseTo(int depth)
    {
        while (_open.Count > depth)
            Close();
        return this;
    }

    /// <summary>A whole element with text in it; an empty one without.</summary>
    public HtmlWriter Element(string element, string? text, params (string Name, string? Value)[] attributes)
    {
        Open(element, attributes);
        return Void.Contains(element) ? this : Text(text).Close();
    }

    /// <summary>Text, escaped.</summary>
    public HtmlWriter Text(string? text)
    {
        Escape(text);
        return this;
    }

    /// <summary>A new line in the source, for those who read it.</summary>
    public HtmlWriter Line()
    {
        _output.Write('\n');
        return this;
    }

    /// <summary>A link, if the address is one that may be followed; otherwise its text alone.</summary>
    public HtmlWriter Link(string? address, string text, params (string Name, string? Value)[] attributes)
    {
        if (!WebAddress.IsSafe(address))
            return Text(text);
        Begin("a", attributes, ("href", WebAddress.Safe(address)), ("rel", "noopener noreferrer"));
        return Text(text).Close();
    }

    /// <summary>A date: local time for people, with its offset for machines.</summary>
    public HtmlWriter Time(DateTimeOffset date, string format = "yyyy-MM-dd HH:mm") =>
        Element(
            "time",
            date.ToString(format, CultureInfo.InvariantCulture),
            ("datetime", date.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture))
        );

    /// <summary>Markup that was made safe by whoever made it.</summary>
    public HtmlWriter Markup(SafeMarkup markup)
    {
        _output.Write(markup.Html);
        return this;
    }

    /// <summary>A number as attributes take it.</summary>
    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private HtmlWriter Begin(string element, (string Name, string? Value)[] attributes, params (string Name, string? Value)[] own)
    {
        _output.Write('<');
        _output.Write(element);
        foreach (var (name, value) in attributes)
        {
            var isData = name.StartsWith("data-", StringComparison.Ordinal);
            if (!isData && Array.Exists(RefusedAttributes, refused => Name(name).StartsWith(refused, StringComparison.OrdinalIgnoreCase)))
                throw new ArgumentException($"Refused: {name}", nameof(attributes));
            Attribute(name, value);
        }

        foreach (var (name, value) in own)
            Attribute(name, value);
        _output.Write('>');
        if (!Void.Contains(element))
            _open.Push(element);
        return this;
    }

    private void Attribute(string name, string? value)
    {
        if (value is null)
            return;
        _output.Write(' ');
        _output.Write(Name(name));
        if (value.Length == 0)
            return;
        _output.Write("=\"");
        Escape(value);
        _output.Write('"');
    }

    private static string Name(string name) =>
        name.Length > 0 && name.All(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '-')
            ? name
            : throw new ArgumentException($"Not HTML: {name}", nameof(name));

    private void Escape(string? text)
    {
        foreach (var c in text ?? string.Empty)
        {
            switch (c)
            {
                case '&':
                    _output.Write("&amp;");
                    break;
                case '<':
                    _output.Write("&lt;");
                    break;
                case '>':
                    _output.Write("&gt;");
                    break;
                case '"':
                    _output.Write("&quot;");
                    break;
                case '\'':
                    _output.Write("&#39;");
                    break;
                case '\t' or '\n':
                    _output.Write(c);
                    break;
                case '\r':
                    break;
                default:
                    // HTML has no place for control characters, not even as escapes; and nobody's text turns a page's order around.
                    _output.Write(HarmlessText.IsHarmless(c) ? c : '\uFFFD');
                    break;
            }
        }
    }
}

/// <summary>Markup that needs no escaping. Only what makes it safe makes one.</summary>
internal readonly struct SafeMarkup
{
    private readonly string? _html;

    /// <summary>Vouches for the markup: nothing in it runs, or loads anything.</summary>
    public SafeMarkup(string html) => _html = html;

    /// <summary>The markup.</summary>
    public string Html => _html ?? string.Empty;
}
