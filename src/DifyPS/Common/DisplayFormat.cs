using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;
using Dify.Client.Transport;
using DifyPS.Markup.Terminal;

namespace DifyPS.Common;

/// <summary>
/// Values as people read them, for views and completions: one place for all of them. Properties stay what they are, numbers,
/// times and Dify's own text. Formats are the same in every culture.
/// </summary>
public static partial class DisplayFormat
{
    private static readonly string[] SizeUnits = { "KiB", "MiB", "GiB", "TiB" };

    /// <summary>A length of time: 350 ms, 1.2 s, 2 min 05 s, 3 h 07 min, 2 d 04 h.</summary>
    /// <param name="time">The time; nothing is made of null.</param>
    /// <returns>The text.</returns>
    public static string Duration(TimeSpan? time)
    {
        if (time is not { } length)
            return string.Empty;
        if (length < TimeSpan.Zero)
            return "-" + Duration(length.Negate());
        // Rounded before the unit is chosen, so that nothing is ever 60.0 s or 1000 ms.
        if (Math.Round(length.TotalMilliseconds) < 1000)
            return length.TotalMilliseconds is > 0 and < 1 ? "<1 ms" : Invariant("{0:0} ms", length.TotalMilliseconds);
        if (Math.Round(length.TotalSeconds, 1) < 60)
            return Invariant("{0:0.0} s", length.TotalSeconds);
        var seconds = (long)Math.Round(length.TotalSeconds);
        if (seconds < 3600)
            return Invariant("{0} min {1:00} s", seconds / 60, seconds % 60);
        var minutes = (long)Math.Round(length.TotalMinutes);
        if (minutes < 24 * 60)
            return Invariant("{0} h {1:00} min", minutes / 60, minutes % 60);
        var hours = (long)Math.Round(length.TotalHours);
        return Invariant("{0} d {1:00} h", hours / 24, hours % 24);
    }

    /// <summary>A size: 512 B, 1.5 KiB, 20.0 MiB.</summary>
    /// <param name="bytes">The bytes; nothing is made of null.</param>
    /// <returns>The text.</returns>
    public static string Size(long? bytes)
    {
        if (bytes is not { } size)
            return string.Empty;
        if (size < 1024)
            return Invariant("{0} B", size);
        var value = size / 1024d;
        var unit = 0;
        for (; Math.Round(value, 1) >= 1024 && unit < SizeUnits.Length - 1; unit++)
            value /= 1024;
        return Invariant("{0:0.0} {1}", value, SizeUnits[unit]);
    }

    /// <summary>
    /// A price with its currency. What a token costs is a tiny part of a cent, so four digits count, wherever they begin.
    /// </summary>
    /// <param name="amount">The amount; nothing is made of null.</param>
    /// <param name="currency">The currency.</param>
    /// <returns>The text.</returns>
    public static string Money(decimal? amount, string? currency)
    {
        if (amount is not { } price)
            return string.Empty;
        var digits = 2;
        if (Math.Abs(price) is > 0 and < 1)
        {
            for (var rest = Math.Abs(price); rest < 0.1m && digits < 24; rest *= 10)
                digits++;
        }
        if (Math.Abs(price) < 1)
            digits += 2;
        var text = Math.Round(price, digits)
            .ToString(
                price == 0 ? "0"
                    : Math.Abs(price) >= 1 ? "#,##0.00"
                    : "0." + new string('#', digits),
                CultureInfo.InvariantCulture
            );
        return $"{text} {Line(currency)}".TrimEnd();
    }

    /// <summary>A number with its thousands apart: 12,345.</summary>
    /// <param name="number">The number; nothing is made of null.</param>
    /// <returns>The text.</returns>
    public static string Count(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>A point in time to the minute, local: 2026-07-01 09:30.</summary>
    /// <param name="time">The time; nothing is made of null.</param>
    /// <returns>The text.</returns>
    public static string Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>A day, local: 2026-07-01.</summary>
    /// <param name="time">A time of it; nothing is made of null.</param>
    /// <returns>The text.</returns>
    public static string Date(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>How a sign-in stands, in a word or two.</summary>
    /// <param name="isSignedIn">Whether this process can use it.</param>
    /// <param name="ends">When its token ends; null where nothing is known to end.</param>
    /// <param name="refusedFor">Why the server refused it; null when it did not.</param>
    /// <returns>The text.</returns>
    public static string SignedIn(bool isSignedIn, DateTimeOffset? ends, string? refusedFor) =>
        !string.IsNullOrEmpty(refusedFor) ? Strings.SignInRefused
        : !isSignedIn ? Strings.SignInNone
        : ends is null ? Strings.SignInHere
        : ends <= DateTimeOffset.UtcNow ? Strings.SignInEnded
        : Strings.FormatSignInUntil(ends.Value.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Anything on one line: lists with commas between, and no character in it that steers a terminal.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text.</returns>
    public static string Line(object? value) => HarmlessText.Line(Flat(value));

    /// <summary>Text with its lines, or anything else on one line.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text.</returns>
    public static string Value(object? value) => value is string text ? Text(text) : Line(value);

    /// <summary>
    /// Text with its lines and tabs, and no character in it that steers a terminal: what others wrote must not move the cursor or change a
    /// title.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, with pictures for control characters.</returns>
    public static string Text(string? text) => HarmlessText.Of(text);

    /// <summary>A value for a list view: text that steers no terminal, and numbers, times and the like as they are.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The value.</returns>
    public static object? Of(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => null,
        string text => Text(text),
        IFormattable or bool => value,
        PSCustomObject => Line(value),
        IDictionary pairs => pairs.Cast<DictionaryEntry>().Select(one => $"[{Line(one.Key)}, {Line(one.Value)}]").ToArray(),
        IEnumerable items => items.Cast<object?>().Select(Line).ToArray(),
        var other => Line(other),
    };

    /// <summary>A value for a column of a table: the same, with text on one line.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The value.</returns>
    public static object? Cell(object? value)
    {
        var shown = Of(value);
        return shown is string text ? Line(text) : shown;
    }

    /// <summary>
    /// Anything in lines of so many columns, broken between words. PowerShell breaks what is too long for a column between words in
    /// some languages only, and elsewhere in the middle of them.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="width">The columns. A word that is longer stays whole, on a line that it begins.</param>
    /// <returns>The text.</returns>
    public static string Wrap(object? value, int width)
    {
        var text = new StringBuilder();
        var left = 0;
        foreach (var word in Line(value).Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries))
        {
            var length = DisplayWidth.Of(word);
            var fits = text.Length > 0 && length < left;
            if (text.Length > 0)
                text.Append(fits ? " " : Environment.NewLine);
            text.Append(word);
            left = fits ? left - length - 1 : width - length;
        }

        return text.ToString();
    }

    /// <summary>How many columns the last column of a table has at a host; as in 80 where that does not say how wide it is.</summary>
    /// <param name="host">The host.</param>
    /// <param name="taken">What stands before it.</param>
    /// <returns>The columns.</returns>
    public static int Rest(PSHost? host, int taken)
    {
        const int Usual = 80;
        try
        {
            return Math.Max(host?.UI?.RawUI?.BufferSize.Width ?? Usual, Usual) - taken;
        }
        catch (Exception)
        {
            // A host without a screen says so as it likes.
            return Usual - taken;
        }
    }

    /// <summary>The beginning of a text, on one line: a long name leaves room for the other columns of a table.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The most characters.</param>
    /// <returns>The text, with an ellipsis where it goes on.</returns>
    public static string Short(string? text, int length)
    {
        // Titles are short, answers may be megabytes.
        var line = Line(text is { } all && all.Length > length * 4 ? all.Substring(0, length * 4) : text);
        if (line.Length <= length)
            return line;
        var end = length - 1;
        if (char.IsHighSurrogate(line[end - 1]))
            end--;
        return line.Substring(0, end).TrimEnd() + "…";
    }

    private static string Flat(object? value) =>
        value switch
        {
            null => string.Empty,
            string text => text,
            PSObject { BaseObject: PSCustomObject } table => string.Join(
                "; ",
                table.Properties.Select(one => $"{one.Name} = {Flat(one.Value)}")
            ),
            PSObject wrapped => Flat(wrapped.BaseObject),
            IDictionary pairs => string.Join("; ", pairs.Cast<DictionaryEntry>().Select(one => $"{one.Key} = {Flat(one.Value)}")),
            IEnumerable items => string.Join(", ", items.Cast<object?>().Select(Flat)),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            bool yes => yes ? "true" : "false",
            _ => ReplyParts.Describe(value),
        };

    private static string Invariant(string format, params object[] values) => string.Format(CultureInfo.InvariantCulture, format, values);
}
