using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using DifyPS.Common;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed class DisplayFormatTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.0004, "<1 ms")]
    [InlineData(0.35, "350 ms")]
    [InlineData(0.9994, "999 ms")]
    [InlineData(0.9996, "1.0 s")]
    [InlineData(1.24, "1.2 s")]
    [InlineData(59.94, "59.9 s")]
    [InlineData(59.96, "1 min 00 s")]
    [InlineData(125, "2 min 05 s")]
    [InlineData(3599.6, "1 h 00 min")]
    [InlineData(11_220, "3 h 07 min")]
    [InlineData(187_200, "2 d 04 h")]
    public void Durations(double seconds, string expected) =>
        Assert.Equal(expected, DisplayFormat.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0L, "0 B")]
    [InlineData(1023L, "1023 B")]
    [InlineData(1536L, "1.5 KiB")]
    [InlineData(1048575L, "1.0 MiB")]
    [InlineData(20971520L, "20.0 MiB")]
    [InlineData(5_497_558_138_880L, "5.0 TiB")]
    public void Sizes(long bytes, string expected) => Assert.Equal(expected, DisplayFormat.Size(bytes));

    [Theory]
    [InlineData("0", "0 USD")]
    [InlineData("0.0012315", "0.001232 USD")]
    [InlineData("0.00000012", "0.00000012 USD")]
    [InlineData("0.5", "0.5 USD")]
    [InlineData("0.123456", "0.1235 USD")]
    [InlineData("12.345", "12.34 USD")]
    [InlineData("1234567.8", "1,234,567.80 USD")]
    public void Money(string amount, string expected) =>
        Assert.Equal(expected, DisplayFormat.Money(decimal.Parse(amount, CultureInfo.InvariantCulture), "USD"));

    [Fact]
    public void Formats_are_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var name in new[] { "de-DE", "ar-SA", "th-TH", "fa-IR" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
                Assert.Equal("1.5 KiB", DisplayFormat.Size(1536));
                Assert.Equal("12,345", DisplayFormat.Count(12345));
                Assert.Equal("2026-07-01 09:30", DisplayFormat.Time(new DateTimeOffset(2026, 7, 1, 9, 30, 0, TimeSpan.Zero)));
                Assert.Equal("1.5", DisplayFormat.Line(1.5));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Nothing_is_made_of_nothing()
    {
        Assert.All(
            new[]
            {
                DisplayFormat.Duration(null),
                DisplayFormat.Size(null),
                DisplayFormat.Money(null, "USD"),
                DisplayFormat.Count(null),
                DisplayFormat.Time(null),
                DisplayFormat.Line(null),
                DisplayFormat.Text(null),
            },
            Assert.Empty
        );
        Assert.Null(DisplayFormat.Of(null));
    }

    [Theory]
    [InlineData("plain, 猫 😀 שלום", "plain, 猫 😀 שלום")]
    [InlineData("a\r\nb\tc\n", "a\nb\tc\n")]
    [InlineData("\u001b]0;title\u0007", "␛]0;title␇")]
    [InlineData("\u001b[31mred", "␛[31mred")]
    [InlineData("over\rwritten", "over␍written")]
    [InlineData("\u009b2J", "\ufffd2J")]
    [InlineData("a\bb\u007f\0", "a␈b␡␀")]
    public void Text_steers_no_terminal(string text, string expected) => Assert.Equal(expected, DisplayFormat.Text(text));

    [Theory]
    [InlineData("  two\r\n\r\n  lines  ", "two lines")]
    [InlineData("x\u2028y\u001b[2Jz", "x y␛[2Jz")]
    [InlineData("", "")]
    public void A_line_is_one_line(string text, string expected) => Assert.Equal(expected, DisplayFormat.Line(text));

    [Fact]
    public void Lists_and_tables_are_lines_too()
    {
        Assert.Equal("a, b␛c", DisplayFormat.Line(new object[] { "a", "b\u001bc" }));
        Assert.Equal("one = 1", DisplayFormat.Line(new Hashtable { ["one"] = 1 }));
        var table = new PSObject();
        table.Properties.Add(new PSNoteProperty("city", "Bonn\n"));
        table.Properties.Add(new PSNoteProperty("far", true));
        Assert.Equal("city = Bonn ; far = true", DisplayFormat.Line(table));
    }

    [Fact]
    public void A_value_that_is_no_text_stays_what_it_is() => Assert.Equal(5L, DisplayFormat.Of(5L));

    [Fact]
    public void The_beginning_of_a_text_breaks_no_character()
    {
        Assert.Equal("ab…", DisplayFormat.Short("ab😀cd", 4));
        Assert.Equal("ab😀", DisplayFormat.Short("ab😀", 4));
    }

    [Theory]
    [InlineData("", 10, "")]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("one two three", 13, "one two three")]
    [InlineData("one  two\nthree", 8, "one two|three")]
    [InlineData("a internationalization b", 10, "a|internationalization|b")]
    [InlineData("猫猫 猫猫 猫", 9, "猫猫 猫猫|猫")]
    public void Lines_are_broken_between_words(string text, int width, string expected) =>
        Assert.Equal(expected, DisplayFormat.Wrap(text, width).ReplaceLineEndings("|"));

    [Fact]
    public void What_to_do_has_as_many_columns_as_in_80_where_a_host_has_no_screen() => Assert.Equal(38, DisplayFormat.Rest(null, 42));
}
