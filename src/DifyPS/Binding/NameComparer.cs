using System;
using System.Text;

namespace DifyPS.Binding;

/// <summary>
/// Names that look the same are the same: capital letters do not matter, in any culture, nor whether an accent is a
/// character of its own or part of its letter.
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
        OrdinalIgnoreCase.Compare(x is null ? null : Compose(x), y is null ? null : Compose(y));

    public override bool Equals(string? x, string? y) =>
        OrdinalIgnoreCase.Equals(x, y) || (x is not null && y is not null && OrdinalIgnoreCase.Equals(Compose(x), Compose(y)));

    public override int GetHashCode(string obj) => OrdinalIgnoreCase.GetHashCode(Compose(obj));

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
