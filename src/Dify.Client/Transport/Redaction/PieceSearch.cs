using System.Collections.Generic;

namespace Dify.Client.Transport.Redaction;

/// <summary>Finds pieces of a secret in a text.</summary>
/// <param name="pieces">What to look for.</param>
/// <param name="least">How many digits in a row have to be the secret's; fewer are an accident.</param>
/// <param name="placeholder">What is to stand in its place.</param>
/// <param name="isBase64">Whether the secret may share a digit with what stands before and behind it.</param>
internal sealed class PieceSearch(HashSet<ulong> pieces, int least, string placeholder, bool isBase64 = false)
{
    /// <param name="layer">Where to look.</param>
    /// <param name="skipTags">Whether tags of HTML are nothing to read.</param>
    /// <param name="found">What was found.</param>
    public void Find(Layer layer, bool skipTags, List<Finding> found)
    {
        var text = layer.Text;
        var places = new int[Pieces.Length];
        var run = 0UL;
        var count = 0;
        var (first, last, begun, ended) = (-1, -1, 0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            if (skipTags && IsTag(text, at))
            {
                var end = text.IndexOf('>', at);
                skipTags = end >= 0;
                at = end >= 0 ? end : at;
                continue;
            }

            var digit = Pieces.DigitOf(text[at]);
            if (digit < 0)
                continue;

            run = Pieces.Append(run, digit);
            places[count % Pieces.Length] = at;
            count++;
            if (count < Pieces.Length || !pieces.Contains(run))
                continue;

            var start = places[count % Pieces.Length];
            if (first >= 0 && start > last)
            {
                Add(layer, first, last, ended - begun, found);
                first = -1;
            }

            if (first < 0)
                (first, begun) = (start, count - Pieces.Length);

            (last, ended) = (at, count);
        }

        if (first >= 0)
            Add(layer, first, last, ended - begun, found);
    }

    private void Add(Layer layer, int first, int last, int digits, List<Finding> found)
    {
        if (digits < least)
            return;

        var text = layer.Text;
        if (isBase64 && first > 0 && IsOfBase64(text[first - 1]))
            first--;
        if (isBase64 && last + 1 < text.Length && IsOfBase64(text[last + 1]))
            last++;
        while (isBase64 && last + 1 < text.Length && text[last + 1] == '=')
            last++;
        found.Add(layer.Find(first, last, placeholder));
    }

    private static bool IsOfBase64(char character) => Pieces.DigitOf(character) >= 0 || character is '+' or '/';

    private static bool IsTag(string text, int at) =>
        text[at] == '<' && at + 1 < text.Length && (char.IsLetter(text[at + 1]) || text[at + 1] is '/' or '!' or '?');
}
