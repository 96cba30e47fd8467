using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>What is true of every item of a list is told once, and the rest is not held against it.</summary>
public sealed class ListEndTests
{
    private const string Fifty = "1..50 | ForEach-Object { \"$_\" }";

    [Theory]
    [InlineData("")]
    [InlineData("-ThrottleLimit 8")]
    [InlineData("-ThrottleLimit 8 -Ordered")]
    public async Task A_key_that_is_refused_ends_the_list(string how)
    {
        await using var stage = await Stage.SetAsync();
        var (app, key) = stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic"));
        app.RevokeKey(key);
        stage.ForgetRequests();
        var result = stage.Run($"{Fifty} | Invoke-DifyWorkflow triage {how}");
        Assert.Equal(["unauthorized", "ItemsNotRun"], Ids(result));
        Assert.DoesNotContain("item", result.Errors[0].ToString());
        Assert.Equal("49 items were not run, since the same holds for them (unauthorized).", result.Errors[1].ToString());
        Assert.InRange(stage.Requests.Count, 1, 16);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("Invoke-DifyWorkflow", "workflow")]
    [InlineData("Invoke-DifyCompletion", "completion")]
    [InlineData("Invoke-DifyChat", "chat")]
    public async Task So_it_is_with_every_run_cmdlet(string cmdlet, string mode)
    {
        await using var stage = await Stage.SetAsync();
        var (app, key) = stage.Register("Cat", mode, app => _ = mode == "chat" ? app : app.AddInput("text-input", "topic"));
        app.RevokeKey(key);
        Assert.Equal(["unauthorized", "ItemsNotRun"], Ids(stage.Run($"{Fifty} | {cmdlet} cat")));
    }

    [Theory]
    [InlineData("1..50 | Invoke-DifyWorkflow kat", "AppNotFound")]
    [InlineData("1..50 | Invoke-DifyWorkflow kat -ThrottleLimit 8", "AppNotFound")]
    [InlineData("1..50 | Invoke-DifyWorkflow cat", "AppModeMismatch")]
    [InlineData("1..50 | Invoke-DifyChat kat", "AppNotFound")]
    [InlineData("1..50 | Get-DifySuggestedQuestion kat", "AppNotFound")]
    [InlineData("1..50 | Send-DifyFile kat", "AppNotFound")]
    [InlineData("1..50 | ForEach-Object { [pscustomobject] @{ Question = \"q$_\"; Answer = 'a' } } | Add-DifyAnnotation kat", "AppNotFound")]
    public async Task A_name_on_the_command_line_is_looked_up_in_vain_once(string command, string errorId)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.ForgetRequests();
        var result = stage.Run(command);
        Assert.Equal([errorId, "ItemsNotRun"], Ids(result));
        Assert.Contains("49 items", result.Errors[1].ToString());
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("'kat', 'cow', 'cat' | ForEach-Object { [pscustomobject] @{ App = $_ ; Message = 'hi' } } | Invoke-DifyChat")]
    [InlineData("'kat', 'cow', 'cat' | Invoke-DifyChat -App { $_ } -Message hi")]
    public async Task Names_that_come_with_the_items_are_each_for_itself(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var result = stage.Run(command);
        Assert.Equal(["AppNotFound", "AppNotFound"], Ids(result));
        Assert.Contains("item 2", result.Errors[1].ToString());
        Assert.Single(result.Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-ThrottleLimit 8 -Summary")]
    public async Task A_locked_vault_ends_the_list(string how)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        KeyCache.Clear();
        stage.Run("(Get-SecretVault $vault).Locked = $true");
        stage.ForgetRequests();
        var result = stage.Run($"{Fifty} | Invoke-DifyChat cat {how}");
        Assert.Equal(["VaultLocked", "ItemsNotRun"], Ids(result));
        Assert.Empty(stage.Requests);
        if (how.Length > 0)
            AssertSummary(result, (0, 1, 0, 49));
    }

    [Fact]
    public async Task A_host_that_nobody_knows_ends_the_list()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        stage.Good("Register-DifyApp cat $catKey -Server https://nowhere.invalid -NoVerify");
        var result = stage.Run("1..5 | Invoke-DifyChat cat");
        Assert.Equal(["HostNotFound", "ItemsNotRun"], Ids(result));
        Assert.Contains("4 items", result.Errors[1].ToString());
    }

    [Fact]
    public async Task A_quota_ends_a_list_that_is_run_one_by_one()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic"));
        using var fault = stage.Dify.Faults.Add(
            new Fault { Kind = FaultKind.Error, Path = "/workflows/run", Status = 429, Code = "rate_limit_error" }
        );
        stage.ForgetRequests();
        Assert.Equal(["rate_limit_error", "QuotaExceeded"], Ids(stage.Run($"{Fifty} | Invoke-DifyWorkflow triage")));
        Assert.Single(stage.Requests, one => one.Path == "/workflows/run");
    }

    [Theory]
    [InlineData(403, "forbidden")]
    [InlineData(400, "invalid_param")]
    [InlineData(400, "provider_quota_exceeded")]
    [InlineData(500, "internal_server_error")]
    public async Task What_may_be_of_one_item_does_not_end_it(int status, string code)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        using var fault = stage.Dify.Faults.Add(
            new Fault { Kind = FaultKind.Error, Path = "/chat-messages", Status = status, Code = code, Count = 2 }
        );
        var result = stage.Run("'a', 'b', 'c' | Invoke-DifyChat cat");
        Assert.Equal([code, code], Ids(result));
        Assert.Single(result.Output);
    }

    [Fact]
    public async Task A_single_item_leaves_none()
    {
        await using var stage = await Stage.SetAsync();
        Assert.Equal(["AppNotFound"], Ids(stage.Run("'a' | Invoke-DifyChat kat")));
        Assert.Equal("1 item was not run, since the same holds for it (AppNotFound).", stage.Run("'a', 'b' | Invoke-DifyChat kat").Errors[1].ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-KeyProperty Id")]
    public async Task A_checkpoint_goes_on_with_what_was_left(string how)
    {
        await using var stage = await Stage.SetAsync();
        var (app, key) = stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic"));
        stage.Shell.SetVariable("file", Path.Combine(stage.Folder, "c.jsonl"));
        var ran = 0;
        app.Script = new ChatScript
        {
            Reply = run =>
            {
                if (++ran == 3)
                    app.RevokeKey(key);
                return "done";
            },
        };
        var command =
            $"1..10 | ForEach-Object {{ [pscustomobject] @{{ Id = $_; topic = \"t$_\" }} }} | Invoke-DifyWorkflow triage -Checkpoint $file {how} -Summary";
        var first = stage.Run(command);
        Assert.Equal(["unauthorized", "ItemsNotRun"], Ids(first));
        AssertSummary(first, (3, 1, 0, 6));
        stage.RotateOutside(app, key, "triage");
        AssertSummary(stage.Good(command), (7, 0, 3, 0));
        Assert.All(app.Ledger.By("topic").Values, count => Assert.Equal(1, count.Succeeded));
        Assert.Equal(10, app.Ledger.By("topic").Count);
    }

    [Fact]
    public async Task Those_side_by_side_are_left_as_well_and_run_next_time()
    {
        await using var stage = await Stage.SetAsync();
        var (app, key) = stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic"));
        stage.Shell.SetVariable("file", Path.Combine(stage.Folder, "c.jsonl"));
        app.RevokeKey(key);
        var command = $"{Fifty} | Invoke-DifyWorkflow triage -Checkpoint $file -ThrottleLimit 8 -Summary";
        var first = stage.Run(command);
        Assert.Equal(["unauthorized", "ItemsNotRun"], Ids(first));
        AssertSummary(first, (0, 1, 0, 49));
        stage.RotateOutside(app, key, "triage");
        AssertSummary(stage.Good(command), (50, 0, 0, 0));
    }

    [Fact]
    public async Task An_item_that_was_refused_before_it_began_is_counted()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic"));
        stage.Shell.SetVariable("file", Path.Combine(stage.Folder, "c.jsonl"));
        var result = stage.Run(
            "[pscustomobject] @{ Id = 1; topic = 'a' }, [pscustomobject] @{ topic = 'b' } | Invoke-DifyWorkflow triage -Checkpoint $file -KeyProperty Id -Summary"
        );
        Assert.Equal(["KeyMissing"], Ids(result));
        AssertSummary(result, (1, 1, 0, 0));
    }

    private static void AssertSummary(SessionResult result, (long Succeeded, long Failed, long Skipped, long Left) expected)
    {
        var summary = result.Output.Select(one => one.BaseObject).OfType<DifyBatchSummary>().Single();
        Assert.Equal(expected, (summary.Succeeded, summary.Failed, summary.Skipped, summary.Left));
    }

    private static IEnumerable<string> Ids(SessionResult result) =>
        result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]);
}
