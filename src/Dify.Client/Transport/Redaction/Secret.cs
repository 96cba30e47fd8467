using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Dify.Client.Transport.Redaction;

/// <summary>Something that no text may show, and how to find it, whole or a part of it.</summary>
internal sealed class Secret
{
    /// <summary>What is shorter is no secret: taking it out would spoil every text, and tell by the gaps what it is.</summary>
    public const int Shortest = 4;

    // What is shorter than this may be a word: it is taken out where it stands alone.
    private const int ShortestWithin = 8;

    private const int LeastOfLong = 24;

    private readonly string[] _wholes;
    private readonly string _placeholder;
    private readonly HashSet<ulong> _pieces = [];
    private readonly HashSet<ulong> _base64 = [];
    private readonly HashSet<ulong> _long = [];

    /// <param name="value">The secret.</param>
    /// <param name="placeholder">What is to stand in its place.</param>
    public Secret(string value, string placeholder)
    {
        _placeholder = placeholder;
        var bytes = Encoding.UTF8.GetBytes(value);
        _wholes = [value, Base64Of(bytes, before: 0)];
        Pieces.AddTo(_pieces, value);
        Pieces.AddTo(_pieces, BitConverter.ToString(bytes));
        for (var before = 0; before < 3; before++)
            Pieces.AddTo(_base64, Base64Of(bytes, before));

        // A digit tells less in these: more of them make a finding. Numbers are those of bytes, as listings and traces have them.
        AddNumbers(bytes);
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            var wide = encoding.GetBytes(value);
            Pieces.AddTo(_long, BitConverter.ToString(wide));
            for (var before = 0; before < 3; before++)
                Pieces.AddTo(_long, Base64Of(wide, before));
        }
    }

    public void Find(Layer layer, List<Finding> found)
    {
        foreach (var whole in _wholes)
        {
            if (whole.Length >= Shortest)
                FindWhole(whole, layer, found);
        }

        if (_pieces.Count > 0)
        {
            FindPieces(new PieceSearch(_pieces, 0, _placeholder), layer, found);
            FindPieces(new PieceSearch(_base64, 0, _placeholder, isBase64: true), layer, found);
        }

        if (_long.Count > 0)
            new PieceSearch(_long, LeastOfLong, _placeholder, isBase64: true).Find(layer, skipTags: false, found);
    }

    private static void FindPieces(PieceSearch search, Layer layer, List<Finding> found)
    {
        search.Find(layer, skipTags: false, found);
        if (layer.Text.IndexOf('<') >= 0)
            search.Find(layer, skipTags: true, found);
    }

    private void AddNumbers(byte[] bytes)
    {
        foreach (var form in (Func<byte, string>[])[
            static one => one.ToString(CultureInfo.InvariantCulture),
            static one => one.ToString("000", CultureInfo.InvariantCulture),
            static one => Convert.ToString(one, 8),
            static one => Convert.ToString(one, 8).PadLeft(3, '0'),
            static one => "0x" + one.ToString("x2", CultureInfo.InvariantCulture)])
        {
            Pieces.AddTo(_long, string.Concat(Array.ConvertAll(bytes, one => form(one))));
        }
    }

    private void FindWhole(string whole, Layer layer, List<Finding> found)
    {
        var text = layer.Text;
        for (
            var at = text.IndexOf(whole, StringComparison.OrdinalIgnoreCase);
            at >= 0;
            at = text.IndexOf(whole, at, StringComparison.OrdinalIgnoreCase)
        )
        {
            var end = at + whole.Length;
            if (
                whole.Length >= ShortestWithin
                || ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            )
            {
                found.Add(layer.Find(at, end - 1, _placeholder));
            }

            at = end;
        }
    }

    // What stands before it within the same base64 decides how its own bytes are cut; the digits that it shares are found beside these.
    private static string Base64Of(byte[] bytes, int before)
    {
        var all = new byte[before + bytes.Length];
        bytes.CopyTo(all, before);
        var text = Convert.ToBase64String(all);
        var first = before == 0 ? 0 : before + 1;
        return text.Substring(first, Math.Max(0, ((all.Length * 8) / 6) - first));
    }
}
