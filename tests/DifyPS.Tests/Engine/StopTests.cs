using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

public sealed class StopTests
{
    [Theory]
    [InlineData("chat", "Invoke-DifyChat cat 'tell me a long story'")]
    [InlineData("agent-chat", "Invoke-DifyChat cat 'tell me a long story' -Stream")]
    [InlineData("advanced-chat", "Invoke-DifyChat cat 'tell me a long story' -AsEvent")]
    [InlineData("completion", "Invoke-DifyCompletion cat", "/completion-messages")]
    [InlineData("workflow", "Invoke-DifyWorkflow cat", "/workflows/run")]
    public async Task Stopping_a_reply_tells_Dify_within_a_second(string mode, string command, string path = "/chat-messages")
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", mode, Endless);
        using var shell = stage.Shell.NewShell();
        shell.AddScript(command);
        var running = shell.BeginInvoke();
        await stage.Dify.Requests.WaitForAsync(r => r.Path == path, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken); // Ctrl+C in the midst of the events, as people press it.
        var watch = Stopwatch.StartNew();
        var stopping = shell.BeginStop(null, null);
        var stop = await stage.Dify.State.WaitForStopAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"It took {watch.Elapsed}.");
        shell.EndStop(stopping);
        Assert.True(stop.Matched);
        Assert.Equal("alice", stop.User);
        Assert.ThrowsAny<Exception>(() => shell.EndInvoke(running));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"The prompt came back after {watch.Elapsed}.");
    }

    [Fact]
    public async Task A_reply_over_its_time_is_stopped_and_told()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "chat", Endless);
        var error = stage.Bad("Invoke-DifyChat cat hi -TimeoutSeconds 1", "ReplyTimeout");
        Assert.Contains("1 s", error.Exception.Message);
        Assert.True((await stage.Dify.State.WaitForStopAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken)).Matched);
    }

    [Fact]
    public async Task A_batch_that_is_stopped_says_how_far_it_came_and_goes_on_from_there()
    {
        await using var stage = await Stage.SetAsync();
        using var slowOnes = new ManualResetEventSlim();
        var (app, _) = stage.Register("Cat", "chat", one => one.Script = new ChatScript
        {
            Reply = run =>
            {
                if (run.Query.StartsWith("slow", StringComparison.Ordinal))
                    slowOnes.Wait(TimeSpan.FromSeconds(30));
                return "echo " + run.Query;
            },
        });
        stage.Shell.SetVariable("file", Path.Combine(stage.Folder, "batch.jsonl"));
        var start = stage.Shell.Text.Length;
        using var shell = stage.Shell.NewShell();
        shell.AddScript("'a', 'b', 'slow c', 'slow d', 'e' | Invoke-DifyChat cat -Checkpoint $file -ThrottleLimit 2 -Summary");
        var running = shell.BeginInvoke();
        await stage.Dify.Requests.WaitForAsync(
            r => r.Path == "/chat-messages" && r.Json?["query"]?.GetValue<string>() == "slow d",
            TimeSpan.FromSeconds(20),
            TestContext.Current.CancellationToken
        );
        shell.EndStop(shell.BeginStop(null, null));
        Assert.ThrowsAny<Exception>(() => shell.EndInvoke(running));
        Assert.Contains("The batch was stopped: 2 done, 0 failed, 2 told to stop. The checkpoint", stage.Shell.Text.From(start));
        slowOnes.Set();
        app.Script = new ChatScript();
        Assert.Equal(
            ["slow c", "slow d", "e"],
            stage
                .Good("'a', 'b', 'slow c', 'slow d', 'e' | Invoke-DifyChat cat -Checkpoint $file -Ordered")
                .Output.Select(o => ((DifyChatReply)o.BaseObject).Message)
        );
    }

    [Fact]
    public async Task Sessions_do_not_wait_for_each_other()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Dog");
        var sessions = Enumerable.Range(0, 4).Select(_ => stage.NewSession()).ToList();
        var results = await Task.WhenAll(sessions.Select((session, i) => Task.Run(() =>
            session.Run($"1..20 | ForEach-Object {{ Invoke-DifyChat {(i % 2 == 0 ? "cat" : "dog")} \"message $_ of {i}\" }}"))));
        for (var i = 0; i < results.Length; i++)
        {
            Assert.Empty(results[i].Errors);
            Assert.Equal(20, results[i].Output.Count);
            Assert.All(results[i].Output, o => Assert.StartsWith(i % 2 == 0 ? "Cat here" : "Dog here", o.ToString()));
            Assert.Equal($"message 7 of {i}", ((DifyChatReply)results[i].Output[6].BaseObject).Message);
        }
    }

    private static void Endless(SimulatedApp app) =>
        app.Script = new ChatScript { Events = 100_000, Delay = TimeSpan.FromMilliseconds(20) };
}
