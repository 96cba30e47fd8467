using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Conversations: listed, renamed, deleted.</summary>
public sealed class ConversationTests
{
    [Fact]
    public async Task Conversations_are_the_users_own_with_all_that_Dify_says_of_them()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", configure: app =>
        {
            app.AddInput("text-input", "city");
            app.Parameters["opening_statement"] = "Meow?";
        });
        stage.Good(
            "$reply = Invoke-DifyChat cat 'hello there' -Inputs @{ city = 'Bonn' }; $null = Invoke-DifyChat cat 'not mine' -User tom"
        );
        var found = (DifyConversation)stage.Good("Get-DifyConversation cat").Output.Single().BaseObject;
        Assert.Equal(
            ("cat", "alice", "hello there", "normal", "Meow?"),
            (found.App, found.User, found.Title, found.Status, found.Introduction)
        );
        Assert.Equal("Bonn", found.Inputs!.Properties["city"].Value);
        Assert.Equal(stage.Good("$reply.ConversationId").Output.Single().BaseObject, found.ConversationId);
        Assert.NotNull(found.UpdatedAt);
        Assert.Equal("hello there", found.Data!.Properties["name"].Value);
        Assert.Equal("not mine", stage.Good("Get-DifyConversation cat -User tom").Output.Single().ToString());
    }

    [Theory]
    [InlineData("", "-updated_at")]
    [InlineData("-Ascending", "updated_at")]
    [InlineData("-SortBy CreatedAt", "-created_at")]
    [InlineData("-SortBy CreatedAt -Ascending", "created_at")]
    public async Task The_order_is_Difys(string parameters, string order)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.ForgetRequests();
        stage.Good($"Get-DifyConversation cat {parameters}");
        Assert.Equal(order, stage.Requests.Single().Query["sort_by"]);
    }

    [Fact]
    public async Task Lists_read_no_further_than_somebody_wants()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$null = 1..101 | ForEach-Object { \"$_\" } | Invoke-DifyChat cat");
        stage.ForgetRequests();
        Assert.Equal(3, stage.Good("Get-DifyConversation cat -First 3").Output.Count);
        Assert.Equal("3", stage.Requests.Single().Query["limit"]);

        stage.ForgetRequests();
        stage.Good("foreach ($one in 1) { Get-DifyConversation cat | ForEach-Object { break } }");
        Assert.Single(stage.Requests);

        stage.ForgetRequests();
        Assert.Equal(101, stage.Good("Get-DifyConversation cat").Output.Select(o => o.ToString()).Distinct().Count());
        Assert.Equal(2, stage.Requests.Count);
    }

    [Fact]
    public async Task Whoever_renames_or_deletes_while_listing_gets_them_all_once()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$null = 1..205 | ForEach-Object { \"$_\" } | Invoke-DifyChat cat; $null = Invoke-DifyChat cat stays -User tom");
        var renamed = stage.Good("Get-DifyConversation cat | Rename-DifyConversation -NewTitle new -PassThru").Output;
        Assert.Equal(205, renamed.Select(o => o.Properties["ConversationId"].Value).Distinct().Count());
        Assert.Equal(205, renamed.Count);
        stage.Good("Get-DifyConversation cat | Remove-DifyConversation");
        Assert.Empty(stage.Good("Get-DifyConversation cat").Output);
        Assert.Single(stage.Good("Get-DifyConversation cat -User tom").Output);
    }

    [Fact]
    public async Task Renaming_says_nothing_unless_asked()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$reply = Invoke-DifyChat cat 'the first words' -User tom");
        Assert.Empty(stage.Good("$reply | Rename-DifyConversation -NewTitle 'Cats & dogs'").Output);
        Assert.Equal("Cats & dogs", stage.Good("Get-DifyConversation cat -User tom").Output.Single().ToString());
        var renamed = (DifyConversation)
            stage.Good("Get-DifyConversation cat -User tom | Rename-DifyConversation -Auto -PassThru").Output.Single().BaseObject;
        Assert.Equal(("the first words", "tom", "cat"), (renamed.Title, renamed.User, renamed.App));
        stage.Good("Rename-DifyConversation cat Short -ConversationId $reply.ConversationId -User tom");
        Assert.Equal("Short", stage.Good("Get-DifyConversation cat -User tom").Output.Single().ToString());
    }

    [Fact]
    public async Task A_listed_conversation_goes_on()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$null = Invoke-DifyChat cat 'I am Tom' -User tom");
        var reply = stage.Good("Get-DifyConversation cat -User tom | Invoke-DifyChat -Message 'what did I say?'").Output.Single();
        Assert.Contains("'I am Tom'", reply.ToString());
    }

    [Theory]
    [InlineData("Get-DifyMessage cat $reply.ConversationId -User bob")]
    [InlineData("$reply | Rename-DifyConversation -NewTitle x -User bob")]
    [InlineData("$reply | Remove-DifyConversation -User bob")]
    [InlineData("$reply | Get-DifyConversationVariable -User bob")]
    [InlineData("$reply | Set-DifyConversationVariable -VariableName mood -Value happy -User bob")]
    [InlineData("Get-DifyMessage cat 11111111-1111-4111-8111-111111111111")]
    [InlineData("Remove-DifyConversation cat 11111111-1111-4111-8111-111111111111")]
    public async Task Somebody_elses_conversation_is_not_there(string command, string code = "not_found")
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$reply = Invoke-DifyChat cat hi");
        var error = stage.Bad(command, code);
        Assert.NotNull(error.TargetObject);
        Assert.Single(stage.Good("Get-DifyConversation cat").Output);
    }

    [Theory]
    [InlineData("Rename-DifyConversation cat 'hi' 'New title'", "Get-DifyConversation cat")]
    [InlineData("Remove-DifyConversation cat 'My title'", "Get-DifyConversation cat")]
    [InlineData("Get-DifyMessage cat hello", "Get-DifyConversation cat")]
    [InlineData("'hello' | Get-DifyMessage cat", "Get-DifyConversation cat")]
    [InlineData("[pscustomobject] @{ ConversationId = 'My title' } | Remove-DifyConversation cat -WhatIf", "Get-DifyConversation cat")]
    [InlineData("Export-DifyConversation cat 'My title' -Path x.md", "Get-DifyConversation cat")]
    [InlineData("Get-DifyConversationVariable cat 'My title'", "Get-DifyConversation cat")]
    [InlineData("Set-DifyConversationVariable cat mood happy -ConversationId t", "Get-DifyConversation cat")]
    [InlineData("Invoke-DifyChat cat hi -ConversationId 'My title'", "Get-DifyConversation cat")]
    [InlineData("Invoke-DifyChat cat hi -ConversationId 'My title' -ThrottleLimit 2", "Get-DifyConversation cat")]
    [InlineData("Get-DifySuggestedQuestion cat hello", "Get-DifyMessage")]
    [InlineData("Send-DifyFeedback cat hello Like", "Get-DifyMessage")]
    [InlineData("ConvertTo-DifyAudio cat -MessageId hello -Path x.mp3", "Get-DifyMessage")]
    [InlineData("Save-DifyFile cat report.pdf", "Send-DifyFile")]
    [InlineData("Get-DifyEndUser cat alice", "-User")]
    [InlineData("Remove-DifyAnnotation cat 'Who?'", "Get-DifyAnnotation cat")]
    [InlineData("Get-DifyWorkflowRun job latest", "Get-DifyWorkflowLog")]
    [InlineData("Receive-DifyWorkflowEvent job latest", "Get-DifyWorkflowLog")]
    [InlineData("Show-DifyWorkflowRun job latest", "Get-DifyWorkflowLog")]
    public async Task What_is_no_id_is_told_before_anything_is_sent(string command, string advice)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Job", "workflow");
        stage.ForgetRequests();
        var error = stage.Bad(command, "InvalidArgument");
        Assert.Contains("no id", error.ToString());
        Assert.Contains(advice, error.ErrorDetails.RecommendedAction);
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task A_list_shows_titles_and_whole_ids()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$reply = Invoke-DifyChat cat hi; $reply | Rename-DifyConversation -NewTitle 'What mice do at night'");
        var shown = stage.Shell.Show("Get-DifyConversation cat").Text;
        var id = (string)stage.Good("$reply.ConversationId").Output.Single().BaseObject;
        Assert.Contains("App: cat", shown);
        Assert.Contains("What mice do at night", shown);
        Assert.Contains(id, shown);
    }

    [Theory]
    [InlineData("ToUpper()")]
    [InlineData("Replace('-', '')")]
    [InlineData("Insert(0, ' ')")]
    public async Task An_id_in_another_form_is_one(string form)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$reply = Invoke-DifyChat cat hi");
        Assert.Single(stage.Good($"Get-DifyMessage cat $reply.ConversationId.{form}").Output);
    }

    [Theory]
    [InlineData("Get-DifyConversation job")]
    [InlineData("Get-DifyMessage job x")]
    [InlineData("Rename-DifyConversation job New -ConversationId x")]
    [InlineData("Remove-DifyConversation job x")]
    [InlineData("Get-DifyConversationVariable job x")]
    [InlineData("Set-DifyConversationVariable job mood happy -ConversationId x")]
    [InlineData("Get-DifySuggestedQuestion job x")]
    [InlineData("Send-DifyFeedback job x Like")]
    [InlineData("Get-DifyFeedback job")]
    public async Task Another_mode_is_refused_before_anything_is_sent(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Job", "workflow");
        stage.ForgetRequests();
        var result = stage.Run(command);
        Assert.Equal("AppModeMismatch", result.ErrorId);
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("Get-DifyConversationVariable bot x")]
    [InlineData("Set-DifyConversationVariable bot mood happy -ConversationId x")]
    [InlineData("Send-DifyFeedback bot x Like")]
    [InlineData("Get-DifyFeedback bot")]
    public async Task A_new_agent_has_neither_variables_nor_feedback(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Bot", "agent");
        stage.ForgetRequests();
        Assert.Equal("AppModeMismatch", stage.Run(command).ErrorId);
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("$reply | Remove-DifyConversation -WhatIf")]
    [InlineData("$reply | Rename-DifyConversation -NewTitle x -WhatIf")]
    [InlineData("$reply | Rename-DifyConversation -Auto -WhatIf")]
    [InlineData("$reply | Set-DifyConversationVariable -VariableName mood -Value happy -WhatIf")]
    [InlineData("$reply | Send-DifyFeedback -Rating Like -WhatIf")]
    [InlineData("$reply | Send-DifyFeedback -Withdraw -WhatIf")]
    public async Task WhatIf_sends_nothing(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$reply = Invoke-DifyChat cat hi");
        stage.ForgetRequests();
        var result = stage.Good(command);
        Assert.Contains("What if:", result.Text);
        Assert.Contains("'cat'", result.Text);
        Assert.Empty(result.Output);
        Assert.Empty(stage.Requests);
    }
}
