using System.Collections.Generic;

namespace Dify.Client.Transport.Redaction;

/// <summary>
/// Runs of letters and digits of a secret, each as a number of base 36: what stands between them (line ends, hyphens,
/// quotation marks) and their case do not count. A run of this length in a text is no accident.
/// </summary>
internal static class Pieces
{
    private const int Length = 12;

    // 36 to the power of 11: what is left of a run when its first digit goes. The next one fits 64 bits.
    private const ulong Rest = 131_621_703_842_267_136;

    public static void AddTo(HashSet<ulong> pieces, string secret)
    {
        var run = 0UL;
        var count = 0;
        foreach (var character in secret)
        {
            var digit = DigitOf(character);
            if (digit >= 0)
            {
                run = Append(run, digit);
                if (++count >= Length)
                {
                    pieces.Add(run);
                }
            }
        }
    }

    /// <param name="layer">Where to look.</param>
    /// <param name="pieces">What to look for.</param>
    /// <param name="placeholder">What is to stand in its place.</param>
    /// <param name="skipTags">Whether tags of HTML are nothing to read.</param>
    /// <param name="found">What was found.</param>
    public static void Find(Layer layer, HashSet<ulong> pieces, string placeholder, bool skipTags, List<Finding> found)
    {
        var text = layer.Text;
        var places = new int[Length];
        var run = 0UL;
        var count = 0;
        var first = -1;
        var last = -1;
        for (var at = 0; at < text.Length; at++)
        {
            if (skipTags && IsTag(text, at))
            {
                var end = text.IndexOf('>', at);
                skipTags = end >= 0;
                at = end >= 0 ? end : at;
                continue;
            }

            var digit = DigitOf(text[at]);
            if (digit < 0)
            {
                continue;
            }

            run = Append(run, digit);
            places[count % Length] = at;
            count++;
            if (count < Length || !pieces.Contains(run))
            {
                continue;
            }

            var start = places[count % Length];
            if (first >= 0 && start > last)
            {
                found.Add(layer.Find(first, last, placeholder));
                first = -1;
            }

            first = first < 0 ? start : first;
            last = at;
        }

        if (first >= 0)
        {
            found.Add(layer.Find(first, last, placeholder));
        }
    }

    private static bool IsTag(string text, int at) =>
        text[at] == '<' && at + 1 < text.Length && (char.IsLetter(text[at + 1]) || text[at + 1] is '/' or '!' or '?');

    private static ulong Append(ulong run, int digit) => ((run % Rest) * 36) + (uint)digit;

    private static int DigitOf(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'z' => character - 'a' + 10,
        >= 'A' and <= 'Z' => character - 'A' + 10,
        _ => -1,
    };
}
