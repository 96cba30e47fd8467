using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Many items at once: as many as asked for, each once, whatever the server says.</summary>
public sealed class BatchTests
{
    [Theory]
    [InlineData("Invoke-DifyWorkflow", "workflow")]
    [InlineData("Invoke-DifyCompletion", "completion")]
    [InlineData("Invoke-DifyChat", "chat")]
    public async Task Items_run_side_by_side_and_no_more_than_asked_for(string cmdlet, string mode)
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Cat", mode, app =>
            (mode == "chat" ? app : app.AddInput("text-input", "topic")).Script = new ChatScript
            {
                Duration = TimeSpan.FromMilliseconds(150),
            }
        );
        var results = stage.Good($"1..20 | ForEach-Object {{ \"item $_\" }} | {cmdlet} cat -ThrottleLimit 5").Output;
        Assert.Equal(20, results.Count);
        Assert.Equal(20, results.Select(r => r.ToString()).Distinct().Count());
        Assert.InRange(MostAtOnce(app.Runs), 2, 5);
    }

    [Fact]
    public async Task Ordered_output_keeps_the_order_of_input()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "chat", app => app.Script = new ChatScript
        {
            Reply = run =>
            {
                // The first of each round takes longest.
                Thread.Sleep(int.Parse(run.Query, System.Globalization.CultureInfo.InvariantCulture) % 5 == 0 ? 120 : 1);
                return "echo " + run.Query;
            },
        });
        var answers = stage
            .Good("0..29 | ForEach-Object { \"$_\" } | Invoke-DifyChat cat -ThrottleLimit 6 -Ordered")
            .Output.Select(o => o.ToString());
        Assert.Equal(Enumerable.Range(0, 30).Select(n => $"echo {n}"), answers);
    }

    [Fact]
    public async Task Errors_belong_to_their_items_and_the_summary_counts_them()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app =>
            app.AddInput("text-input", "topic", required: true).Script = new ChatScript { FailFor = ["bad"] }
        );
        var result = stage.Run(
            "[pscustomobject] @{ topic = 'a' }, [pscustomobject] @{ topic = 'bad' }, [pscustomobject] @{ other = 1 }, [pscustomobject] @{ topic = 'b' } | Invoke-DifyWorkflow triage -ThrottleLimit 4 -Summary"
        );
        var summary = (DifyBatchSummary)result.Output[^1].BaseObject;
        Assert.Equal((2, 2, 0, 0), ((int)summary.Succeeded, (int)summary.Failed, (int)summary.Skipped, (int)summary.Left));
        Assert.Equal(["InvalidInputs", "WorkflowFailed"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]).Order());
        Assert.Equal(3, result.Output.Count(o => o.BaseObject is DifyWorkflowResult));
    }

    [Fact]
    public async Task A_busy_server_slows_the_batch_and_every_item_comes_through_once()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic"));
        using (stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Error, Path = "/workflows/run", Status = 429, Chance = 0.4, Seed = 7 }))
            Assert.Equal(60, stage.Good("1..60 | ForEach-Object { \"$_\" } | Invoke-DifyWorkflow triage -ThrottleLimit 16").Output.Count);
        Assert.All(app.Ledger.By("topic").Values, count => Assert.Equal(1, count.Succeeded));
        Assert.Equal(60, app.Ledger.Total.Started);
    }

    [Theory]
    [InlineData("text/html", "<html><head><title>Access denied</title></head><body>error code: 1015</body></html>")]
    [InlineData("text/html", "<html><head><title>429 Too Many Requests</title></head><body><center>nginx</center></body></html>")]
    [InlineData("application/json", "{\"message\":\"API rate limit exceeded\"}")]
    public async Task A_gateway_that_refuses_slows_the_batch_as_Dify_does(string type, string body)
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic"));
        var refusal = new Fault
        {
            Kind = FaultKind.Error,
            Path = "/workflows/run",
            Status = 429,
            Body = body,
            ContentType = type,
            RetryAfter = 0,
            Count = 25,
        };
        using (stage.Dify.Faults.Add(refusal))
            Assert.Equal(5, stage.Good("1..5 | ForEach-Object { \"$_\" } | Invoke-DifyWorkflow triage -ThrottleLimit 3").Output.Count);
        Assert.All(app.Ledger.By("topic").Values, count => Assert.Equal(1, count.Started));
    }

    [Theory]
    [InlineData("chat", "Invoke-DifyChat cat hi", "/chat-messages")]
    [InlineData("completion", "Invoke-DifyCompletion cat", "/completion-messages")]
    [InlineData("workflow", "Invoke-DifyWorkflow cat", "/workflows/run")]
    [InlineData(
        "chat",
        "Invoke-DifyRestMethod cat chat-messages -Body @{ query = 'hi'; inputs = @{}; user = 'alice'; response_mode = 'blocking' }",
        "/chat-messages"
    )]
    public async Task A_single_call_that_a_gateway_refused_has_its_turn_too(string mode, string command, string path)
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Cat", mode);
        using var fault = stage.Dify.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Error,
                Path = path,
                Status = 429,
                Body = "<h1>Busy</h1>",
                RetryAfter = 0,
                Count = 2,
            }
        );
        Assert.Single(stage.Good(command).Output);
        Assert.Equal(3, stage.Requests.Count(r => r.Path == path));
    }

    [Fact]
    public async Task A_server_that_wants_to_be_left_alone_for_long_ends_the_taking_of_items()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic"));
        using var fault = stage.Dify.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Error,
                Path = "/workflows/run",
                Status = 429,
                Body = "<h1>Busy</h1>",
                RetryAfter = 7200,
            }
        );
        var result = stage.Run("1..50 | ForEach-Object { \"$_\" } | Invoke-DifyWorkflow triage -ThrottleLimit 2 -Summary");
        var summary = (DifyBatchSummary)result.Output.Single().BaseObject;
        Assert.Equal(50, summary.Total);
        Assert.True(summary.Left >= 40, summary.ToString());
        Assert.Contains(result.Errors, e =>
            e.FullyQualifiedErrorId.StartsWith("http_429", StringComparison.Ordinal)
            && e.ErrorDetails.RecommendedAction.Contains("7200 seconds")
        );
        Assert.Contains(
            $"{summary.Left} were not begun",
            result.Errors.Single(e => e.FullyQualifiedErrorId.StartsWith("ServerBusy", StringComparison.Ordinal)).Exception.Message
        );
        Assert.Equal(0, app.Ledger.Total.Started);
    }

    [Theory]
    [InlineData("Invoke-DifyChat cat hi")]
    [InlineData("'a', 'b', 'c' | Invoke-DifyChat cat -ThrottleLimit 2")]
    public async Task Stopping_ends_the_wait_for_a_server_that_asks_for_one(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        using var fault = stage.Dify.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Error,
                Path = "/chat-messages",
                Status = 429,
                Body = "<h1>Busy</h1>",
                RetryAfter = 95,
            }
        );
        using var shell = stage.Shell.NewShell();
        shell.AddScript(command);
        var running = shell.BeginInvoke();
        await stage.Dify.Requests.WaitForAsync(
            r => r.Path == "/chat-messages",
            TimeSpan.FromSeconds(30),
            TestContext.Current.CancellationToken
        );
        await Task
            .Factory.FromAsync(shell.BeginStop(null, null), shell.EndStop)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.ThrowsAny<Exception>(() => shell.EndInvoke(running));
        Assert.DoesNotContain(stage.Requests, r => r.Path.EndsWith("/stop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_batch_that_was_slowed_down_is_as_wide_as_before_when_items_come_through()
    {
        const int Wide = 8;
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = 0;
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "chat", app => app.Script = new ChatScript
        {
            Reply = run =>
            {
                // By then enough have come through. Those after them wait for each other.
                if (int.Parse(run.Query, System.Globalization.CultureInfo.InvariantCulture) > 32)
                {
                    if (Interlocked.Increment(ref held) == Wide)
                        together.SetResult();
                    together.Task.Wait(TimeSpan.FromSeconds(30));
                }

                return run.Query;
            },
        });
        // Each of the first is refused, so that half as many, at the most, go on side by side.
        using (
            stage.Dify.Faults.Add(
                new Fault
                {
                    Kind = FaultKind.Error,
                    Path = "/chat-messages",
                    Status = 429,
                    Code = "too_many_requests",
                    Count = Wide,
                }
            )
        )
        {
            Assert.Equal(40, stage.Good($"1..40 | ForEach-Object {{ \"$_\" }} | Invoke-DifyChat cat -ThrottleLimit {Wide}").Output.Count);
        }
        Assert.True(together.Task.IsCompletedSuccessfully, $"No more than {held} went on side by side again.");
    }

    [Fact]
    public async Task A_used_up_quota_ends_the_taking_of_items_and_says_what_is_left()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic"));
        using var fault = stage.Dify.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Error,
                Path = "/workflows/run",
                Status = 429,
                Code = "rate_limit_error",
            }
        );
        var result = stage.Run("1..50 | ForEach-Object { \"$_\" } | Invoke-DifyWorkflow triage -ThrottleLimit 2 -Summary");
        var summary = (DifyBatchSummary)result.Output.Single().BaseObject;
        Assert.Equal(50, summary.Total);
        Assert.True(summary.Left >= 40, summary.ToString());
        Assert.Contains(result.Errors, e => e.FullyQualifiedErrorId.StartsWith("rate_limit_error", StringComparison.Ordinal));
        Assert.Contains(
            $"{summary.Left} were not begun",
            result.Errors.Single(e => e.FullyQualifiedErrorId.StartsWith("QuotaExceeded", StringComparison.Ordinal)).Exception.Message
        );
        Assert.Equal(0, app.Ledger.Total.Started);
    }

    [Fact]
    public async Task Those_behind_in_the_pipeline_stop_the_batch_and_what_is_under_way()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Triage", "workflow", app =>
            app.AddInput("text-input", "topic").Script = new ChatScript { Duration = TimeSpan.FromMilliseconds(300) }
        );
        var result = stage.Run(
            "0..99 | ForEach-Object { \"$_\" } | Invoke-DifyWorkflow triage -ThrottleLimit 8 | ForEach-Object { throw 'enough' }"
        );
        Assert.Contains("enough", result.Errors[^1].Exception.Message);
        Assert.True(app.Ledger.Total.Started < 40, $"{app.Ledger.Total}");
        Assert.All(app.Runs, run => Assert.True(run.FinishedAt is not null || run.StoppedAt is not null));
    }

    [Fact]
    public async Task The_first_error_ends_a_batch_that_stops_on_errors()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Triage", "workflow", app =>
            app.AddInput("text-input", "topic").Script = new ChatScript { FailFor = ["3"] }
        );
        var result = stage.Run("1..200 | ForEach-Object { \"$_\" } | Invoke-DifyWorkflow triage -ThrottleLimit 2 -ErrorAction Stop");
        Assert.StartsWith("WorkflowFailed", result.Errors[^1].FullyQualifiedErrorId);
        Assert.True(app.Ledger.Total.Started < 20);
    }

    [Fact]
    public async Task Live_text_of_several_is_refused()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        Assert.Equal("InvalidArgument", stage.Run("'a', 'b' | Invoke-DifyChat cat -Stream -ThrottleLimit 2").ErrorId);
    }

    private static int MostAtOnce(IReadOnlyList<SimulatedRun> runs) =>
        runs.Max(one =>
            runs.Count(other => other.CreatedAt <= one.CreatedAt && (other.FinishedAt ?? DateTimeOffset.MaxValue) > one.CreatedAt)
        );
}
