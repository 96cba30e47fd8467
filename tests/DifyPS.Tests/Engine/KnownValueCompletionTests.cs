using System;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Completion;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Tab for what an app knows: asked of Dify, in time or not at all, and remembered for a minute.</summary>
public sealed class KnownValueCompletionTests : IDisposable
{
    // Generous to a busy machine; what is measured on a quiet one stands in the Pester suite.
    private static readonly TimeSpan WellInTime = TimeSpan.FromSeconds(10);

    private DateTime _now = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public KnownValueCompletionTests()
    {
        TabMemory.Clear();
        TabMemory.Clock = () => _now;
    }

    public void Dispose() => TabMemory.Clock = static () => DateTime.UtcNow;

    [Fact]
    public async Task Conversations_complete_by_id_and_by_title()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var trip = Id(stage, "(Invoke-DifyChat cat 'A trip to Bonn').ConversationId");
        var food = Id(stage, "(Invoke-DifyChat cat 'Food for 猫 \u001b[31mred').ConversationId");
        Assert.Equal($"{food},{trip}", Patient(stage, "Invoke-DifyChat cat hi -ConversationId "));
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
        Assert.Equal(annotation, Patient(stage, "Remove-DifyAnnotation cat "));
        stage.Good($"Set-DifyAnnotation cat {annotation} 'Who is it?'");
        Assert.Equal(annotation, Patient(stage, "Remove-DifyAnnotation cat "));
        Assert.StartsWith("Who is it?", stage.Complete("Remove-DifyAnnotation cat ")[0].ToolTip, StringComparison.Ordinal);
        stage.Good($"Remove-DifyAnnotation cat {annotation}");
        Assert.Empty(stage.Texts("Remove-DifyAnnotation cat "));

        // By a call of another kind, too.
        annotation = Id(stage, "(Add-DifyAnnotation cat 'Who are you?' 'A cat.').AnnotationId");
        Assert.Equal(annotation, Patient(stage, "Remove-DifyAnnotation cat "));
        stage.Good($"Invoke-DifyRestMethod cat apps/annotations/{annotation} -Method Delete");
        Assert.Empty(stage.Texts("Remove-DifyAnnotation cat "));
    }

    [Fact]
    public async Task What_was_only_read_refused_or_declined_is_offered_as_before()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var annotation = Id(stage, "(Add-DifyAnnotation cat 'Who are you?' 'A cat.').AnnotationId");
        Assert.Equal(annotation, Patient(stage, "Remove-DifyAnnotation cat "));
        using (stage.Dify.Faults.Add(new Fault { Path = "/apps/annotations/" + annotation, Status = 400, Code = "invalid_param", Message = "no", Method = "PUT", Count = 1 }))
            stage.Bad($"Set-DifyAnnotation cat {annotation} x y", "invalid_param");
        stage.Good($"Get-DifyAnnotation cat; Get-DifyAppInfo cat; Get-DifyConversation cat; Remove-DifyAnnotation cat {annotation} -WhatIf; Invoke-DifyRestMethod cat info");
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
        Assert.Equal(message, Patient(stage, "Send-DifyFeedback cat where"));
        Assert.Equal(message, Patient(stage, $"Get-DifySuggestedQuestion cat -ConversationId {Id(stage, "$reply.ConversationId")} -MessageId "));
        Assert.StartsWith("Where is it?", stage.Complete("Send-DifyFeedback cat ").Single().ToolTip, StringComparison.Ordinal);

        var run = Id(stage, "($result = Invoke-DifyWorkflow wf).RunId");
        Assert.Equal(run, Patient(stage, "Get-DifyWorkflowRun wf "));
        Assert.StartsWith("succeeded, 20", stage.Complete("Receive-DifyWorkflowEvent wf succ").Single().ToolTip, StringComparison.Ordinal);
        Assert.Equal(Id(stage, "$result.WorkflowId"), Patient(stage, "Invoke-DifyWorkflow wf -WorkflowId "));

        var annotation = Id(stage, "(Add-DifyAnnotation cat 'Who are you?' 'A cat.').AnnotationId");
        Assert.Equal(annotation, Patient(stage, "Remove-DifyAnnotation cat who"));

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
        Patient(stage, "Get-DifyMessage cat ");
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
        Patient(stage, "Get-DifyMessage cat ");
        _now += TabMemory.Life + TimeSpan.FromSeconds(1);
        stage.ForgetRequests();
        using (stage.Dify.Faults.Add(new Fault { Path = "/conversations", Latency = TimeSpan.FromSeconds(3), Count = 1 }))
        {
            var watch = Stopwatch.StartNew();
            Assert.Empty(stage.Texts("Get-DifyMessage cat "));
            Assert.True(watch.Elapsed > TimeSpan.FromMilliseconds(250));
            Assert.False(stage.Requests.Single().Completed);
            await stage.Dify.Requests.WaitForAsync(one => one.Path.EndsWith("/conversations", StringComparison.Ordinal) && one.Completed, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.Equal("one", Titles(stage, "Get-DifyMessage cat "));
            Assert.Single(stage.Requests);
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
        DifyPS.Binding.KeyCache.Clear();
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

    // A machine that is busy with other things may miss the limit; the next Tab has the answer.
    private static string Patient(Stage stage, string typed)
    {
        var watch = Stopwatch.StartNew();
        string texts;
        do
            texts = stage.Texts(typed);
        while (texts.Length == 0 && watch.Elapsed < WellInTime);
        return texts;
    }

    private static string Titles(Stage stage, string typed)
    {
        Patient(stage, typed);
        return string.Join(",", stage.Complete(typed).Select(one => one.ListItemText.Split(" (")[0]));
    }
}
