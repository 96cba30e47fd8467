using System.Collections.Generic;
using System.Globalization;
using Wcwidth;

namespace DifyPS.Markup.Terminal;

/// <summary>How many columns text takes: characters of East Asia and emoji take two, and marks none.</summary>
internal static class DisplayWidth
{
    private const char EmojiStyle = '\ufe0f';

    /// <summary>The columns of a text.</summary>
    public static int Of(string text)
    {
        var width = 0;
        foreach (var (_, columns) in Clusters(text))
            width += columns;
        return width;
    }

    /// <summary>The characters as people see them, each with its columns.</summary>
    public static IEnumerable<(string Text, int Width)> Clusters(string text)
    {
        var clusters = StringInfo.GetTextElementEnumerator(text);
        while (clusters.MoveNext())
        {
            var cluster = clusters.GetTextElement();
            yield return (cluster, OfCluster(cluster));
        }
    }

    private static int OfCluster(string cluster)
    {
        if (cluster.Length == 1 && cluster[0] is >= ' ' and < '\u007f')
            return 1;
        // All that hangs on the first character with a width stands in its place.
        var flags = 0;
        for (var i = 0; i < cluster.Length; i += char.IsSurrogatePair(cluster, i) ? 2 : 1)
        {
            var code = char.IsSurrogate(cluster[i]) && !char.IsSurrogatePair(cluster, i) ? 0xfffd : char.ConvertToUtf32(cluster, i);
            if (code is >= 0x1f1e6 and <= 0x1f1ff && ++flags == 2)
                return 2;
            var width = UnicodeCalculator.GetWidth(code);
            if (width > 0 && flags == 0)
                return width == 1 && cluster.IndexOf(EmojiStyle) > 0 ? 2 : width;
        }

        return flags;
    }
}
