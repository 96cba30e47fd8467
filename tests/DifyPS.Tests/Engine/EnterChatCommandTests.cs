using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using DifyPS.Tests.Support.Terminals;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>The commands of a conversation.</summary>
public sealed class EnterChatCommandTests
{
    [Fact]
    public async Task Conversations_are_listed_opened_and_begun()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Cat");
        stage.Good(
            "$first = Invoke-DifyChat cat 'about mice'; $null = $first | Invoke-DifyChat -Message 'and more'; $null = Invoke-DifyChat cat 'about birds'"
        );
        using var talk = new Talk(stage, "Enter-DifyChat cat");
        talk.Say(1, "/open 7").Say(2, "/list").Say(3, "/open 2");
        talk.Terminal.WaitFor("cat> and more\nCat here: you said 'and more'\n\ncat>");
        talk.Say(6, "go on").Say(7, "/new").Say(8, "fresh").Say(9, "/exit").End();
        Assert.Contains("There is no conversation 7 in the list of 2.", talk.Terminal.Text.Replace('\n', ' '));
        Assert.Matches(@"  1  \d{4}-\d\d-\d\d \d\d:\d\d  about birds\n  2  .*about mice\n", talk.Terminal.Text);
        Assert.Equal(app.Runs[0].ConversationId, app.Runs[3].ConversationId);
        Assert.DoesNotContain(app.Runs[4].ConversationId, app.Runs.Take(4).Select(run => run.ConversationId));
    }

    [Fact]
    public async Task Suggested_questions_are_picked_by_their_number()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Cat", configure: one =>
        {
            one.Parameters["suggested_questions"] = new System.Text.Json.Nodes.JsonArray("Who are you?", "What can you do?");
            one.Parameters["suggested_questions_after_answer"]!["enabled"] = true;
            one.Script = new ChatScript { SuggestedQuestions = ["And \u001b[2Jthen?"] };
        });
        using var talk = new Talk(stage, "Enter-DifyChat cat");
        talk.Say(1, "2").Say(2, "1").Say(3, "/exit").End();
        Assert.Equal(["What can you do?", "And ␛[2Jthen?"], app.Runs.Select(run => run.Query));
    }

    [Fact]
    public async Task Inputs_that_are_missing_are_asked_for_and_set()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Cat", configure: one =>
            one.AddInput("text-input", "name", required: true).AddInput("number", "age")
        );
        using var talk = new Talk(stage, "Enter-DifyChat cat");
        talk.Say(1, "hello").Say(2, "/inputs age=old").Say(3, "/inputs NAME=Tom Cat").Say(4, "/inputs age=7");
        talk.Say(5, "hello").Say(6, "/inputs age=").Say(7, "/exit").End();
        Assert.Contains("The app still needs: 'name'", talk.Terminal.Text);
        Assert.Contains("A value is set with /inputs NAME=VALUE", talk.Terminal.Text);
        Assert.Contains("'age' is 'old', and has to be a number", talk.Terminal.Text.Replace('\n', ' '));
        Assert.Contains("* name = Tom Cat\n  age = 7\n", talk.Terminal.Text);
        Assert.Contains("these are for the next one", talk.Terminal.Text);
        var inputs = Assert.Single(app.Runs).Inputs;
        Assert.Equal(("Tom Cat", 7, 2), ((string?)inputs["name"], (int?)inputs["age"], inputs.Count));
    }

    [Fact]
    public async Task A_file_goes_with_the_next_message_only()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Cat");
        File.WriteAllText(Path.Combine(stage.Folder, "my cat.png"), "x");
        using (var big = File.Create(Path.Combine(stage.Folder, "big.png")))
            big.SetLength(11 * 1024 * 1024);
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        using var talk = new Talk(stage, "Enter-DifyChat cat");
        talk.Say(1, "/file nowhere.png").Say(2, "/file big.png");
        talk.Terminal.WaitFor("cat>", 3);
        Assert.DoesNotContain(stage.Requests, r => r.Path == "/files/upload");
        talk.Terminal.Type("/file my\t").Enter("");
        talk.Say(4, "what is it?").Say(5, "and now?").Say(6, "/exit").End();
        Assert.Contains("With the next message: my cat.png", talk.Terminal.Text);
        Assert.Equal([1, 0], stage.Requests.Where(r => r.Path == "/chat-messages").Select(r => r.Json!["files"]?.AsArray().Count ?? 0));
        Assert.Single(stage.Requests, r => r.Path == "/files/upload");
    }

    [Fact]
    public async Task Answers_are_rated()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        using var talk = new Talk(stage, "Enter-DifyChat cat");
        talk.Say(1, "/like").Say(2, "hello").Say(3, "/like so true").Say(4, "/dislike").Say(5, "/exit").End();
        Assert.Contains("There is no answer yet", talk.Terminal.Text);
        Assert.Equal(
            [("like", "so true"), ("dislike", null)],
            stage
                .Requests.Where(r => r.Path.EndsWith("/feedbacks", StringComparison.Ordinal))
                .Select(r => ((string?)r.Json!["rating"], (string?)r.Json["content"]))
        );
    }

    [Theory]
    [InlineData("talk.md", "# hello")]
    [InlineData("talk.html", "<!DOCTYPE html>")]
    [InlineData("talk.jsonl", "{")]
    public async Task The_conversation_is_saved_and_no_file_of_others_is_lost(string name, string start)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        File.WriteAllText(Path.Combine(stage.Folder, "mine.md"), "mine");
        using var talk = new Talk(stage, "Enter-DifyChat cat");
        talk.Say(1, "/save " + name)
            .Say(2, "hello")
            .Say(3, "/save mine.md")
            .Say(4, "/save talk.xyz")
            .Say(5, "/save " + name)
            .Say(6, "and")
            .Say(7, "/save " + name)
            .Say(8, "/exit")
            .End();
        Assert.Contains("Nothing was said yet.", talk.Terminal.Text);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(stage.Folder, "mine.md")));
        var saved = File.ReadAllText(Path.Combine(stage.Folder, name));
        Assert.StartsWith(start, saved);
        Assert.Contains("you said 'and'", saved.Replace("\\u0027", "'").Replace("&#39;", "'"));
    }

    [Fact]
    public async Task Another_user_has_other_conversations()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Cat");
        using var talk = new Talk(stage, "Enter-DifyChat cat -User tom");
        talk.Say(1, "one").Say(2, "/user ann").Say(3, "/list").Say(4, "two").Say(5, "/user").Say(6, "/exit").End();
        Assert.Equal(["tom", "ann"], app.Runs.Select(run => run.User));
        Assert.NotEqual(app.Runs[0].ConversationId, app.Runs[1].ConversationId);
        Assert.Contains("has no conversations with ann", talk.Terminal.Text);
    }

    [Fact]
    public async Task What_is_no_command_is_told_and_a_message_may_begin_with_a_slash()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Cat");
        using var talk = new Talk(stage, "Enter-DifyChat cat");
        talk.Say(1, "/l").Say(2, "/foo").Say(3, "//etc is a folder").Say(4, "/help").Say(5, "/ex").End();
        Assert.Contains("There is no command /l.", talk.Terminal.Text);
        Assert.Contains("There is no command /foo.", talk.Terminal.Text);
        Assert.Equal("/etc is a folder", Assert.Single(app.Runs).Query);
        Assert.Contains("/dislike TEXT", talk.Terminal.Text);
    }
}
