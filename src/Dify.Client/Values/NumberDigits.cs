using System;
using System.Globalization;

namespace Dify.Client.Values;

/// <summary>
/// A number as its digits and a power of ten, with no zeros around: two literals are the same number when these are. Says
/// what a text that long holds without making a number of it.
/// </summary>
internal readonly struct NumberDigits : IEquatable<NumberDigits>
{
    // Far beyond what any number type takes, and far from where adding them overflows.
    private const int LongestExponent = 9;

    private NumberDigits(bool isNegative, string digits, long exponent)
    {
        IsNegative = isNegative;
        Digits = digits;
        Exponent = exponent;
    }

    public bool IsNegative { get; }

    /// <summary>The digits that count; none for zero.</summary>
    public string Digits { get; }

    /// <summary>The power of ten of the last digit.</summary>
    public long Exponent { get; }

    public bool IsZero => Digits.Length == 0;

    /// <summary>Reads what JSON, or the platform with the invariant culture, writes for a number.</summary>
    public static bool TryParse(string literal, out NumberDigits number)
    {
        number = default;
        var index = literal.Length > 0 && literal[0] is '-' or '+' ? 1 : 0;
        var start = index;
        var mantissa = new char[literal.Length];
        var (count, behindPoint, hasPoint) = (0, 0, false);
        for (; index < literal.Length && (literal[index] is >= '0' and <= '9' || (literal[index] == '.' && !hasPoint)); index++)
        {
            if (literal[index] == '.')
            {
                hasPoint = true;
                continue;
            }

            behindPoint += hasPoint ? 1 : 0;
            if (count > 0 || literal[index] != '0')
                mantissa[count++] = literal[index];
        }

        if (index - start - (hasPoint ? 1 : 0) <= 0 || !TryParseExponent(literal.Substring(index), out var exponent))
            return false;

        exponent -= behindPoint;
        while (count > 0 && mantissa[count - 1] == '0')
        {
            count--;
            exponent++;
        }

        number = new NumberDigits(literal[0] == '-', new string(mantissa, 0, count), count == 0 ? 0 : exponent);
        return true;
    }

    /// <summary>The same number; zero has no sign.</summary>
    public bool Equals(NumberDigits other) =>
        Digits == other.Digits && Exponent == other.Exponent && (IsZero || IsNegative == other.IsNegative);

    public override bool Equals(object? obj) => obj is NumberDigits other && Equals(other);

    public override int GetHashCode() => (Digits ?? string.Empty).GetHashCode() ^ Exponent.GetHashCode();

    private static bool TryParseExponent(string text, out long exponent)
    {
        exponent = 0;
        return text.Length == 0
            || (text[0] is 'e' or 'E' && text.Length <= LongestExponent + 2
                && long.TryParse(text.Substring(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent));
    }
}
