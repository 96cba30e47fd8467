using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using DifyPS.Markup.Terminal;

namespace DifyPS.Terminal;

/// <summary>What becomes of rows in a terminal that is made narrower: it breaks those that do not fit any more.</summary>
internal static class Reflow
{
    private static readonly Regex Sequence = new("\u001b\\[[0-9;]*m|\u001b\\]8;;[^\u001b]*\u001b\\\\", RegexOptions.CultureInvariant);

    /// <summary>The number of rows that lines take now.</summary>
    public static int Rows(IEnumerable<string> lines, int width) =>
        lines.Sum(line => Math.Max(1, (DisplayWidth.Of(Sequence.Replace(line, string.Empty)) + width - 1) / width));
}
