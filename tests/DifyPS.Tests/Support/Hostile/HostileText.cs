using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace DifyPS.Tests.Support.Hostile;

/// <summary>What a server may put into any text to steer a terminal, and what must not be left of it on a screen.</summary>
internal static partial class HostileText
{
    /// <summary>C0 without line ends and tabs, DEL, C1, and what turns the order of reading around.</summary>
    private static readonly char[] Steering =
    [
        .. Range('\u0000', '\u0008'), .. Range('\u000b', '\u000c'), .. Range('\u000e', '\u001f'), '\u007f', .. Range('\u0080', '\u009f'),
        .. Range('\u202a', '\u202e'), .. Range('\u2066', '\u2069'),
    ];

    /// <summary>Each of them, and what real terminals act on; LRM and RLM, which have to stay.</summary>
    public static string Suffix { get; } =
        "!" + string.Concat(Steering.Select(c => c + "x")) + "\u001b]0;title\u0007\u001bc\u001b[2J\u001b[31m\u009b2J\u200e\u200f;";

    /// <summary>Complains about what steers; styles of the module's own are let pass.</summary>
    public static void IsHarmless(string shown, string where)
    {
        var rest = Styles().Replace(shown, string.Empty);
        var at = rest.IndexOfAny([.. Steering, '\r']);
        Assert.True(at < 0, at < 0 ? null : $"{where} shows U+{(int)rest[at]:X4}: {rest[System.Math.Max(0, at - 40)..at]}");
    }

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(c => (char)c);

    // What PowerShell and the module write themselves; 31m, which the suffix has, is among them only with a reset at its end.
    [GeneratedRegex("\u001b\\[(?:0|1|2|3[0-79];?1?|9[0-7]|[0-9]+;[0-9;]+)m")]
    private static partial Regex Styles();
}
