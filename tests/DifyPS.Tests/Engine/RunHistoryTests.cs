using System;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Past runs, runs under way, and tasks that are to stop.</summary>
public sealed class RunHistoryTests
{
    [Fact]
    public async Task The_log_lists_runs_and_they_flow_on()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic").Script = new ChatScript { FailFor = ["bad"] });
        stage.Run("'one', 'bad', 'three' | Invoke-DifyWorkflow triage");
        var all = stage.Good("Get-DifyWorkflowLog triage").Output.Select(o => (DifyWorkflowLog)o.BaseObject).ToList();
        Assert.Equal(["succeeded", "failed", "succeeded"], all.Select(l => l.Status));
        Assert.All(all, log => Assert.Equal(("triage", "alice"), (log.App, log.User)));
        var failed = (DifyWorkflowRun)
            stage.Good("Get-DifyWorkflowLog triage -Status Failed | Get-DifyWorkflowRun").Output.Single().BaseObject;
        Assert.Equal("failed", failed.Status);
        Assert.Equal("bad", failed.Inputs!.Properties["topic"].Value);
        Assert.Single(stage.Good("Get-DifyWorkflowLog triage three").Output);
        Assert.Empty(stage.Good("Get-DifyWorkflowLog triage -User bob").Output);
        Assert.Empty(stage.Good("Get-DifyWorkflowLog triage -After ([DateTimeOffset]::Now.AddHours(1))").Output);
        Assert.Equal(3, stage.Good("Get-DifyWorkflowLog triage -Before ([DateTimeOffset]::Now.AddHours(1))").Output.Count);
        stage.Bad(
            "Get-DifyWorkflowLog triage -After ([DateTimeOffset]::Now) -Before ([DateTimeOffset]::Now.AddHours(-1))",
            "InvalidArgument"
        );
    }

    [Fact]
    public async Task The_log_is_read_only_as_far_as_somebody_reads()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic"));
        stage.Good("1..230 | ForEach-Object { \"$_\" } | Invoke-DifyWorkflow triage | ForEach-Object { }");
        stage.ForgetRequests();
        Assert.Equal(230, stage.Good("Get-DifyWorkflowLog triage").Output.Count);
        Assert.Equal(3, stage.Requests.Count(r => r.Path == "/workflows/logs"));
        stage.ForgetRequests();
        Assert.Equal(5, stage.Good("Get-DifyWorkflowLog triage -First 5").Output.Count);
        Assert.Equal("5", stage.Requests.Single(r => r.Path == "/workflows/logs").Query["limit"]);
        stage.ForgetRequests();
        stage.Run("$n = 0; Get-DifyWorkflowLog triage | ForEach-Object { if (++$n -eq 3) { throw 'enough' } }");
        Assert.Single(stage.Requests, r => r.Path == "/workflows/logs");
    }

    [Theory]
    [InlineData("workflow", "Invoke-DifyWorkflow cat", "/workflows/tasks/{0}/stop")]
    [InlineData("chat", "Invoke-DifyChat cat hi", "/chat-messages/{0}/stop")]
    [InlineData("completion", "Invoke-DifyCompletion cat", "/completion-messages/{0}/stop")]
    public async Task A_task_is_stopped_by_the_route_of_its_mode(string mode, string command, string route)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", mode);
        stage.Good($"$result = {command}");
        var task = stage.Good("$result.TaskId").Output.Single().ToString();
        stage.Good("$result | Stop-DifyTask -WhatIf");
        Assert.DoesNotContain(stage.Requests, r => r.Path.EndsWith("/stop", StringComparison.Ordinal));
        stage.Good("$result | Stop-DifyTask");
        var request = stage.Requests.Last();
        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, route, task), request.Path);
        Assert.Equal("alice", (string?)request.Json!["user"]);
    }

    [Fact]
    public async Task A_binding_that_was_never_verified_asks_for_the_mode_before_it_stops_anything()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat", "workflow");
        stage.Good("Register-DifyApp cat $catKey -Server $server -NoVerify; Stop-DifyTask cat some-task");
        Assert.Equal(["/info", "/workflows/tasks/some-task/stop"], stage.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task A_text_generator_writes_and_its_text_flows()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Writer", "completion", app => app.AddInput("paragraph", "topic", required: true));
        var text = (DifyCompletion)stage.Good("'mice' | Invoke-DifyCompletion writer").Output.Single().BaseObject;
        Assert.Contains("mice", text.Answer);
        Assert.Equal(text.Answer, text.ToString());
        Assert.True(Guid.TryParse(text.MessageId, out _));
        Assert.Equal("succeeded", text.Status);
        Assert.True(text.Usage!.TotalTokens > 0);
        stage.Good("Invoke-DifyCompletion writer -Inputs @{ topic = 'x' } -Query 'legacy'");
        Assert.Equal("legacy", (string?)stage.Requests.Last().Json!["query"]);
        stage.Good("'mice' | Invoke-DifyCompletion writer | Send-DifyFeedback -Rating Dislike -Text 'too long'");
        Assert.Equal("too long", (string?)stage.Good("Get-DifyFeedback writer").Output.Single().Properties["Text"]?.Value);
        Assert.Contains("writer · ", stage.Shell.Show("Invoke-DifyCompletion writer -Inputs @{ topic = 'x' } -Stream").Text);
    }

    [Fact]
    public async Task Another_users_run_cannot_be_joined()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow");
        stage.Good("$result = Invoke-DifyWorkflow triage");
        stage.Bad("$result | Receive-DifyWorkflowEvent -User bob", "not_found");
        stage.Bad("Get-DifyWorkflowRun triage 00000000-0000-4000-8000-000000000000", "not_found");
        stage.Bad("Receive-DifyWorkflowEvent triage 00000000-0000-4000-8000-000000000000 -AsResult", "not_found");
    }
}
