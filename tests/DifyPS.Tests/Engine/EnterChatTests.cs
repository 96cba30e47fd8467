using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Terminal;
using DifyPS.Tests.Support;
using DifyPS.Tests.Support.Terminals;
using Xunit;

namespace DifyPS.Tests.Engine;

public sealed class EnterChatTests
{
    [Fact]
    public async Task A_conversation_goes_from_its_opening_to_its_object()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Cat", configure: one =>
        {
            one.Parameters["opening_statement"] = "Hello, I am **Cat**.";
            one.Script = new ChatScript { Answer = "A **bold** word.", Citations = [new("Docs", "a.md", "Text.", 0.876)] };
        });
        using var talk = new Talk(stage, "Enter-DifyChat cat -PassThru");
        talk.Say(1, "one").Say(2, "two").Say(3, "/exit");
        var conversation = Assert.IsType<DifyConversation>(Assert.Single(talk.End()));
        Assert.Equal(["one", "two"], app.Runs.Select(run => run.Query));
        Assert.Equal(conversation.ConversationId, Assert.Single(app.Runs.Select(run => run.ConversationId!.Value.ToString()).Distinct()));
        Assert.Equal(("cat", "alice"), (conversation.App, conversation.User));
        Assert.Contains("Hello, I am Cat.\n", talk.Terminal.Text);
        Assert.Contains("cat> one\nA bold word.\n\n[1] a.md – Docs (0.88)\n\ncat> two", talk.Terminal.Text);
        Assert.EndsWith($"Enter-DifyChat 'cat' {conversation.ConversationId}", talk.Terminal.Text.Replace("\n", " ").Replace("  ", " "));
    }

    [Fact]
    public async Task Ctrl_C_stops_the_answer_and_the_task_and_a_second_one_leaves()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Cat", configure: one => one.Script = new ChatScript
        {
            Events = 100_000,
            Delay = TimeSpan.FromMilliseconds(10),
            EventText = "word ",
        });
        using var talk = new Talk(stage, "Enter-DifyChat cat");
        talk.Say(1, "talk");
        talk.Terminal.WaitFor("word word");
        talk.Terminal.Control(ConsoleKey.C);
        Assert.True((await stage.Dify.State.WaitForStopAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken)).Matched);
        talk.Terminal.WaitFor("(stopped)");
        app.Script = new ChatScript { Answer = "Well again." };
        talk.Say(2, "more");
        talk.Terminal.WaitFor("Well again.");
        talk.Terminal.WaitFor("cat>", 3);
        talk.Terminal.Control(ConsoleKey.C);
        talk.Terminal.WaitFor("once more leaves");
        talk.Terminal.Control(ConsoleKey.C);
        Assert.Empty(talk.End());
        Assert.Equal(app.Runs[0].ConversationId, app.Runs[1].ConversationId);
        Assert.Empty(talk.Errors);
    }

    [Theory]
    [InlineData("rate_limit_error", 429, "A quota of the workspace")]
    [InlineData("unauthorized", 401, "Register-DifyApp|Set-DifyApp")]
    [InlineData("not_chat_app", 400, "not_chat_app")]
    public async Task An_error_is_told_with_its_next_step_and_the_conversation_goes_on(string code, int status, string told)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        using var talk = new Talk(stage, "Enter-DifyChat cat");
        talk.Terminal.WaitFor("cat>");
        using (
            stage.Dify.Faults.Add(
                new Fault
                {
                    Kind = FaultKind.Error,
                    Path = "/chat-messages",
                    Status = status,
                    Code = code,
                    Message = "no",
                }
            )
        )
        {
            talk.Say(1, "hello");
            talk.Terminal.WaitFor(code);
            talk.Terminal.WaitFor("cat>", 2);
        }

        Assert.Matches(told, talk.Terminal.Text.Replace('\n', ' '));
        talk.Say(2, "/retry");
        talk.Terminal.WaitFor("Cat here: you said 'hello'");
        talk.Say(4, "/exit").End();
        Assert.Empty(talk.Errors);
    }

    [Fact]
    public async Task A_stream_that_breaks_leaves_what_arrived_and_where_to_look()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", configure: one => one.Script = new ChatScript { Answer = "one two three four five six" });
        using var fault = stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Drop, Path = "/chat-messages", AfterEvents = 3, Count = 1 });
        using var talk = new Talk(stage, "Enter-DifyChat cat");
        talk.Say(1, "hello").Say(2, "again").Say(3, "/exit").End();
        Assert.Contains("cat> hello\none two", talk.Terminal.Text);
        Assert.Contains("characters of the answer had arrived", talk.Terminal.Text.Replace('\n', ' '));
    }

    [Fact]
    public async Task Steps_and_thoughts_are_told_in_one_line_while_they_last()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "agent-chat", one => one.Script = new ChatScript
        {
            Answer = "Found.",
            Delay = TimeSpan.FromMilliseconds(60),
            Thoughts = [new("Let me look.", "search", "{\"q\":\"x\u001b[2J\"}", "It is there.")],
        });
        using var talk = new Talk(stage, "Enter-DifyChat cat");
        talk.Say(1, "look").Say(2, "/exit").End();
        Assert.Contains("· search {\"q\":", talk.Terminal.Written);
        Assert.DoesNotContain("\u001b[2J", talk.Terminal.Written, StringComparison.Ordinal);
        Assert.DoesNotContain("· search", talk.Terminal.Text);
        Assert.Contains("Found.", talk.Terminal.Text);
    }

    [Fact]
    public async Task A_plain_terminal_gets_plain_text_as_it_comes()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "advanced-chat", one => one.Script = new ChatScript { Answer = "**bold** \u001b[2Jtext\n\n- item" });
        using var talk = new Talk(stage, "Enter-DifyChat cat", new FakeTerminal(isPlain: true));
        talk.Say(1, "hello").Say(2, "/exit").End();
        Assert.DoesNotContain('\u001b', talk.Terminal.Written);
        Assert.Matches(@"cat> hello\n.*\n(· .*\n)+\*\*bold\*\* ␛\[2Jtext\n\n- item\n", talk.Terminal.Text);
    }

    [Fact]
    public async Task A_closed_host_ends_the_conversation_and_gives_the_terminal_back()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        using var talk = new Talk(stage, "Enter-DifyChat cat");
        talk.Terminal.WaitFor("cat>");
        await talk.StopAsync();
        Assert.True(talk.Terminal.IsClosed);
    }

    [Theory]
    [InlineData("Enter-DifyChat cat", "NoTerminal")]
    [InlineData("Enter-DifyChat dog", "AppNotFound")]
    [InlineData("Enter-DifyChat job", "AppModeMismatch")]
    public async Task What_cannot_go_well_is_told_before_anything_is_sent(string command, string errorId)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Job", "workflow");
        stage.ForgetRequests();
        stage.Bad(command, errorId);
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("Enter-DifyChat cat -Inputs @{ nme = 'x' }", "InvalidInputs")]
    [InlineData("Enter-DifyChat cat -ConversationId 6340efa7-0c1b-4e7b-9348-9347ca963bcb", "not_found")]
    public async Task What_is_wrong_from_the_beginning_is_an_error_of_the_command(string command, string errorId)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", configure: one => one.AddInput("text-input", "name"));
        using var talk = new Talk(stage, command);
        Assert.Throws<Xunit.Sdk.TrueException>(() => talk.End());
        Assert.Equal(errorId, Assert.Single(talk.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(talk.Terminal.Written);
    }

    [Fact]
    public async Task Of_several_objects_the_first_is_talked_to()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$replies = 'one', 'two' | ForEach-Object { Invoke-DifyChat cat $_ }");
        using var talk = new Talk(stage, "$replies | Enter-DifyChat");
        talk.Say(1, "three");
        talk.Say(3, "/exit").End();
        Assert.Contains("cat> one\nCat here: you said 'one'\n\ncat> three\n", talk.Terminal.Text);
        Assert.Contains("InvalidArgument", Assert.Single(talk.Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData(true, "pwsh", "-NoProfile", "-NonInteractive", "-Command", "x")]
    [InlineData(true, "pwsh", "-noni")]
    [InlineData(false, "pwsh", "-NoProfile", "-File", "x.ps1", "-NonInteractive")]
    [InlineData(false, "pwsh", "-c", "Enter-DifyChat cat -NonInteractive")]
    [InlineData(true, "pwsh", "-ExecutionPolicy", "Bypass", "-NonInteractive")]
    public void A_PowerShell_that_is_not_to_ask_is_known_by_its_command_line(bool expected, params string[] commandLine) =>
        Assert.Equal(expected, TerminalSource.IsNonInteractive(commandLine));
}
