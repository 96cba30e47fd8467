using System;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Test-DifyApp: every status, brought about for real.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Every_status_is_found()
    {
        await using var stage = await Stage.SetAsync();
        foreach (var name in new[] { "Fine", "Rejected", "Disabled", "Wrong", "Renamed", "Changed", "Missing" })
            stage.Register(name);
        var keys = stage.Dify.State;
        keys.Find(stage.GetSecret("DifyPS-rejected")!)!.RevokeKey(stage.GetSecret("DifyPS-rejected")!);
        keys.Find(stage.GetSecret("DifyPS-disabled")!)!.Enabled = false;
        stage.PutSecret("DifyPS-wrong", stage.AddApp("Other").Key);
        keys.Find(stage.GetSecret("DifyPS-renamed")!)!.Rename("Nicer");
        var changed = stage.GetSecret("DifyPS-changed")!;
        stage.RotateOutside(keys.Find(changed)!, changed, "changed");
        stage.Good("Remove-Secret DifyPS-missing $vault");
        stage.AddApp("Gone");
        stage.Good("Register-DifyApp gone $goneKey -Server http://127.0.0.1:9/v1 -NoVerify");

        var found = stage.Good("Test-DifyApp").Output.Select(o => (DifyAppStatus)o.BaseObject).ToDictionary(s => s.Name, s => s.Status);
        Assert.Equal(AppHealth.Ok, found["fine"]);
        Assert.Equal(AppHealth.KeyRejected, found["rejected"]);
        Assert.Equal(AppHealth.ApiDisabled, found["disabled"]);
        Assert.Equal(AppHealth.WrongApp, found["wrong"]);
        Assert.Equal(AppHealth.Renamed, found["renamed"]);
        Assert.Equal(AppHealth.KeyChanged, found["changed"]);
        Assert.Equal(AppHealth.SecretMissing, found["missing"]);
        Assert.Equal(AppHealth.Unreachable, found["gone"]);
        Assert.Equal(found.Keys.Order(), found.Keys);
    }

    [Fact]
    public async Task A_locked_vault_is_a_status_and_every_other_cmdlet_says_so()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Run("(Get-SecretVault $vault).Locked = $true");
        var status = (DifyAppStatus)stage.Good("Test-DifyApp cat").Output.Single().BaseObject;
        Assert.Equal(AppHealth.VaultLocked, status.Status);
        Assert.Contains("Unlock-SecretVault", status.RecommendedAction);
        KeyCache.Clear();
        stage.Bad("Invoke-DifyChat cat hi", "VaultLocked");
    }

    [Fact]
    public async Task Every_unhealthy_status_says_what_to_do()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("Remove-Secret DifyPS-cat $vault");
        var status = (DifyAppStatus)stage.Good("Test-DifyApp cat").Output.Single().BaseObject;
        Assert.False(status.Healthy);
        Assert.False(string.IsNullOrEmpty(status.Message));
        Assert.Contains("Set-DifyApp 'cat'", status.RecommendedAction);
    }

    [Fact]
    public async Task Quiet_gives_one_answer_for_all()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Dog");
        Assert.Equal(true, stage.Good("Test-DifyApp -Quiet").Output.Single().BaseObject);
        stage.Good("Remove-Secret DifyPS-dog $vault");
        Assert.Equal(false, stage.Good("Test-DifyApp -Quiet").Output.Single().BaseObject);
        Assert.Equal(true, stage.Good("Test-DifyApp cat -Quiet").Output.Single().BaseObject);
        Assert.Equal(false, stage.Run("Test-DifyApp nobody -Quiet").Output.Single().BaseObject);
    }

    [Fact]
    public async Task Apps_are_asked_side_by_side()
    {
        await using var stage = await Stage.SetAsync();
        for (var i = 0; i < 8; i++)
            stage.Register($"App{i}");
        stage.ForgetRequests();
        // None is answered before all have arrived.
        var held = stage.Dify.Faults.Add(
            new Dify.Simulator.Fault
            {
                Kind = Dify.Simulator.FaultKind.Latency,
                Path = "/info",
                Latency = TimeSpan.FromHours(1),
            }
        );
        var running = Task.Run(() => stage.Good("Test-DifyApp"));
        await stage.Dify.Requests.WaitForAsync(
            _ => stage.Requests.Count(r => r.Path == "/info") == 8,
            TimeSpan.FromMinutes(2),
            TestContext.Current.CancellationToken
        );
        var watch = Stopwatch.StartNew();
        Assert.All(stage.Requests, r => Assert.False(r.Completed));
        var waited = watch.Elapsed;
        held.Dispose();
        var statuses = (await running).Output.Select(o => (DifyAppStatus)o.BaseObject).ToList();
        Assert.Equal(8, statuses.Count);
        Assert.All(statuses, s => Assert.True(s.Latency >= waited));
        Assert.Equal(8, stage.Requests.Count);
    }
}
