using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Tokens, cost, latency and failures, per app and day.</summary>
public sealed class UsageTests
{
    private static readonly DateTimeOffset Noon = new(new DateTime(2026, 1, 10, 12, 0, 0, DateTimeKind.Local));

    [Fact]
    public async Task A_workflow_is_measured_by_its_log_day_by_day_and_for_all_users()
    {
        await using var stage = await Stage.SetAsync();
        var clock = At(stage, Noon);
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "text").Script = new ChatScript
        {
            Answer = "one two",
            Failure = "No.",
            FailFor = ["bad"],
        });
        stage.Good(
            "$null = Invoke-DifyWorkflow triage; $null = Invoke-DifyWorkflow triage -User bob; $null = Invoke-DifyWorkflow triage -Inputs @{ text = 'bad' } -ErrorAction SilentlyContinue"
        );
        clock.Advance(TimeSpan.FromDays(2));
        stage.Good("$null = Invoke-DifyWorkflow triage");
        stage.ForgetRequests();
        var usage = Measure(stage, "Measure-DifyUsage triage -After 2026-01-01");
        Assert.All(stage.Requests, request => Assert.EndsWith("/workflows/logs", request.Path));
        Assert.Equal(
            ["2026-01-10 3 1 Log", "2026-01-12 1 0 Log"],
            usage.Select(day => FormattableString.Invariant($"{day.Day:yyyy-MM-dd} {day.Runs} {day.Failed} {day.Source}"))
        );
        Assert.True(usage[0].Tokens >= 4);
        Assert.Equal(1 / 3.0, usage[0].FailureRate, 6);
        Assert.NotNull(usage[0].LatencyP50);
        // The log has no prices, and no tokens apart.
        Assert.Equal((null, null, 3L), (usage[0].Cost, usage[0].PromptTokens, usage[0].Unpriced));
        Assert.Equal([1, 0], Measure(stage, "Measure-DifyUsage triage -After 2026-01-01 -User bob").Select(day => day.Runs).Append(0));
        Assert.Equal([3, 1], Measure(stage, "Measure-DifyUsage triage -After 2026-01-01 -User bob, alice, bob").Select(day => day.Runs));
        Assert.Equal(["12"], Measure(stage, "Measure-DifyUsage triage -After '2026-01-11'").Select(day => day.Day.Day.ToString()));
        Assert.Equal(["10"], Measure(stage, "Measure-DifyUsage triage -Before '2026-01-11'").Select(day => day.Day.Day.ToString()));
        // Thirty days are the usual, and those are over.
        Assert.Empty(Measure(stage, "Measure-DifyUsage triage"));
    }

    [Fact]
    public async Task A_chat_is_measured_by_the_messages_of_its_users_with_prices()
    {
        await using var stage = await Stage.SetAsync();
        var clock = At(stage, Noon);
        stage.Register("Cat", configure: app => app.Script = new ChatScript { Answer = "one two three" });
        stage.Good("$null = Invoke-DifyChat cat 'too old'");
        clock.Advance(TimeSpan.FromDays(1));
        stage.Good(
            "$first = Invoke-DifyChat cat 'a b'; $null = $first | Invoke-DifyChat -Message 'c d e'; $null = Invoke-DifyChat cat 'x' -User bob"
        );
        clock.Advance(TimeSpan.FromDays(1));
        stage.Good("$null = $first | Invoke-DifyChat -Message 'f'");
        var usage = Measure(stage, "Measure-DifyUsage cat -After '2026-01-11'");
        Assert.Equal(["11 2 Messages", "12 1 Messages"], usage.Select(day => $"{day.Day.Day} {day.Runs} {day.Source}"));
        Assert.Equal(
            (11L, 5L, 6L, 0.000017m, "USD", 0L),
            (
                usage[0].Tokens!.Value,
                usage[0].PromptTokens!.Value,
                usage[0].AnswerTokens!.Value,
                usage[0].Cost!.Value,
                usage[0].Currency!,
                usage[0].Unpriced
            )
        );
        Assert.Equal(3, Measure(stage, "Measure-DifyUsage cat -After '2026-01-11' -User alice, bob")[0].Runs);
        // A conversation in which nothing was said since is not opened.
        stage.ForgetRequests();
        Measure(stage, "Measure-DifyUsage cat -After '2026-01-12'");
        Assert.Equal(["/conversations", "/messages"], stage.Requests.Select(request => request.Path[request.Path.LastIndexOf('/')..]));
    }

    [Fact]
    public async Task A_chatflow_is_measured_either_way()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Flow", "advanced-chat");
        stage.Good("$null = Invoke-DifyChat flow hi; $null = Invoke-DifyChat flow hi -User bob");
        var log = Measure(stage, "Measure-DifyUsage flow").Single();
        Assert.Equal(("Log", 2L, null), (log.Source, log.Runs, log.Cost));
        Assert.Equal(DateTime.Today, log.Day);
        var messages = Measure(stage, "Measure-DifyUsage flow -FromMessage").Single();
        Assert.Equal(("Messages", 1L), (messages.Source, messages.Runs));
        Assert.True(messages.Cost > 0);
    }

    [Fact]
    public async Task Apps_come_by_wildcards_and_pipelines_once_each()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Triage", "workflow");
        stage.Register("Writer", "completion");
        stage.Good("$null = Invoke-DifyChat cat hi; $null = Invoke-DifyWorkflow triage");
        foreach (var script in new[] { "Measure-DifyUsage", "Get-DifyApp | Measure-DifyUsage", "Measure-DifyUsage c*, t*, cat" })
        {
            var result = stage.Good(script + " -WarningVariable told");
            Assert.Equal(["cat", "triage"], result.Output.Select(o => ((DifyUsage)o.BaseObject).App));
        }
    }

    [Fact]
    public async Task What_Dify_does_not_tell_is_said()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Writer", "completion");
        // Whoever names the app has an error; a wildcard leaves it out with a warning.
        stage.Bad("Measure-DifyUsage writer", "AppModeMismatch");
        Assert.Contains(
            "'writer' was left out",
            stage
                .Good("$null = Measure-DifyUsage w* -WarningVariable told -WarningAction SilentlyContinue; \"$told\"")
                .Output.Single()
                .ToString()
        );
        stage.Bad("Measure-DifyUsage nobody", "AppNotFound");
        stage.Bad("Measure-DifyUsage writer -After 2026-02-01 -Before 2026-01-01", "InvalidArgument");
    }

    [Fact]
    public async Task Long_lists_are_read_to_their_end()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow");
        stage.Good("$null = 1..230 | ForEach-Object { @{ n = $_ } } | Invoke-DifyWorkflow triage -ThrottleLimit 8");
        stage.ForgetRequests();
        var usage = Measure(stage, "Measure-DifyUsage triage");
        Assert.Equal(230, usage.Sum(day => day.Runs));
        Assert.Equal(3, stage.Requests.Count);
    }

    [Fact]
    public async Task The_page_is_written_besides()
    {
        await using var stage = await Stage.SetAsync();
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        stage.Register("Triage", "workflow");
        stage.Good("$null = Invoke-DifyWorkflow triage; $null = Measure-DifyUsage -Html usage.html -WhatIf");
        Assert.False(File.Exists(Path.Combine(stage.Folder, "usage.html")));
        Assert.Single(stage.Good("Measure-DifyUsage -Html usage.html").Output);
        Assert.Contains("0 of 1 failed", File.ReadAllText(Path.Combine(stage.Folder, "usage.html")));
        stage.Bad("Measure-DifyUsage -Html usage.html -NoClobber", "FileExists");
    }

    private static IReadOnlyList<DifyUsage> Measure(Stage stage, string script) =>
        [.. stage.Good(script).Output.Select(o => (DifyUsage)o.BaseObject)];

    private static FakeTimeProvider At(Stage stage, DateTimeOffset time)
    {
        var clock = new FakeTimeProvider(time);
        stage.Dify.State.Time = clock;
        return clock;
    }
}
