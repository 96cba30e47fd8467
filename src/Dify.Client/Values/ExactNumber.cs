using System;
using System.Globalization;
using System.Numerics;

namespace Dify.Client.Values;

/// <summary>
/// Between JSON's numbers, which may have any length, and .NET's, which may not: a value stands for a literal only when it is
/// the same number to the last digit.
/// </summary>
public static class ExactNumber
{
    // The platform takes long for numbers of very many digits, so many that they are no numbers to reckon with.
    private const int MostDigits = 10_000;

    private const int MostDoubleDigits = 17;
    private const int MostDecimalDigits = 29;

    /// <summary>The value of a JSON literal.</summary>
    /// <param name="literal">The literal, such as <c>1.5</c>.</param>
    /// <returns>A <see cref="long"/>, <see cref="BigInteger"/>, <see cref="double"/> or <see cref="decimal"/>, the first that holds it;
    /// null when none does.</returns>
    public static object? FromLiteral(string literal)
    {
        if (!NumberDigits.TryParse(literal ?? throw new ArgumentNullException(nameof(literal)), out var digits))
            return null;

        if (digits is { IsZero: true, IsNegative: true })
            return -0.0;

        return literal.IndexOfAny(['.', 'e', 'E']) < 0 ? Whole(literal) : Fraction(literal, digits);
    }

    /// <summary>The JSON literal of a number.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The literal; null for what is no number, or one that JSON does not have, such as NaN.</returns>
    public static string? ToLiteral(object? value) =>
        value switch
        {
            byte or sbyte or short or ushort or int or uint or long or ulong or decimal => ((IFormattable)value).ToString(
                null,
                CultureInfo.InvariantCulture
            ),
            IntPtr number => number.ToInt64().ToString(CultureInfo.InvariantCulture),
            UIntPtr number => number.ToUInt64().ToString(CultureInfo.InvariantCulture),
            BigInteger number => number.ToString(CultureInfo.InvariantCulture),
            double number => OfDouble(number),
            float number => OfSingle(number),
#if NET
            Int128 or UInt128 => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
            Half number => OfSingle((float)number),
#endif
            _ => null,
        };

    /// <summary>
    /// The JSON literal of a number as people write it, with white space around, a plus sign, or no digit before its point.
    /// </summary>
    /// <param name="text">The text, with a point, as in programs.</param>
    /// <returns>The literal; null for what is no number.</returns>
    public static string? LiteralOf(string text)
    {
        var trimmed = (text ?? throw new ArgumentNullException(nameof(text))).Trim();
        if (!NumberDigits.TryParse(trimmed, out _))
            return null;

        var sign = trimmed[0] == '-' ? "-" : string.Empty;
        var rest = trimmed.TrimStart('-', '+').TrimStart('0');
        if (rest.Length == 0 || rest[0] is '.' or 'e' or 'E')
            rest = "0" + rest;

        var point = rest.IndexOf('.');
        return point >= 0 && (point + 1 == rest.Length || rest[point + 1] is 'e' or 'E') ? sign + rest.Remove(point, 1) : sign + rest;
    }

    /// <summary>Whether two literals are the same number, however they are written.</summary>
    /// <param name="one">A literal.</param>
    /// <param name="other">Another.</param>
    /// <returns>True when they are.</returns>
    public static bool AreEqual(string one, string other) =>
        one == other || (NumberDigits.TryParse(one, out var a) && NumberDigits.TryParse(other, out var b) && a.Equals(b));

    private static object? Whole(string literal)
    {
        if (long.TryParse(literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small))
            return small;

        return
            literal.Length <= MostDigits
            && BigInteger.TryParse(literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large)
            ? large
            : null;
    }

    private static object? Fraction(string literal, NumberDigits digits)
    {
        if (
            digits.Digits.Length <= MostDoubleDigits
            && double.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            && OfDouble(real) is { } shortest
            && IsSame(shortest, digits)
        )
        {
            return real;
        }

        return
            digits.Digits.Length <= MostDecimalDigits
            && decimal.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            && IsSame(exact.ToString(CultureInfo.InvariantCulture), digits)
            ? exact
            : null;
    }

    private static bool IsSame(string text, NumberDigits digits) => NumberDigits.TryParse(text, out var other) && other.Equals(digits);

    private static string? OfDouble(double number)
    {
        if (double.IsNaN(number) || double.IsInfinity(number))
            return null;

        if (number == 0)
        {
            // Without its point a zero has no sign for those who read whole numbers by themselves.
            return 1 / number < 0 ? "-0.0" : "0";
        }

#if NET
        return number.ToString("R", CultureInfo.InvariantCulture);
#else
        // The platform's own way to write what reads back as the same number does not always do so.
        foreach (var format in (string[])["G15", "G16"])
        {
            var text = number.ToString(format, CultureInfo.InvariantCulture);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var back) && back == number)
            {
                return text;
            }
        }

        return number.ToString("G17", CultureInfo.InvariantCulture);
#endif
    }

    private static string? OfSingle(float number)
    {
        if (float.IsNaN(number) || float.IsInfinity(number))
            return null;

        if (number == 0)
            return OfDouble(number);

#if NET
        return number.ToString("R", CultureInfo.InvariantCulture);
#else
        foreach (var format in (string[])["G7", "G8"])
        {
            var text = number.ToString(format, CultureInfo.InvariantCulture);
            if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var back) && back == number)
            {
                return text;
            }
        }

        return number.ToString("G9", CultureInfo.InvariantCulture);
#endif
    }
}
