using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Completion;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Tab for what an app knows: asked of Dify, in time or not at all, and remembered for a minute.</summary>
public sealed class KnownValueCompletionTests : IDisposable
{
    private DateTime _now = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public KnownValueCompletionTests()
    {
        CompletionCache.Clear();
        CompletionCache.Clock = () => _now;
    }

    public void Dispose() => CompletionCache.Clock = static () => DateTime.UtcNow;

    [Fact]
    public async Task Conversations_complete_by_id_and_by_title()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var trip = Id(stage, "(Invoke-DifyChat cat 'A trip to Bonn').ConversationId");
        var food = Id(stage, "(Invoke-DifyChat cat 'Food for 猫 \u001b[31mred').ConversationId");
        Assert.Equal($"{food},{trip}", stage.Texts("Invoke-DifyChat cat hi -ConversationId "));
        Assert.Equal(trip, stage.Texts("Rename-DifyConversation cat new -ConversationId 'a tr"));
        Assert.Equal(trip, stage.Texts("Get-DifyMessage cat bonn"));
        Assert.Equal(food, stage.Texts("Remove-DifyConversation cat -ConversationId 猫"));
        Assert.Equal(food, stage.Texts($"Get-DifyConversationVariable cat {food[..6]}"));
        Assert.Empty(stage.Texts("Invoke-DifyChat cat hi -ConversationId nothing-like-it"));

        var shown = stage.Complete("Invoke-DifyChat cat hi -ConversationId ");
        Assert.StartsWith("A trip to Bonn · 20", shown[1].ToolTip, StringComparison.Ordinal);
        Assert.EndsWith(trip, shown[1].ToolTip, StringComparison.Ordinal);
        Assert.Matches(@"^A trip to Bonn \(\d{4}-\d\d-\d\d \d\d:\d\d\)$", shown[1].ListItemText);
        Assert.StartsWith("Food for 猫 ␛[31mred (", shown[0].ListItemText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_changed_is_not_offered_any_more()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var annotation = Id(stage, "(Add-DifyAnnotation cat 'Who are you?' 'A cat.').AnnotationId");
        Assert.Equal(annotation, stage.Texts("Remove-DifyAnnotation cat "));
        stage.Good($"Set-DifyAnnotation cat {annotation} 'Who is it?'");
        Assert.Equal(annotation, stage.Texts("Remove-DifyAnnotation cat "));
        Assert.StartsWith("Who is it?", stage.Complete("Remove-DifyAnnotation cat ")[0].ToolTip, StringComparison.Ordinal);
        stage.Good($"Remove-DifyAnnotation cat {annotation}");
        Assert.Empty(stage.Texts("Remove-DifyAnnotation cat "));

        // By a call of another kind, too.
        annotation = Id(stage, "(Add-DifyAnnotation cat 'Who are you?' 'A cat.').AnnotationId");
        Assert.Equal(annotation, stage.Texts("Remove-DifyAnnotation cat "));
        stage.Good($"Invoke-DifyRestMethod cat apps/annotations/{annotation} -Method Delete");
        Assert.Empty(stage.Texts("Remove-DifyAnnotation cat "));
    }

    [Fact]
    public async Task What_was_only_read_refused_or_declined_is_offered_as_before()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var annotation = Id(stage, "(Add-DifyAnnotation cat 'Who are you?' 'A cat.').AnnotationId");
        Assert.Equal(annotation, stage.Texts("Remove-DifyAnnotation cat "));
        using (
            stage.Dify.Faults.Add(
                new Fault
                {
                    Path = "/apps/annotations/" + annotation,
                    Status = 400,
                    Code = "invalid_param",
                    Message = "no",
                    Method = "PUT",
                    Count = 1,
                }
            )
        )
        {
            stage.Bad($"Set-DifyAnnotation cat {annotation} x y", "invalid_param");
        }
        stage.Good(
            $"Get-DifyAnnotation cat; Get-DifyAppInfo cat; Get-DifyConversation cat; Remove-DifyAnnotation cat {annotation} -WhatIf; Invoke-DifyRestMethod cat info"
        );
        stage.ForgetRequests();
        Assert.Equal(annotation, stage.Texts("Remove-DifyAnnotation cat "));
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task Only_the_users_own_are_offered()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$null = Invoke-DifyChat cat mine; $null = Invoke-DifyChat cat his -User tom");
        Assert.Equal("his", Titles(stage, "Get-DifyMessage cat -User tom -ConversationId "));
        Assert.Equal("mine", Titles(stage, "Get-DifyMessage cat -ConversationId "));
    }

    [Fact]
    public async Task Messages_runs_versions_annotations_and_users_complete()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Wf", "workflow");
        var message = Id(stage, "($reply = Invoke-DifyChat cat 'Where is it?').MessageId");
        Assert.Equal(message, stage.Texts("Send-DifyFeedback cat where"));
        Assert.Equal(
            message,
            stage.Texts($"Get-DifySuggestedQuestion cat -ConversationId {Id(stage, "$reply.ConversationId")} -MessageId ")
        );
        Assert.StartsWith("Where is it?", stage.Complete("Send-DifyFeedback cat ").Single().ToolTip, StringComparison.Ordinal);

        var run = Id(stage, "($result = Invoke-DifyWorkflow wf).RunId");
        Assert.Equal(run, stage.Texts("Get-DifyWorkflowRun wf "));
        Assert.StartsWith("succeeded, 20", stage.Complete("Receive-DifyWorkflowEvent wf succ").Single().ToolTip, StringComparison.Ordinal);
        Assert.Equal(Id(stage, "$result.WorkflowId"), stage.Texts("Invoke-DifyWorkflow wf -WorkflowId "));

        var annotation = Id(stage, "(Add-DifyAnnotation cat 'Who are you?' 'A cat.').AnnotationId");
        Assert.Equal(annotation, stage.Texts("Remove-DifyAnnotation cat who"));

        stage.Register("Crowd");
        stage.Good("$null = Invoke-DifyChat crowd hello -User tom");
        Assert.Equal("alice,tom", stage.Texts("Invoke-DifyChat crowd hello -User "));
    }

    [Fact]
    public async Task An_answer_is_remembered_for_a_minute()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$null = Invoke-DifyChat cat one");
        stage.Texts("Get-DifyMessage cat ");
        stage.ForgetRequests();
        _now += TimeSpan.FromSeconds(59);
        Assert.Equal("one", Titles(stage, "Get-DifyMessage cat "));
        Assert.Empty(stage.Requests);
        _now += TimeSpan.FromSeconds(2);
        Assert.Equal("one", Titles(stage, "Get-DifyMessage cat "));
        Assert.Single(stage.Requests);
    }

    [Fact]
    public async Task What_the_session_changes_is_asked_for_anew()
    {
        await using var stage = await Stage.SetAsync();
        var (app, key) = stage.Register("Cat");
        stage.Good("$first = Invoke-DifyChat cat one");
        Assert.Equal("one", Titles(stage, "Get-DifyMessage cat "));
        stage.Good("Rename-DifyConversation cat uno -ConversationId $first.ConversationId");
        Assert.Equal("uno", Titles(stage, "Get-DifyMessage cat "));
        stage.Good("$null = Invoke-DifyChat cat two");
        Assert.Equal("two,uno", Titles(stage, "Get-DifyMessage cat "));

        // Another app under the same name: nothing of the one before.
        stage.AddApp("Dog");
        stage.Good("Unregister-DifyApp cat; Register-DifyApp cat $dogKey -Server $server -User alice; $null = Invoke-DifyChat cat woof");
        Assert.Equal("woof", Titles(stage, "Get-DifyMessage cat "));
    }

    [Fact]
    public async Task A_late_answer_is_for_the_next_Tab()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$null = Invoke-DifyChat cat one");
        Assert.Equal("one", Titles(stage, "Get-DifyMessage cat "));
        _now += CompletionCache.Life + TimeSpan.FromSeconds(1);
        stage.ForgetRequests();
        // Held back until the fault is taken away, however long that takes.
        using (stage.Dify.Faults.Add(new Fault { Path = "/conversations", Latency = TimeSpan.FromHours(1) }))
        {
            CompletionQuery.Patience = CompletionQuery.Unnoticed;
            var watch = Stopwatch.StartNew();
            Assert.Empty(stage.Texts("Get-DifyMessage cat "));
            Assert.True(watch.Elapsed > TimeSpan.FromMilliseconds(250));
            var asked = await stage.Dify.Requests.WaitForAsync(
                one => one.Path == "/conversations",
                TimeSpan.FromMinutes(2),
                TestContext.Current.CancellationToken
            );
            Assert.False(asked.Completed);
        }

        CompletionQuery.Patience = TimeSpan.FromMinutes(2);
        Assert.Equal("one", Titles(stage, "Get-DifyMessage cat "));
        Assert.Single(stage.Requests);
    }

    [Fact]
    public void Tab_waits_no_longer_than_people_notice()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(300), CompletionQuery.Unnoticed);
    }

    [Fact]
    public async Task Who_asks_the_same_at_once_is_answered_by_one_question()
    {
        var asked = 0;
        var answer = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var together = new Barrier(8);
        var all = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait(TestContext.Current.CancellationToken);
                return CompletionCache.Ask("cat", "what", () =>
                {
                    Interlocked.Increment(ref asked);
                    return answer.Task;
                });
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()).ToList();
        answer.SetResult("this");
        Assert.All(await Task.WhenAll(all), one => Assert.Equal("this", one));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Who_has_an_answer_finds_its_minute_begun()
    {
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal("old", await CompletionCache.Ask("cat", "what" + i, () => Task.FromResult<object?>("old")));
            _now += CompletionCache.Life + TimeSpan.FromSeconds(1);
            Assert.Equal("new", await CompletionCache.Ask("cat", "what" + i, () => Task.FromResult<object?>("new")));
        }
    }

    [Theory]
    [InlineData("Get-DifyMessage wf ")]
    [InlineData("Get-DifyWorkflowRun cat ")]
    [InlineData("Remove-DifyAnnotation wf ")]
    [InlineData("Get-DifyMessage nobody ")]
    [InlineData("Get-DifyMessage -ConversationId ")]
    public async Task Nothing_is_asked_that_the_app_does_not_have(string typed)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Wf", "workflow");
        stage.Good("$null = Invoke-DifyChat cat one; $null = Invoke-DifyWorkflow wf");
        stage.ForgetRequests();
        Assert.Empty(stage.Texts(typed));
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task No_vault_is_opened_and_no_error_is_written()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$null = Invoke-DifyChat cat one; $Error.Clear(); (Get-SecretVault $vault).Locked = $true");
        KeyCache.Clear();
        stage.ForgetRequests();
        Assert.Empty(stage.Texts("Get-DifyMessage cat "));
        Assert.Empty(stage.Requests);
        Assert.Equal("0", stage.Good("$Error.Count").Output.Single().ToString());
    }

    [Fact]
    public async Task A_Dify_that_fails_gives_nothing_and_is_asked_again()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$null = Invoke-DifyChat cat one; $Error.Clear()");
        using (stage.Dify.Faults.Add(new Fault { Path = "/conversations", Status = 500 }))
            Assert.Empty(stage.Texts("Get-DifyMessage cat "));
        Assert.Equal("one", Titles(stage, "Get-DifyMessage cat "));
        Assert.Equal("0", stage.Good("$Error.Count").Output.Single().ToString());
    }

    private static string Id(Stage stage, string script) => stage.Good(script).Output.Single().ToString();

    private static string Titles(Stage stage, string typed) =>
        string.Join(",", stage.Complete(typed).Select(one => one.ListItemText.Split(" (")[0]));
}
