using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>What was said, and what could be said next.</summary>
public sealed class MessageTests
{
    [Fact]
    public async Task Messages_come_newest_first_with_all_that_Dify_says_of_them()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", configure: app => app.Script = new ChatScript
        {
            Citations = [new("Docs", "a.md", "Some text.")],
            Files = [new("image", "https://example.com/cat.png")],
        });
        stage.Good("$null = Invoke-DifyChat cat one -User tom | Invoke-DifyChat -Message two | Invoke-DifyChat -Message three");
        var messages = stage
            .Good("Get-DifyConversation cat -User tom | Get-DifyMessage")
            .Output.Select(o => (DifyMessage)o.BaseObject)
            .ToList();
        Assert.Equal(["three", "two", "one"], messages.Select(m => m.Message));
        var first = messages[2];
        Assert.Equal(("cat", "tom", "normal", null, null), (first.App, first.User, first.Status, first.Error, first.Feedback));
        Assert.Equal("Cat here: you said 'one'", first.ToString());
        Assert.Null(first.ParentMessageId);
        Assert.Equal(first.MessageId, messages[1].ParentMessageId);
        Assert.Equal("a.md", first.Citations.Single().DocumentName);
        Assert.True(first.MessageTokens > 0 && first.AnswerTokens > 0 && first.TotalTokens == first.MessageTokens + first.AnswerTokens);
        Assert.True(first.TotalPrice > 0);
        Assert.Equal("USD", first.Currency);
        Assert.NotNull(first.Latency);
        Assert.NotNull(first.CreatedAt);
        Assert.Equal("https://example.com/cat.png", first.Files.Single().Url);
        Assert.Equal(
            "two",
            stage.Good($"Get-DifyMessage cat {first.ConversationId} -User tom -First 2").Output[^1].Properties["Message"].Value
        );
    }

    [Fact]
    public async Task An_uploaded_file_has_the_id_to_save_it_by()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        System.IO.File.WriteAllBytes(System.IO.Path.Combine(stage.Folder, "cat.png"), [1, 2, 3]);
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        stage.Good(
            """
            $file = Invoke-DifyRestMethod cat files/upload -InFile cat.png -Body @{ user = 'alice' }
            $null = Invoke-DifyRestMethod cat chat-messages -Body @{ query = 'look'; inputs = @{}; user = 'alice'; response_mode = 'streaming'
                files = @(@{ type = 'image'; transfer_method = 'local_file'; upload_file_id = $file.id }) }
            """);
        var file = (DifyMessageFile)stage.Good("(Get-DifyConversation cat | Get-DifyMessage).Files").Output.Single().BaseObject;
        Assert.Equal(stage.Good("$file.id").Output.Single().BaseObject, file.FileId);
        Assert.Equal(
            ("cat", "alice", "cat.png", "image", 3L, "user"),
            (file.App, file.User, file.FileName, file.Type, file.Size, file.BelongsTo)
        );
    }

    [Fact]
    public async Task An_agents_thoughts_and_a_failure_are_kept()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Bee", "agent-chat");
        stage.Register("Bug", configure: app => app.Script = new ChatScript { Error = new SimulatedError(Message: "No model.") });
        stage.Good("$null = Invoke-DifyChat bee hi");
        Assert.NotEmpty(((DifyMessage)stage.Good("Get-DifyConversation bee | Get-DifyMessage").Output.Single().BaseObject).Thoughts);
        stage.Run("Invoke-DifyChat bug hi");
        var failed = (DifyMessage)stage.Good("Get-DifyConversation bug | Get-DifyMessage").Output.Single().BaseObject;
        Assert.Equal("error", failed.Status);
        Assert.Contains("No model.", failed.Error);
    }

    [Fact]
    public async Task Suggested_questions_go_on_in_the_same_conversation()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", configure: app =>
        {
            app.Parameters["suggested_questions_after_answer"]!["enabled"] = true;
            app.Script = new ChatScript { SuggestedQuestions = ["Why?", "What did I say?"] };
        });
        var questions = stage
            .Good("$reply = Invoke-DifyChat cat hi -User tom; $reply | Get-DifySuggestedQuestion")
            .Output.Select(o => (DifySuggestedQuestion)o.BaseObject)
            .ToList();
        Assert.Equal(["Why?", "What did I say?"], questions.Select(q => q.Question));
        Assert.All(questions, q => Assert.Equal(("cat", "tom", q.Question), (q.App, q.User, q.ToString())));

        var replies = stage
            .Good("$reply | Get-DifySuggestedQuestion | Invoke-DifyChat")
            .Output.Select(o => (DifyChatReply)o.BaseObject)
            .ToList();
        Assert.Equal(["Why?", "What did I say?"], replies.Select(r => r.Message));
        Assert.All(replies, r => Assert.Equal((questions[0].ConversationId, "tom"), (r.ConversationId, r.User)));
        Assert.Contains(
            "'hi', 'Why?'",
            Assert.Single(stage.Good("Get-DifyConversation cat -User tom | Get-DifyMessage -First 1").Output).ToString()
        );

        stage.Bad("$reply | Get-DifySuggestedQuestion -User bob", "not_found");
    }

    [Fact]
    public async Task An_app_that_suggests_nothing_says_so()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Bad("Invoke-DifyChat cat hi | Get-DifySuggestedQuestion", "bad_request");
    }
}
