using System;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>What people think of answers, and who they are.</summary>
public sealed class FeedbackTests
{
    [Fact]
    public async Task A_reply_is_rated_and_the_rating_taken_back()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        Assert.Empty(
            stage.Good("$reply = Invoke-DifyChat cat hi -User tom; $reply | Send-DifyFeedback -Rating Like -Text 'So kind.'").Output
        );
        Assert.Equal("like", RatingOf(stage));
        var given = (DifyFeedback)stage.Good("Get-DifyFeedback cat").Output.Single().BaseObject;
        Assert.Equal(("cat", "like", "So kind.", "user", null), (given.App, given.Rating, given.Text, given.Source, given.AccountId));
        Assert.Equal("like: So kind.", given.ToString());
        Assert.NotNull(given.CreatedAt);

        stage.Good("$reply | Send-DifyFeedback -Rating Dislike");
        Assert.Equal("dislike", RatingOf(stage));
        stage.Good("$reply | Send-DifyFeedback -Withdraw");
        Assert.Null(RatingOf(stage));
        Assert.Empty(stage.Good("Get-DifyFeedback cat").Output);
        stage.Bad("$reply | Send-DifyFeedback -Withdraw", "invalid_param");
    }

    [Fact]
    public async Task PassThru_gives_the_object_on()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var reply = (DifyChatReply)
            stage
                .Good("Invoke-DifyChat cat hi | Send-DifyFeedback -Rating Like -PassThru | Invoke-DifyChat -Message 'what did I say?'")
                .Output.Single()
                .BaseObject;
        Assert.Contains("'hi'", reply.Answer);
        Assert.Empty(stage.Good("Send-DifyFeedback cat $(Invoke-DifyChat cat hi | ForEach-Object MessageId) Like -PassThru").Output);
    }

    [Fact]
    public async Task Those_without_feedback_are_found_and_rated()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$null = Invoke-DifyChat cat one | Invoke-DifyChat -Message two | Send-DifyFeedback -Rating Dislike");
        const string Pipeline =
            "Get-DifyConversation cat -First 5 | Get-DifyMessage | Where-Object { -not $_.Feedback } | Send-DifyFeedback -Rating Like";
        stage.ForgetRequests();
        stage.Good(Pipeline + " -WhatIf");
        Assert.DoesNotContain(stage.Requests, r => r.Method == "POST");
        stage.Good(Pipeline);
        Assert.Equal(
            ["dislike", "like"],
            stage.Good("Get-DifyConversation cat | Get-DifyMessage | ForEach-Object Feedback").Output.Select(o => o.ToString())
        );
        stage.ForgetRequests();
        stage.Good(Pipeline);
        Assert.DoesNotContain(stage.Requests, r => r.Method == "POST");
    }

    [Fact]
    public async Task Errors_belong_to_their_item()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$one = Invoke-DifyChat cat one; $two = Invoke-DifyChat cat two -User tom");
        var result = stage.Run("$one, $two | Send-DifyFeedback -Rating Like -User tom");
        var error = Assert.Single(result.Errors);
        Assert.Equal("not_found,DifyPS.Commands.SendDifyFeedbackCommand", error.FullyQualifiedErrorId);
        Assert.Equal("one", ((DifyChatReply)((System.Management.Automation.PSObject)error.TargetObject).BaseObject).Message);
        Assert.Single(stage.Good("Get-DifyFeedback cat").Output);
    }

    [Fact]
    public async Task Feedback_is_filtered_and_read_no_further_than_needed()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, _) = stage.Register("Cat");
        stage.Good("$null = 1..103 | ForEach-Object { \"$_\" } | Invoke-DifyChat cat | Send-DifyFeedback -Rating Like");
        stage.Good("$null = Invoke-DifyChat cat bad | Send-DifyFeedback -Rating Dislike");
        var last = (DifyChatReply)stage.Good("Invoke-DifyChat cat last").Output.Single().BaseObject;
        cat.AddAdminFeedback(Guid.Parse(last.MessageId!), "alice", "dislike", "Too short.");

        stage.ForgetRequests();
        Assert.Equal(2, stage.Good("Get-DifyFeedback cat -First 2").Output.Count);
        Assert.Equal("2", stage.Requests.Single().Query["limit"]);
        stage.ForgetRequests();
        Assert.Equal(2, stage.Good("Get-DifyFeedback cat -Rating Like -First 2").Output.Count);
        Assert.Single(stage.Requests);
        stage.ForgetRequests();
        Assert.Equal(105, stage.Good("Get-DifyFeedback cat").Output.Count);
        Assert.Equal(["1", "2"], stage.Requests.Select(r => r.Query["page"].ToString()));
        Assert.Equal(
            ["admin", "user"],
            stage.Good("Get-DifyFeedback cat -Rating Dislike | ForEach-Object Source").Output.Select(o => o.ToString())
        );
        Assert.Equal("dislike: Too short.", stage.Good("Get-DifyFeedback cat -Source Admin").Output.Single().ToString());
    }

    [Fact]
    public async Task An_end_user_is_known_by_id()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, _) = stage.Register("Cat");
        stage.Good("$reply = Invoke-DifyChat cat hi -User tom; $reply | Send-DifyFeedback -Rating Like");
        cat.AddAdminFeedback(Guid.Parse((string)stage.Good("$reply.MessageId").Output.Single().BaseObject), "tom", "like");
        var user = (DifyEndUser)stage.Good("Get-DifyFeedback cat | Get-DifyEndUser").Output.Single().BaseObject;
        Assert.Equal(("cat", "tom", false, "service-api", "tom"), (user.App, user.User, user.IsAnonymous, user.Type, user.ToString()));
        Assert.NotNull(user.CreatedAt);
        Assert.Equal(
            "hi",
            stage.Good("Get-DifyFeedback cat -Source User | Get-DifyEndUser | Get-DifyConversation").Output.Single().ToString()
        );
        stage.Bad("Get-DifyEndUser cat 11111111-2222-3333-4444-555555555555", "end_user_not_found");
        stage.Bad("Get-DifyEndUser cat ''", "InvalidArgument");
    }

    [Fact]
    public async Task An_end_user_of_any_mode()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Job", "workflow");
        stage.Bad("Get-DifyEndUser job 11111111-2222-3333-4444-555555555555", "end_user_not_found");
    }

    private static string? RatingOf(Stage stage) =>
        (string?)stage.Good("Get-DifyConversation cat -User tom | Get-DifyMessage").Output.Single().Properties["Feedback"].Value;
}
