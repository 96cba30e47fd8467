using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Work on keys that ends between any two of its steps, as when its process is killed: the next run has all in order.</summary>
public sealed class KeyRecoveryTests
{
    public static TheoryData<string, string> Moments
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var version in new[] { "1.8.1", "1.10.0", "1.14.0", "1.20.0" })
            {
                foreach (var moment in KeyPoint.All)
                    data.Add(version, moment);
            }

            return data;
        }
    }

    // Nothing is revoked where nothing was.
    public static TheoryData<string, string> RegistrationMoments =>
        [.. Moments.Where(one => one.Data.Item2 != KeyPoint.Revoked).Select(one => one.Data)];

    [Theory]
    [MemberData(nameof(WorkspaceStage.Versions), MemberType = typeof(WorkspaceStage))]
    public async Task A_server_that_says_no_badly_has_made_nothing_and_a_key_of_somebody_else_stays(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Bind("Cat");
        stage.Dify.Faults.Add(
            new Fault { Kind = FaultKind.Error, Method = "POST", Path = $"/console/api/apps/{app.Id}/api-keys", Status = 500 }
        );
        Assert.NotEqual("KeyCreationUncertain", stage.Run("Update-DifyAppKey cat").ErrorId);
        Assert.Empty(stage.Journal());
        stage.Dify.Faults.Clear();

        // Somebody helps themselves in Dify's web pages.
        var theirs = app.CreateKey(Canary.NewKey());
        stage.Good("$null = Get-DifyAppKey cat; Update-DifyAppKey cat; $null = Get-DifyAppKey cat");
        Assert.Contains(theirs, app.Keys);
        Assert.Equal(2, app.Keys.Count);
    }

    [Fact]
    public async Task Work_that_a_person_stopped_notes_when_its_key_can_come_no_more()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        var path = $"/console/api/apps/{app.Id}/api-keys";
        stage.Dify.Faults.Add(new Fault { Method = "POST", Path = path, Latency = TimeSpan.FromMinutes(2) });
        // That of the binding is not waited for.
        stage.ForgetRequests();
        using var shell = stage.Shell.NewShell();
        shell.AddScript("Update-DifyAppKey cat");
        var running = shell.BeginInvoke();
        await stage.Dify.Requests.WaitForAsync(
            one => one.Method == "POST" && one.Path == path,
            TimeSpan.FromMinutes(1),
            TestContext.Current.CancellationToken
        );
        await Task.Run(shell.Stop, TestContext.Current.CancellationToken);
        Assert.ThrowsAny<Exception>(() => shell.EndInvoke(running));
        stage.Dify.Faults.Clear();
        var left = Assert.Single(stage.Journal());
        Assert.NotNull(left.EndedAt);
        Assert.InRange(left.EndedAt.Value - left.StartedAt, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2));
    }

    [Theory]
    [MemberData(nameof(RegistrationMoments))]
    public async Task A_registration_that_was_cut_off_is_ended_or_undone_by_the_next(string version, string moment)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Dify.State.AddApp("Cat");
        stage.Offer(app);
        stage.Kill(moment, "$app | Register-DifyApp -Name cat");
        stage.Good("$app | Register-DifyApp -Name cat -WarningAction SilentlyContinue");
        AssertAgrees(stage, app, moment);
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_rotation_that_was_cut_off_is_ended_or_undone_by_the_next(string version, string moment)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Bind("Cat");
        stage.Kill(moment, "Update-DifyAppKey cat");
        stage.Good("Update-DifyAppKey cat");
        AssertAgrees(stage, app, moment);
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_call_goes_on_after_a_rotation_that_was_cut_off(string version, string moment)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Bind("Cat");
        stage.Kill(moment, "Update-DifyAppKey cat");
        // Without anybody seeing to it; a call that finds the new key in the vault notes that.
        stage.Good("Invoke-DifyChat cat hi");
        stage.Good("Update-DifyAppKey cat");
        AssertAgrees(stage, app, moment);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Work_on_another_app_sees_to_it_as_well(string version, string moment)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Bind("Cat");
        stage.Kill(moment, "Update-DifyAppKey cat");
        stage.Bind("Dog");
        AssertAgrees(stage, app, moment);
    }

    [Fact]
    public async Task A_key_that_somebody_makes_an_hour_later_is_nobody_s_leftover()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        stage.Kill(KeyPoint.Noted, "Update-DifyAppKey cat");
        var text = File.ReadAllText(stage.RegistryFile);
        text = Regex.Replace(text, "\"(noted|startedAt)\": \"[^\"]+\"", $"\"$1\": \"{DateTimeOffset.UtcNow.AddHours(-1):O}\"");
        File.WriteAllText(stage.RegistryFile, text);
        var theirs = app.CreateKey();
        stage.Good("Update-DifyAppKey cat");
        Assert.Contains(theirs, app.Keys);
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task A_journal_that_was_edited_sends_the_key_nowhere()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        await using var thief = await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var app = stage.Bind("Cat");
        stage.Kill(KeyPoint.Stored, "Update-DifyAppKey cat");
        var text = File.ReadAllText(stage.RegistryFile);
        var at = text.IndexOf("keyOperations", StringComparison.Ordinal);
        File.WriteAllText(
            stage.RegistryFile,
            text[..at] + text[at..].Replace(stage.Dify.BaseUri.AbsoluteUri, thief.BaseUri.AbsoluteUri, StringComparison.Ordinal)
        );
        stage.Run("Update-DifyAppKey cat -WarningAction SilentlyContinue");
        Assert.Empty(thief.Requests.Snapshot());
        Assert.Contains(stage.GetSecret("DifyPS-cat"), app.Keys);
    }

    [Fact]
    public async Task A_key_that_opens_an_app_of_another_mode_than_the_entry_s_is_undone_and_the_old_one_stays()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        var key = app.Keys.Single();
        stage.Kill(KeyPoint.Stored, "Update-DifyAppKey cat");
        Assert.Equal(2, app.Keys.Count);
        await stage.ResealAsync("cat", key, entry => entry with { Mode = "completion" });
        var result = stage.Run("Update-DifyAppKey cat -WarningVariable warned -WarningAction SilentlyContinue; $warned");
        Assert.Contains(result.Output, one => $"{one}".Contains("That key opens", StringComparison.Ordinal));
        // What the vault has is the key that was undone.
        Assert.Equal("unauthorized", result.ErrorId);
        Assert.Equal([key], app.Keys);
        Assert.Equal("completion", stage.Binding("cat")!.Mode);
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task Two_at_once_make_and_revoke_each_key_once()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var apps = Enumerable.Range(1, 6).Select(i => stage.Bind($"App{i}")).ToList();
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        using var other = stage.NewSession();
        stage.ForgetRequests();
        // Whoever is first makes nothing before the other has read what there is to rotate, which it does before it opens the workspace.
        var opened = new ConcurrentDictionary<RecordedRequest, bool>();
        var both = stage.Dify.Requests.WaitForAsync(
            one => one.Path.EndsWith("/workspaces/current", StringComparison.Ordinal) && opened.TryAdd(one, true) && opened.Count == 2,
            TimeSpan.FromMinutes(2),
            TestContext.Current.CancellationToken
        );
        KeyPoint.Reached = point =>
        {
            if (point == KeyPoint.Noted)
                both.Wait(TestContext.Current.CancellationToken);
        };
        try
        {
            var ended = await Task.WhenAll(
                Task.Run(() => stage.Shell.Run("Update-DifyAppKey *"), TestContext.Current.CancellationToken),
                Task.Run(() => other.Run("Update-DifyAppKey *"), TestContext.Current.CancellationToken)
            );
            Assert.All(ended, one => Assert.Empty(one.Errors));
        }
        finally
        {
            KeyPoint.Reached = null;
        }

        var sent = stage.Sent();
        foreach (var list in apps.Select(app => $"/console/api/apps/{app.Id}/api-keys").Append("/console/api/datasets/api-keys"))
        {
            Assert.Single(sent, one => one == "POST " + list);
            Assert.Single(sent, one => one.StartsWith($"DELETE {list}/", StringComparison.Ordinal));
        }

        Assert.All(apps, app => stage.AssertAgrees(app, app.Name.ToLowerInvariant()));
        Assert.Equal([stage.GetSecret("DifyPS-books")!], stage.Dify.State.Knowledge.Single().Keys);
    }

    private static void AssertAgrees(Stage stage, SimulatedApp app, string moment)
    {
        if (moment == KeyPoint.Noted)
        {
            // The request may be on its way: the note stays for some minutes.
            Assert.All(stage.Journal(), one => Assert.Equal(KeyStep.Minting, one.Step));
            Assert.Equal([stage.GetSecret("DifyPS-cat")!], app.Keys);
            return;
        }

        stage.AssertAgrees(app, "cat");
    }
}
