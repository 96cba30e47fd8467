using System;
using System.Linq;
using System.Text.RegularExpressions;
using DifyPS.Common;
using DifyPS.Markup.Terminal;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed partial class TerminalMarkupTests
{
    internal const string Everything = """
        # Title

        Some **bold**, *italic*, ~~gone~~ and `code` with a [link](https://example.com/x). A line that is longer than most terminals are wide, so that it is broken, 你好世界 🐈 too.

        - one
        - two
          1. nested
          2. again

        10. ten
        11. eleven

        ```python
        def f():
            return 1
        ```

        | Name | Count | A long note |
        |---|--:|:-:|
        | Äpfel | 12 | fresh ones from the garden |
        | 梨 | 3 | **good** |

        > Quoted
        > more

        - [x] done
        - [ ] open

        ***

        The end.
        """;

    private static readonly TerminalStyles Marks = new("<b>", "<i>", "<u>", "<s>", "<d>", "<h>", "<c>", "<l>", "</>");

    [Theory]
    [InlineData("**a** *b* ~~c~~ `d`", "<b>a</> <i>b</> <s>c</> <c>d</>")]
    [InlineData("***ab***", "<i><b>ab</>")]
    [InlineData("## Head *x*", "<h>Head </><h><i>x</>")]
    [InlineData("- a\n- b", "• a|• b")]
    [InlineData("9. a\n10. b", " 9. a|10. b")]
    [InlineData("- a\n  - b\n    c", "• a|  • b|    c")]
    [InlineData("> a\n> b", "<d>│</> a|<d>│</> b")]
    [InlineData("```sh\nls  -l\n```", "  <d>sh</>|  <c>ls  -l</>")]
    [InlineData("a\n\nb", "a||b")]
    [InlineData("a\nb", "a|b")]
    [InlineData("- [x] a", "• [x] a")]
    [InlineData("| a | b |\n|---|--:|\n| **c** | 1 |", "<b>a</><d> │ </><b>b</>|<d>──┼──</>|<b>c</><d> │ </>1")]
    [InlineData("<b>x</b> &amp; &lt;", "<b>x</b> & <")]
    [InlineData("a [b ![c *d **e ~f `g | h <i", "a [b ![c *d **e ~f `g | h <i")]
    [InlineData("| a | [b |\n|---|---|\n| [c | d |", "<b>a</> <d> │ </><b>[b</>|<d>───┼───</>|[c<d> │ </>d")]
    public void Markdown_becomes_lines(string markdown, string expected) =>
        Assert.Equal(expected, string.Join('|', Render(markdown).Lines));

    [Fact]
    public void A_link_can_be_followed_and_its_address_is_seen()
    {
        Assert.Equal(
            ["\u001b]8;;https://example.com/a\u001b\\<l>text</>\u001b]8;;\u001b\\<d> (https://example.com/a)</>"],
            Render("[text](https://example.com/a)").Lines
        );
        Assert.Equal(
            ["\u001b]8;;https://example.com/\u001b\\<l>https://example.com/</>\u001b]8;;\u001b\\"],
            Render("https://example.com/").Lines
        );
    }

    [Theory]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](file:///etc/passwd)")]
    [InlineData("[a](<https://example.com/\u001b]8;;x>)")]
    [InlineData("[a](https://example.com/&#27;x)")]
    public void What_is_no_address_of_a_page_is_no_link(string markdown) =>
        Assert.DoesNotContain("\u001b]8;;", string.Concat(Render(markdown).Lines), StringComparison.Ordinal);

    [Theory]
    [InlineData("a \u001b[2J b")]
    [InlineData("a &#27;[2J &#x9b;1m b")]
    [InlineData("`\u001b]0;title\u0007`")]
    [InlineData("```\u001b[1m\n\u001b[2J\n```")]
    [InlineData("| \u001b[2J |\n|---|\n| &#7; |")]
    [InlineData("[x\u001b[1m](https://example.com/\u001b[2J)")]
    public void Nothing_that_an_app_says_steers_the_terminal(string markdown) =>
        Assert.DoesNotContain(string.Concat(Render(markdown).Lines), c => char.IsControl(c));

    [Theory]
    [InlineData(14)]
    [InlineData(17)]
    [InlineData(40)]
    [InlineData(79)]
    public void No_line_is_longer_than_the_terminal_is_wide_and_nothing_is_lost(int width)
    {
        var lines = TerminalMarkup.Render(Everything, Look(width)).Lines.Select(line => Sequence().Replace(line, string.Empty)).ToList();
        Assert.All(lines, line => Assert.True(DisplayWidth.Of(line) <= width, $"'{line}' takes {DisplayWidth.Of(line)} columns."));
        var letters = string.Concat(lines).Where(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c)).ToHashSet();
        Assert.Subset(letters, Everything.Where(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c)).ToHashSet());
    }

    [Fact]
    public void A_table_with_too_many_columns_is_a_list()
    {
        var text = string.Join('\n', Render("|a|b|c|d|e|\n|-|-|-|-|-|\n|1|2|3|4|5|", width: 20).Lines);
        Assert.StartsWith("<b>a</>: 1\n<b>b</>: 2", text);
    }

    [Fact]
    public void Text_nested_deeper_than_anybody_writes_is_shown_as_it_is()
    {
        var deep = string.Concat(Enumerable.Repeat("> ", 5000)) + "x";
        Assert.Contains("x", string.Concat(Render(deep).Lines));
    }

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("你好", 4)]
    [InlineData("é", 1)]
    [InlineData("🐈", 2)]
    [InlineData("👩‍👩‍👧", 2)]
    [InlineData("🇩🇪", 2)]
    [InlineData("❤️", 2)]
    public void Widths_are_those_of_terminals(string text, int width) => Assert.Equal(width, DisplayWidth.Of(text));

    private static TerminalText Render(string markdown, int width = 60) => TerminalMarkup.Render(markdown, Look(width));

    private static TerminalLook Look(int width) => new(width, Marks, DisplayFormat.Text);

    [GeneratedRegex("</?[a-z]?>|\u001b\\]8;;[^\u001b]*\u001b\\\\")]
    private static partial Regex Sequence();

    [Theory]
    [InlineData("> ", "")]
    [InlineData("- ", "")]
    [InlineData("1. ", "")]
    [InlineData("> - ", "")]
    [InlineData("* ", "x")]
    public void Lists_and_quotations_too_deep_to_be_read_are_text_as_it_came(string mark, string end)
    {
        // Markdig alone would take minutes for this.
        var flat = string.Concat(System.Linq.Enumerable.Repeat(mark, 5000)) + "words" + end;
        Assert.Null(DifyPS.Markup.MarkdownReader.Read(flat, static _ => "read"));
        var steps = string.Concat(System.Linq.Enumerable.Range(0, 3000).Select(level => new string(' ', level * 2) + "- a\n"));
        Assert.Null(DifyPS.Markup.MarkdownReader.Read(steps, static _ => "read"));
        Assert.Equal(flat, DifyPS.Markup.MarkdownMarkup.Render(flat, static _ => true) ?? flat);
    }

    [Fact]
    public void Many_items_are_not_deep()
    {
        var list = string.Concat(System.Linq.Enumerable.Repeat("- a\n  - b\n> q\n\n", 2000)) + new string(' ', 4000) + "x\n";
        Assert.NotNull(DifyPS.Markup.MarkdownReader.Read(list, static _ => "read"));
    }
}
