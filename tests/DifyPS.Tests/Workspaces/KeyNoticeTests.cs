using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>What is left of work on keys is told once a command, however much of it there is.</summary>
public sealed class KeyNoticeTests
{
    private const string Told = " -WarningVariable told -WarningAction SilentlyContinue; $told";

    [Fact]
    public async Task Work_of_one_app_that_cannot_be_ended_is_told_once()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        stage.Bind("Dog");
        // Nobody knows whether a key was made, each time and each time again.
        stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Abort, Method = "POST", Path = $"/console/api/apps/{app.Id}/api-keys" });
        for (var i = 0; i < 6; i++)
            stage.Bad("New-DifyAppKey cat", "KeyCreationUncertain");
        Assert.Equal(12, stage.Journal().Count);
        stage.Dify.Faults.Clear();
        var keys = $"/console/api/apps/{app.Id}/api-keys";
        stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Error, Method = "GET", Path = keys, Status = 400, Code = "x" });
        foreach (var command in new[] { "$null = Get-DifyAppKey dog", "Update-DifyAppKey dog", "$null = Get-DifyKnowledgeKey work" })
            Assert.Contains("'cat'", Assert.Single(stage.Good(command + Told).Output).ToString());

        // A server that fails is tried as often for twelve pieces of work as for one.
        stage.Dify.Faults.Clear();
        stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Error, Method = "GET", Path = keys, Status = 500, Code = "x" });
        stage.ForgetRequests();
        Assert.Contains("'cat'", Assert.Single(stage.Good("$null = Get-DifyAppKey dog" + Told).Output).ToString());
        Assert.InRange(stage.Count($"GET /apps/{app.Id}/api-keys"), 1, 8);
        Assert.Equal(12, stage.Journal().Count);
    }

    [Fact]
    public async Task Work_of_many_apps_that_cannot_be_ended_for_one_reason_is_told_in_one_line()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var apps = Enumerable.Range(1, 8).Select(i => stage.Bind($"App{i}")).ToList();
        var journal = new KeyJournal(AppRegistry.At(stage.RegistryFile));
        foreach (var app in apps)
        {
            var note = new KeyOperation
            {
                Id = Guid.NewGuid().ToString("N"),
                Workspace = "work",
                WorkspaceId = stage.Dify.State.WorkspaceId.ToString(),
                AppId = app.Id.ToString(),
                Step = KeyStep.Minting,
            };
            await journal.NoteAsync(note, CancellationToken.None);
        }

        stage.Dify.Faults.Add(
            new Fault { Kind = FaultKind.Error, Method = "GET", Path = "/console/api/apps/*/api-keys", Status = 400, Code = "x" }
        );
        var warning = Assert.Single(stage.Good("$null = Get-DifyKnowledgeKey work" + Told).Output).ToString();
        Assert.Contains("'app1', 'app2'", warning);
        Assert.DoesNotContain(apps[0].Id.ToString(), warning);
    }

    [Fact]
    public async Task A_key_that_an_editor_cannot_revoke_is_not_called_revoked()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        stage.Kill(KeyPoint.Made, "Update-DifyAppKey cat");
        Assert.Equal(2, app.Keys.Count);
        stage.BecomeRole("editor");
        var warning = Assert.Single(stage.Good("$null = Get-DifyAppKey cat" + Told).Output).ToString();
        Assert.DoesNotContain("It is revoked", warning);
        Assert.Contains("Remove-DifyAppKey", warning);
        Assert.Equal(2, app.Keys.Count);
        stage.BecomeRole("admin");
        stage.Good(warning[warning.IndexOf("Remove-DifyAppKey", StringComparison.Ordinal)..]);
        stage.AssertAgrees(app, "cat");
    }

    [Fact]
    public async Task What_is_left_behind_by_force_is_ended_by_a_command_and_not_by_connecting()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        using (
            stage.Dify.Faults.Add(
                new Fault { Kind = FaultKind.Error, Method = "DELETE", Path = "/console/api/apps/*/api-keys/*", Status = 409, Code = "conflict" }
            )
        )
        {
            stage.Good("Update-DifyAppKey cat -WarningAction SilentlyContinue");
        }

        stage.Dify.Faults.Clear();
        var action = stage.Bad("Disconnect-DifyWorkspace work", "KeyWorkPending").ErrorDetails.RecommendedAction;
        Assert.DoesNotContain("it is ended once somebody connects", action);
        await stage.ConnectAsync("owner");
        Assert.Equal(2, app.Keys.Count);
        stage.Good("$null = Get-DifyKnowledgeKey work");
        stage.AssertAgrees(app, "cat");
    }
}
