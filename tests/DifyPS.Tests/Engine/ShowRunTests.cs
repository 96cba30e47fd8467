using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Output.Display;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>A run's nodes: of results, of events, and of runs that are named.</summary>
public sealed class ShowRunTests
{
    private static readonly Action<SimulatedApp> Slow = app =>
        app.Script = new ChatScript
        {
            Answer = "one two three",
            Delay = TimeSpan.FromMilliseconds(40),
            Retries = 2,
            Iterations = [new("Each", 2)],
            Loops = [new("Again", 1)],
        };

    [Fact]
    public async Task A_result_shows_its_nodes_with_times_tokens_tries_and_rounds()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Slow);
        stage.Good("$result = Invoke-DifyWorkflow triage");
        stage.ForgetRequests();
        var nodes = stage.Good("$result | Show-DifyWorkflowRun").Output.Select(o => (DifyWorkflowNode)o.BaseObject).ToList();
        // What is there already is not asked for.
        Assert.Empty(stage.Requests);
        Assert.Equal(
            ["Start 0", "Each 0", "Code 1", "Code 1", "Again 0", "Code 1", "LLM 0", "End 0"],
            nodes.Select(node => $"{node.Title} {node.Depth}")
        );
        Assert.Equal([1, 2, 1], nodes.Where(node => node.Depth == 1).Select(node => node.Round));
        Assert.Equal([2, 1], nodes.Where(node => node.Rounds is not null).Select(node => node.Rounds));
        var llm = nodes.Single(node => node.Type == "llm");
        Assert.Equal((3L, 0.000006m, "USD", 2), (llm.Tokens!.Value, llm.Cost!.Value, llm.Currency!, llm.Retries));
        Assert.Equal(["The model did not answer.", "The model did not answer."], llm.RetryErrors);
        Assert.Null(nodes[0].Tokens);
        Assert.All(nodes, node => Assert.Equal(("triage", "succeeded"), (node.App, node.Status)));
        Assert.Equal(nodes.Select(node => node.Start), nodes.Select(node => node.Start).Order());
        // Heard while it went on, it is known better than to the second.
        Assert.False(llm.IsStartApproximate);
        Assert.InRange((llm.Start - nodes[0].Start).TotalMilliseconds, 300, 30_000);
        Assert.InRange(llm.Start + llm.Elapsed!.Value, llm.Start, llm.Run.Length + TimeSpan.FromMilliseconds(200));
    }

    [Theory]
    [InlineData("Invoke-DifyWorkflow triage -AsEvent | Show-DifyWorkflowRun")]
    [InlineData("$events = Invoke-DifyWorkflow triage -AsEvent; $events | Show-DifyWorkflowRun")]
    public async Task Events_show_what_the_result_shows(string script)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Slow);
        var nodes = stage.Good(script).Output.Select(o => (DifyWorkflowNode)o.BaseObject).ToList();
        Assert.Equal(8, nodes.Count);
        Assert.Single(nodes.Select(node => node.RunId).Distinct());
        Assert.All(nodes, node => Assert.False(node.IsStartApproximate));
        Assert.InRange((nodes[6].Start - nodes[0].Start).TotalMilliseconds, 300, 30_000);
    }

    [Fact]
    public async Task A_chatflow_has_nodes_too_and_a_chat_has_none()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Flow", "advanced-chat", app => app.Script = new ChatScript { Failure = "Out of tokens." });
        stage.Register("Cat");
        var result = stage.Run("Invoke-DifyChat flow hi -ErrorAction SilentlyContinue | Show-DifyWorkflowRun");
        var llm = result.Output.Select(o => (DifyWorkflowNode)o.BaseObject).Single(node => node.Type == "llm");
        Assert.Equal(("failed", "Out of tokens."), (llm.Status, llm.Error));
        Assert.Contains("1 failed", TimelineView.Summary(llm));
        stage.Bad("Invoke-DifyChat cat hi | Show-DifyWorkflowRun", "AppModeMismatch");
    }

    [Fact]
    public async Task A_run_under_way_is_followed_to_its_pause()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Approver", "workflow", app => app.Script = new ChatScript { Pause = new SimulatedForm() });
        stage.Good("$run = (Invoke-DifyWorkflow approver).RunId");
        stage.ForgetRequests();
        var nodes = stage.Good("Show-DifyWorkflowRun approver $run").Output.Select(o => (DifyWorkflowNode)o.BaseObject).ToList();
        Assert.Equal(["start succeeded", "human-input running"], nodes.Select(node => $"{node.Type} {node.Status}"));
        Assert.EndsWith("/events", stage.Requests.Single().Path);
    }

    [Theory]
    [InlineData("Show-DifyWorkflowRun triage $run", "RunNodesGone")]
    [InlineData("Get-DifyWorkflowLog triage | Show-DifyWorkflowRun", "RunNodesGone")]
    [InlineData("Show-DifyWorkflowRun triage", "RunMissing")]
    [InlineData("Show-DifyWorkflowRun triage 00000000-0000-0000-0000-000000000000", "not_found")]
    [InlineData("Show-DifyWorkflowRun nobody $run", "AppNotFound")]
    [InlineData("Show-DifyWorkflowRun cat $run", "AppModeMismatch")]
    public async Task What_cannot_be_shown_says_why(string script, string id)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow");
        stage.Register("Cat");
        stage.Good("$run = (Invoke-DifyWorkflow triage).RunId");
        var error = stage.Bad(script, id);
        if (id is "RunNodesGone" or "RunMissing")
            Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task The_page_is_written_when_it_may_be_and_known_to_fail_before_anything_is_sent()
    {
        await using var stage = await Stage.SetAsync();
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        stage.Register("Triage", "workflow");
        var path = Path.Combine(stage.Folder, "run.html");
        stage.Good("$result = Invoke-DifyWorkflow triage; $null = $result | Show-DifyWorkflowRun -Html run.html -WhatIf");
        Assert.False(File.Exists(path));
        // Two runs, one page; the objects come all the same.
        Assert.Equal(6, stage.Good("$result, (Invoke-DifyWorkflow triage) | Show-DifyWorkflowRun -Html run.html").Output.Count);
        Assert.Contains("<h1>2 runs</h1>", File.ReadAllText(path));
        stage.ForgetRequests();
        stage.Bad("Show-DifyWorkflowRun triage $result.RunId -Html run.html -NoClobber", "FileExists");
        Assert.Empty(stage.Requests);
    }
}
