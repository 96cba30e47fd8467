using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace DifyPS.Markup.Terminal;

/// <summary>Text with a style, and an address behind it if it is a link.</summary>
internal readonly record struct Piece(string Text, string Style, string? Link = null);

/// <summary>A character as people see it, with its columns and its style.</summary>
internal readonly record struct Glyph(string Text, int Width, string Style, string? Link);

/// <summary>Pieces of text, broken into lines of so many columns.</summary>
internal static class StyledText
{
    public static IEnumerable<Glyph> Glyphs(IEnumerable<Piece> pieces) => pieces.SelectMany(static piece =>
        DisplayWidth.Clusters(piece.Text).Select(cluster => new Glyph(cluster.Text, cluster.Width, piece.Style, piece.Link)));

    /// <summary>Breaks between words, between wide characters, and within a word only when it is longer than a line.</summary>
    public static List<List<Glyph>> Wrap(IEnumerable<Piece> pieces, int width)
    {
        var lines = new List<List<Glyph>>();
        var line = new List<Glyph>();
        var (used, mayBreak) = (0, 0);
        foreach (var glyph in Glyphs(pieces))
        {
            if (glyph.Text is "\n" or "\r\n")
            {
                Add(lines, line);
                (line, used, mayBreak) = (new List<Glyph>(), 0, 0);
                continue;
            }

            if (used + glyph.Width > width && line.Count > 0)
            {
                if (glyph.Text == " ")
                {
                    mayBreak = line.Count;
                    continue;
                }

                var at = mayBreak > 0 ? mayBreak : line.Count;
                var rest = line.Skip(at).ToList();
                Add(lines, line.Take(at));
                (line, used, mayBreak) = (rest, rest.Sum(static one => one.Width), 0);
            }

            line.Add(glyph);
            used += glyph.Width;
            if (glyph.Text == " " || glyph.Width > 1)
                mayBreak = line.Count;
        }

        Add(lines, line);
        return lines;
    }

    /// <summary>Breaks wherever a line is full, as code is broken.</summary>
    public static List<List<Glyph>> Cut(string text, string style, int width)
    {
        var lines = new List<List<Glyph>> { new() };
        var used = 0;
        foreach (var glyph in Glyphs(new[] { new Piece(text, style) }))
        {
            if (used + glyph.Width > width && used > 0)
            {
                lines.Add(new List<Glyph>());
                used = 0;
            }

            lines[lines.Count - 1].Add(glyph);
            used += glyph.Width;
        }

        return lines;
    }

    /// <summary>The line with the sequences of its styles, all of which end with it.</summary>
    public static string Show(IReadOnlyList<Glyph> line, string reset)
    {
        var text = new StringBuilder();
        for (var i = 0; i < line.Count;)
        {
            var (style, link) = (line[i].Style, line[i].Link);
            if (link is not null)
                text.Append("\u001b]8;;").Append(link).Append("\u001b\\");
            text.Append(style);
            for (; i < line.Count && line[i].Style == style && line[i].Link == link; i++)
                text.Append(line[i].Text);
            if (style.Length > 0)
                text.Append(reset);
            if (link is not null)
                text.Append("\u001b]8;;\u001b\\");
        }

        return text.ToString();
    }

    public static int Width(IEnumerable<Glyph> line) => line.Sum(static glyph => glyph.Width);

    private static void Add(List<List<Glyph>> lines, IEnumerable<Glyph> line)
    {
        var trimmed = line.ToList();
        while (trimmed.Count > 0 && trimmed[trimmed.Count - 1].Text == " ")
            trimmed.RemoveAt(trimmed.Count - 1);
        lines.Add(trimmed);
    }
}
