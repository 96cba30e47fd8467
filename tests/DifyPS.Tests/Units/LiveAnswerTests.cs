using System.Linq;
using DifyPS.Terminal.Dialogue;
using DifyPS.Tests.Support.Terminals;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>Answers on the screen, while they come.</summary>
public sealed class LiveAnswerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public void Drawn_as_it_comes_it_ends_as_if_it_had_come_at_once(int piece)
    {
        var terminal = new FakeTerminal(width: 50, height: 12);
        var screen = new DialogueScreen(terminal);
        var answer = new LiveAnswer(screen);
        foreach (var text in TerminalMarkupTests.Everything.Chunk(piece))
        {
            answer.Append(new string(text));
            answer.Progress("· step");
            answer.Draw();
        }

        answer.Finish();
        var whole = new FakeTerminal(width: 50, height: 12);
        new DialogueScreen(whole).Markdown(TerminalMarkupTests.Everything);
        Assert.Equal(whole.Text, terminal.Text);
    }

    [Fact]
    public void A_block_taller_than_the_screen_is_whole_in_what_was_scrolled_away()
    {
        var terminal = new FakeTerminal(width: 50, height: 8);
        var answer = new LiveAnswer(new DialogueScreen(terminal));
        for (var i = 1; i <= 30; i++)
        {
            answer.Append($"- item {i}\n");
            answer.Progress("· working");
            answer.Draw();
        }

        answer.Append("\nThe end.");
        answer.Finish();
        Assert.Equal([.. Enumerable.Range(1, 30).Select(i => $"• item {i}"), "", "The end."], terminal.Text.Split('\n'));
    }

    [Fact]
    public void A_terminal_made_narrower_shows_what_is_under_way_once()
    {
        var terminal = new FakeTerminal(width: 40, height: 20);
        var answer = new LiveAnswer(new DialogueScreen(terminal));
        answer.Append("A paragraph with **some** words that fill one row of it and more.");
        answer.Draw();
        terminal.Narrow(24);
        answer.Append(" The end.");
        answer.Finish();
        Assert.Equal(
            "A paragraph with some\nwords that fill one row\nof it and more. The end.".Replace("more. The end.", "more. The\nend."),
            terminal.Text
        );
    }

    [Fact]
    public void An_answer_that_is_replaced_is_seen_no_more_where_it_can_be_taken_back()
    {
        var terminal = new FakeTerminal();
        var answer = new LiveAnswer(new DialogueScreen(terminal));
        answer.Append("Something bad");
        answer.Draw();
        answer.Replace("Something good");
        answer.Draw();
        answer.Finish();
        Assert.Equal("(The answer was replaced by this:)\nSomething good", terminal.Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_line_of_the_host_breaks_nothing_that_is_drawn(int piece)
    {
        var terminal = new FakeTerminal(width: 40, height: 20);
        var answer = new LiveAnswer(new DialogueScreen(terminal));
        answer.Progress("· step");
        answer.Draw();
        foreach (var text in "First words.\n\nSecond words, and more.".Chunk(piece))
        {
            answer.Append(new string(text));
            answer.Draw();
            answer.MakeRoom();
            terminal.Write("WARNING: w\r\n");
            answer.Draw();
        }

        answer.Finish();
        var lines = terminal.Text.Split('\n');
        Assert.Equal("Second words, and more.", lines[^1]);
        Assert.DoesNotContain("· step", lines);
        Assert.All(lines.Where(line => line.Contains("WARNING", System.StringComparison.Ordinal)), line =>
            Assert.Equal("WARNING: w", line)
        );
        Assert.Single(lines, line => line == "First words.");
    }
}
