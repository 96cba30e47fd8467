using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>Words on a command line are text and nothing else, whatever is in them.</summary>
public sealed partial class QuotingTests
{
    public static TheoryData<string> Hostile => [.. CommandLines.Hostile];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_quoted_text_is_one_argument_that_is_the_text(string text)
    {
        Assert.Equal(text, Assert.Single(CommandLines.Arguments("Get-It " + Quoting.Quote(text))));
        Assert.Equal(text, Assert.Single(CommandLines.Arguments("Get-It " + Quoting.Literal(text))));
        Assert.Equal((text, text), Assert.Single(CommandLines.Table($"Get-It @{{ {Quoting.Key(text)} = {Quoting.Number(text)} }}")));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_was_quoted_is_read_back(string text)
    {
        Assert.Equal(text, Quoting.Unquote(Quoting.Literal(text)));
        // As far as it was typed.
        Assert.StartsWith(Quoting.Unquote(Quoting.Literal(text + "x")[..^1]), text + "x");
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Nothing_in_a_literal_steers_a_terminal(string text) =>
        Assert.DoesNotContain(Quoting.Literal(text), c => char.IsControl(c) || c is '\u2028' or '\u202e');

    [Theory]
    [InlineData("'new y", "new y")]
    [InlineData("\"new y", "new y")]
    [InlineData("‘new y’", "new y")]
    [InlineData("L''Aq", "L''Aq")]
    [InlineData("'L''Aq", "L'Aq")]
    [InlineData("\"a`\"b\"", "a\"b")]
    [InlineData("cat'", "cat")]
    [InlineData("'", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_word_that_is_not_whole_is_read_as_far_as_it_goes(string? typed, string expected) =>
        Assert.Equal(expected, Quoting.Unquote(typed));

    [Theory]
    [InlineData("7", "7")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("1234567890123456789012345678", "1234567890123456789012345678")]
    [InlineData("12345678901234567890123456789", "'12345678901234567890123456789'")]
    [InlineData("1234567890.1234567891", "'1234567890.1234567891'")]
    [InlineData("1e3", "'1e3'")]
    [InlineData("1,5", "'1,5'")]
    [InlineData("٣", "'٣'")]
    [InlineData("7\n", "\"7`n\"")]
    [InlineData("NaN", "'NaN'")]
    [InlineData("--1", "'--1'")]
    [InlineData("$(1)", "'$(1)'")]
    public void A_number_stays_bare_where_PowerShell_reads_it_as_exactly_this_one(string text, string expected) =>
        Assert.Equal(expected, Quoting.Number(text));

    [Fact]
    public void Suggestions_go_into_the_line_as_what_they_are()
    {
        var found = Suggestion.Fitting(string.Empty, CommandLines.Hostile.Select(one => new Suggestion(one, "title", "detail")));
        Assert.Equal(CommandLines.Hostile, found.Select(one => Assert.Single(CommandLines.Arguments("Get-It " + one.CompletionText))));
    }

    [Fact]
    public void No_text_quotes_what_it_puts_into_a_command()
    {
        var texts = XDocument
            .Load(Path.Combine(Path.GetDirectoryName(Session.ManifestPath)!, "src", "DifyPS", "Strings.resx"))
            .Root!.Elements("data")
            .Select(data => data.Element("value")!.Value)
            .ToList();
        Assert.Contains(texts, text => text.Contains("Set-DifyApp {", StringComparison.Ordinal));
        Assert.DoesNotContain(texts, text => QuotedByItself().IsMatch(text));
    }

    // A command or a parameter, and behind it, in the same sentence, a hole between quotes.
    [GeneratedRegex(@"(?:\b[A-Z]\w+-(?:Dify|Secret)\w*(?: [^.;:,]*)?|\{command\}|-[A-Z]\w+) '\{\w+\}'")]
    private static partial Regex QuotedByItself();
}
