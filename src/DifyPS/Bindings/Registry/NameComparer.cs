using System;
using System.Text;
using DifyPS.Common;

namespace DifyPS.Bindings.Registry;

/// <summary>
/// Names that look the same are the same: capital letters do not matter, in any culture, nor whether an accent is a
/// character of its own or part of its letter, nor which form of an emoji is asked for.
/// </summary>
internal sealed class NameComparer : StringComparer
{
    /// <summary>The composed form (NFC); the text as it is where it has half a character, which has no such form.</summary>
    public static string Compose(string text)
    {
        if (IsAscii(text))
            return text;
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    public override int Compare(string? x, string? y) =>
        OrdinalIgnoreCase.Compare(x is null ? null : Plain(x), y is null ? null : Plain(y));

    public override bool Equals(string? x, string? y) =>
        OrdinalIgnoreCase.Equals(x, y) || (x is not null && y is not null && OrdinalIgnoreCase.Equals(Plain(x), Plain(y)));

    public override int GetHashCode(string obj) => OrdinalIgnoreCase.GetHashCode(Plain(obj));

    private static string Plain(string text) => Joiners.WithoutEmojiForms(Compose(text));

    private static bool IsAscii(string text)
    {
        foreach (var c in text)
        {
            if (c > '\x7f')
                return false;
        }

        return true;
    }
}
