using System;
using System.Collections.Generic;
using System.Linq;
using DifyPS.Output.Display;
using DifyPS.Runs.Timeline;
using DifyPS.Tests.Support.Pages;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>When the nodes of a run began, what is inside of what, and what it comes to.</summary>
public sealed class RunTimelineTests
{
    [Fact]
    public void Nodes_follow_each_other_though_Dify_tells_whole_seconds()
    {
        // Whoever hears of all at once learns nothing from the moments.
        var run = new SampleRun()
            .Started()
            .Node("a", "start", "A", 0, 0.1)
            .Node("b", "llm", "B", 0, 0.5, "a")
            .Node("c", "code", "C", 0, 0.2, "b")
            .Node("d", "end", "D", 2, 0.1, "c")
            .Finished("succeeded", 2.6)
            .Timeline();
        Assert.Equal([0, 100, 600, 2000], run.Nodes.Select(node => Math.Round(node.Start.TotalMilliseconds / 20) * 20));
        Assert.True(run.Nodes[2].IsStartApproximate);
        Assert.Equal(2.6, run.Length.TotalSeconds, 3);
    }

    [Fact]
    public void No_node_is_pushed_out_of_the_second_that_Dify_told()
    {
        var run = new SampleRun().Started().Node("a", "llm", "A", 0, 30).Node("b", "llm", "B", 1, 1, "a").Timeline();
        Assert.InRange(run.Nodes[1].Start.TotalSeconds, 1, 2);
    }

    [Fact]
    public void Branches_lie_side_by_side_and_rounds_inside()
    {
        var run = SampleRun.Full();
        Assert.Equal(
            [
                "Start 0",
                "Knowledge Retrieval 0",
                "Weather 0",
                "Each 0",
                "Answer 1 #1",
                "Tidy 1 #1",
                "Answer 1 #2",
                "Tidy 1 #2",
                "Send 0",
                "Review 0",
            ],
            run.Nodes.Select(node =>
                $"{(node.Title == "Knowledge Retrieval" ? node.Title : node.Title!.Split(' ')[0])} {node.Depth}{(node.Round is { } round ? $" #{round}" : "")}"
            )
        );
        Assert.InRange(run.Nodes[2].Start.TotalSeconds, 0, 0.05);
        Assert.Equal(3.2, run.Nodes[2].Elapsed!.Value.TotalSeconds);
        Assert.Equal(2, run.Nodes[3].Rounds);
    }

    [Fact]
    public void Sums_are_those_of_the_nodes()
    {
        var run = SampleRun.Full();
        Assert.Equal((2184, 0.0232m, 1, 2), (run.Tokens, run.Costs["USD"], run.Failed, run.Retries));
        Assert.Equal(
            ["The model is overloaded.", "The model is overloaded, still."],
            run.Nodes.Single(node => node.Retries > 0).RetryErrors
        );
        var mail = run.Nodes.Single(node => node.NodeId == "mail");
        Assert.Equal("failed", mail.Status);
        Assert.StartsWith("550 5.1.1", mail.Error);
        Assert.Null(mail.Tokens);
        Assert.Null(mail.Cost);
    }

    [Fact]
    public void A_node_that_has_not_ended_goes_as_far_as_the_run_does()
    {
        var run = SampleRun.Full();
        var form = run.Nodes[^1];
        Assert.Equal("running", form.Status);
        Assert.Null(form.Elapsed);
        Assert.Equal(run.Length, form.Facts.End);
    }

    [Fact]
    public void Several_runs_stay_apart_and_events_of_none_are_passed_over()
    {
        var runs = new EventRuns();
        var (one, other) = (
            new SampleRun("1").Started().Node("a", "llm", "A", 0, 1).Events().ToList(),
            new SampleRun("2").Started().Node("b", "llm", "B", 0, 1).Events().ToList()
        );
        for (var i = 0; i < one.Count; i++)
        {
            runs.Add(one[i]);
            runs.Add(other[i]);
        }

        runs.Add(new DifyStreamEvent("cat", "alice", Dify.Client.Streaming.DifyEvent.Parse("{\"event\":\"message\",\"answer\":\"x\"}")));
        Assert.Equal(["1 A", "2 B"], runs.Build().Select(run => $"{run.RunId} {run.Nodes.Single().Title}"));
    }

    [Fact]
    public void An_error_in_the_stream_is_that_of_the_run()
    {
        var runs = new EventRuns();
        foreach (var item in new SampleRun("1").Started().Begin("a", "llm", "A", 0).Events())
            runs.Add(item);
        runs.Add(
            new DifyStreamEvent(
                "triage",
                "alice",
                Dify.Client.Streaming.DifyEvent.Parse(
                    "{\"event\":\"error\",\"workflow_run_id\":\"1\",\"code\":\"x\",\"message\":\"No quota.\",\"status\":400}"
                )
            )
        );
        var run = runs.Build().Single();
        Assert.Equal(("failed", "No quota."), (run.Status, run.Error));
    }

    [Theory]
    [InlineData("\"total_price\":0.5,\"currency\":\"USD\",\"total_tokens\":7", 0.5, 7)]
    [InlineData("\"total_price\":\"0.50\",\"currency\":\"USD\",\"total_tokens\":7", 0.5, 7)]
    [InlineData("\"total_price\":null,\"currency\":null,\"total_tokens\":null", null, null)]
    [InlineData("\"total_price\":\"much\",\"total_tokens\":\"many\"", null, null)]
    public void Prices_are_numbers_or_text(string metadata, double? price, int? tokens)
    {
        var runs = new EventRuns();
        runs.Add(
            new DifyStreamEvent(
                "cat",
                "alice",
                Dify.Client.Streaming.DifyEvent.Parse(
                    "{\"event\":\"node_finished\",\"workflow_run_id\":\"1\",\"data\":{\"id\":\"a\",\"title\":\"A\",\"status\":\"succeeded\",\"elapsed_time\":1,\"execution_metadata\":{"
                        + metadata
                        + "}}}"
                )
            )
        );
        var node = runs.Build().Single().Nodes.Single();
        Assert.Equal(((decimal?)price, (long?)tokens), (node.Cost, node.Tokens));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(500)]
    public void Bars_fit_their_column_and_failures_need_no_colour(int width)
    {
        var run = SampleRun.Full("Evil \u001b[31m\u0007 title");
        var bars = run.Nodes.Select(node => TimelineView.Bar(node, width)).ToList();
        var room = Math.Min(160, Math.Max(8, (width == 0 ? 120 : width) - 65));
        Assert.All(bars, bar => Assert.InRange(bar.Length, 1, room));
        Assert.Contains(bars, bar => bar.Length == room);
        Assert.Matches("^ *▒+$", bars[8]);
        Assert.Matches("^ *░+$", bars[9]);
        Assert.Matches("^ *─+$", bars[3]);
        Assert.DoesNotContain(run.Nodes.Select(TimelineView.Title), title => title.Contains('\u001b') || title.Contains('\u0007'));
        Assert.StartsWith("triage · ", TimelineView.Summary(run.Nodes[0]));
        Assert.Contains("10 nodes · 1 failed · 2 retries · 2,184 tokens · 0.0232 USD", TimelineView.Summary(run.Nodes[0]));
    }
}
