using System;
using System.Threading;
using DifyPS.Terminal;
using DifyPS.Tests.Support.Terminals;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed class LineEditorTests
{
    private readonly FakeTerminal _terminal = new(width: 20, height: 6);
    private readonly EditorHistory _history = new();

    [Theory]
    [InlineData("hello", "hello")]
    [InlineData("你好 🐈 é", "你好 🐈 é")]
    [InlineData("a`\rb`\rc", "a\nb\nc")]
    [InlineData("what is `ls`", "what is `ls`")]
    [InlineData("```", "```")]
    [InlineData("first `x` and `\rsecond", "first `x` and \nsecond")]
    public void Text_is_taken_as_it_is_typed(string typed, string expected)
    {
        _terminal.Enter(typed);
        Assert.Equal(new Entry(EntryEnd.Entered, expected), Read());
        Assert.Equal("> " + expected.Replace("\n", "\n  ").Replace(" \n", "\n"), _terminal.Text);
    }

    [Fact]
    public void Keys_move_and_cut_as_in_a_shell()
    {
        _terminal
            .Type("one two three")
            .Control(ConsoleKey.W)
            .Type("3")
            .Press(ConsoleKey.Home, ConsoleKey.Delete)
            .Type("O")
            .Control(ConsoleKey.RightArrow)
            .Type("!")
            .Control(ConsoleKey.E)
            .Press(ConsoleKey.LeftArrow, ConsoleKey.Backspace)
            .Type("-")
            .Enter("");
        Assert.Equal("One! two-3", Read().Text);
        _terminal
            .Type("cut this")
            .Control(ConsoleKey.A)
            .Control(ConsoleKey.K)
            .Type("x y")
            .Press(ConsoleKey.LeftArrow)
            .Control(ConsoleKey.U)
            .Enter("");
        Assert.Equal("y", Read().Text);
    }

    [Fact]
    public void A_character_that_is_seen_as_one_is_one()
    {
        _terminal.Type("a👩‍👩‍👧é").Press(ConsoleKey.LeftArrow, ConsoleKey.Backspace).Type("b").Enter("");
        Assert.Equal("abé", Read().Text);
        _terminal.Type("🇩🇪🇫🇷").Press(ConsoleKey.Backspace).Enter("");
        Assert.Equal("🇩🇪", Read().Text);
    }

    [Fact]
    public void A_pasted_block_is_one_entry_without_characters_that_steer_the_terminal()
    {
        _terminal.Paste("one\r\ntwo\r\tthree\u0007").Enter("!");
        Assert.Equal("one\ntwo\n\tthree!", Read().Text);
    }

    [Fact]
    public void Where_pastes_are_not_told_lines_that_come_at_once_are_one_entry()
    {
        var plain = new FakeTerminal(isPlain: true);
        plain.Type("one\rtwo\r");
        Assert.Equal(
            "one\ntwo",
            new LineEditor(plain, new KeyReader(plain), _history).Read("> ", "> ", TestContext.Current.CancellationToken).Text
        );
    }

    [Fact]
    public void Up_and_down_go_through_history_and_back_to_what_was_begun()
    {
        _terminal.Enter("one").Enter("two").Enter("two");
        Read();
        Read();
        Read();
        _terminal
            .Type("new")
            .Press(ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.DownArrow, ConsoleKey.DownArrow)
            .Enter("!");
        Assert.Equal("new!", Read().Text);
        _terminal.Press(ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.UpArrow).Enter("+");
        Assert.Equal("one+", Read().Text);
    }

    [Fact]
    public void Up_and_down_stay_in_an_entry_of_several_lines()
    {
        _terminal.Paste("one\ntwo three").Press(ConsoleKey.UpArrow).Type("X").Press(ConsoleKey.DownArrow).Type("Y").Enter("");
        Assert.Equal("oneX\ntwo Ythree", Read().Text);
    }

    [Theory]
    [InlineData(ConsoleKey.C, "", nameof(EntryEnd.Broken))]
    [InlineData(ConsoleKey.C, "text", nameof(EntryEnd.Broken))]
    [InlineData(ConsoleKey.D, "", nameof(EntryEnd.Closed))]
    public void Ctrl_C_and_Ctrl_D_end_an_entry(ConsoleKey key, string typed, string end)
    {
        _terminal.Type(typed).Control(key);
        Assert.Equal(end, Read().End.ToString());
    }

    [Fact]
    public void Tab_goes_round_what_is_offered()
    {
        _terminal.Type("/l\t\t").Enter("").Type("/l\t\t\t").Enter("");
        Assert.Equal("/like ", Read().Text);
        Assert.Equal("/list", Read().Text);
    }

    [Theory]
    [InlineData("2\r", "second question")]
    [InlineData("2 cats\r", "2 cats")]
    [InlineData("2\b!\r", "!")]
    [InlineData("3\r", "3")]
    [InlineData("x2\r", "x2")]
    public void A_digit_at_an_empty_prompt_picks_unless_writing_goes_on(string typed, string expected)
    {
        foreach (var c in typed)
            _ = c == '\b' ? _terminal.Press(ConsoleKey.Backspace) : _terminal.Type(c.ToString());
        Assert.Equal(expected, Read().Text);
    }

    [Fact]
    public void A_picked_question_can_be_changed()
    {
        _terminal.Type("1").Press(ConsoleKey.End).Enter("?");
        Assert.Equal("first question?", Read().Text);
    }

    [Fact]
    public void Long_text_goes_over_the_edge_and_the_cursor_finds_its_place()
    {
        _terminal.Type("abcdefghijklmnopqrstuvwxyz");
        ReadUntilDrawn("z");
        Assert.Equal("> abcdefghijklmnopq\nrstuvwxyz", _terminal.Text);
        Assert.Equal((1, 9), _terminal.Cursor);
    }

    [Fact]
    public void A_terminal_made_narrower_shows_the_text_once()
    {
        var buffer = new LineBuffer();
        buffer.Insert("abcdefghijklmnopqrst");
        var screen = new EditorScreen(_terminal, "> ", "> ");
        screen.Draw(buffer);
        _terminal.Narrow(10);
        screen.Draw(buffer);
        Assert.Equal("> abcdefg\nhijklmnop\nqrst", _terminal.Text);
        _terminal.Narrow(8);
        buffer.Left();
        screen.Draw(buffer);
        Assert.Equal("> abcde\nfghijkl\nmnopqrs\nt", _terminal.Text);
    }

    [Fact]
    public void Text_taller_than_the_screen_shows_the_rows_around_the_cursor_and_in_the_end_all()
    {
        var buffer = new LineBuffer();
        buffer.Insert("1\n2\n3\n4\n5\n6\n7\n8");
        var screen = new EditorScreen(_terminal, "> ", "> ");
        screen.Draw(buffer);
        Assert.Equal("  4\n  5\n  6\n  7\n  8", _terminal.Text);
        screen.Close(buffer);
        Assert.Equal("> 1\n  2\n  3\n  4\n  5\n  6\n  7\n  8", _terminal.Text);
    }

    [Fact]
    public void A_key_that_is_not_known_does_nothing()
    {
        _terminal.Type("a\u001b[99~b").Enter("");
        Assert.Equal("ab", Read().Text);
    }

    private void ReadUntilDrawn(string text)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var reading = System.Threading.Tasks.Task.Run(() => Read(enough.Token), TestContext.Current.CancellationToken);
        _terminal.WaitFor(text);
        enough.Cancel();
        Assert.ThrowsAny<AggregateException>(() => reading.Wait(TestContext.Current.CancellationToken));
    }

    private Entry Read(CancellationToken? cancellationToken = null) => new LineEditor(_terminal, new KeyReader(_terminal), _history)
    {
        Complete = text => text.StartsWith("/l", StringComparison.Ordinal) ? new TabChoices(0, ["/list", "/like "]) : null,
        Pick = digit => digit switch { '1' => "first question", '2' => "second question", _ => null },
    }.Read("> ", "> ", cancellationToken ?? TestContext.Current.CancellationToken);
}
