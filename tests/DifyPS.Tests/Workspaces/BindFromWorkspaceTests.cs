using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Apps of a workspace through the pipeline into Register-DifyApp.</summary>
public sealed class BindFromWorkspaceTests
{
    public static TheoryData<string> Versions => WorkspaceStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_is_made_asked_whose_it_is_stored_and_bound_by_three_requests(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Dify.State.AddApp("Cat");
        stage.Offer(app);
        stage.Good("$app | Register-DifyApp -Name { $_.Name.ToLower() }");
        stage.AssertAgrees(app, "cat");
        Assert.Equal(
            [$"POST /console/api/apps/{app.Id}/api-keys", "GET /info", "GET /parameters"],
            stage.Sent().Where(one => !one.Contains("/workspaces/current", StringComparison.Ordinal))
        );
        var bound = (DifyApp)stage.Good("Get-DifyApp cat").Output.Single().BaseObject;
        Assert.Equal((app.Id.ToString(), "work", "Cat", "chat"), (bound.AppId, bound.Workspace, bound.RemoteName, bound.Mode));
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task An_app_that_is_bound_with_a_key_that_works_is_left_alone_and_told()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        var key = app.Keys.Single();
        var again = stage.Good("$warned = @(); $app | Register-DifyApp -Name kitty -WarningVariable warned -WarningAction SilentlyContinue; $warned");
        Assert.Contains("cat", again.Output.Last().ToString());
        Assert.Equal([key], app.Keys);
        Assert.Null(stage.Binding("kitty"));
    }

    [Fact]
    public async Task An_app_whose_key_was_revoked_gets_a_new_one()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        app.RevokeKey(app.Keys.Single());
        stage.Good("$app | Register-DifyApp -Name cat");
        stage.AssertAgrees(app, "cat");
    }

    [Fact]
    public async Task Force_makes_a_new_key_and_revokes_the_one_that_was_made_here()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        var key = app.Keys.Single();
        stage.Good("$app | Register-DifyApp -Name cat -Force");
        Assert.DoesNotContain(key, app.Keys);
        stage.AssertAgrees(app, "cat");
    }

    [Fact]
    public async Task Without_a_name_the_app_is_called_as_in_Dify_as_far_as_that_makes_a_name()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Offer(stage.Dify.State.AddApp("-Support [EU]*"));
        stage.Good("$app | Register-DifyApp");
        Assert.NotNull(stage.Binding("Support EU"));
        stage.Offer(stage.Dify.State.AddApp("???"));
        stage.Bad("$app | Register-DifyApp", "InvalidAppName");
    }

    [Fact]
    public async Task A_name_that_another_app_has_is_an_error_of_that_row_and_no_key_is_made()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        var other = stage.Dify.State.AddApp("Cat");
        stage.Offer(other);
        stage.Bad("$app | Register-DifyApp -Name cat", "AppAlreadyRegistered");
        Assert.Empty(other.Keys);
    }

    [Fact]
    public async Task Two_apps_of_one_name_side_by_side_get_one_name_and_one_key()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var apps = new[] { stage.Dify.State.AddApp("Cat"), stage.Dify.State.AddApp("Cat") };
        stage.Shell.SetVariable("apps", apps.Select(stage.Offer).ToArray());
        var result = stage.Run("$apps | Register-DifyApp");
        Assert.Equal("AppAlreadyRegistered", result.ErrorId);
        Assert.Single(apps, app => app.Keys.Count == 1);
        Assert.Single(apps, app => app.Keys.Count == 0);
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task WhatIf_makes_nothing()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Dify.State.AddApp("Cat");
        stage.Offer(app);
        stage.Good("$app | Register-DifyApp -WhatIf");
        Assert.Empty(app.Keys);
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Ten_keys_are_told_with_their_age_and_use(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Dify.State.AddApp("Cat");
        for (var i = 0; i < 10; i++)
            app.CreateKey();
        stage.Offer(app);
        var error = stage.Bad("$app | Register-DifyApp", "KeyLimitReached");
        Assert.Equal(ErrorCategory.LimitsExceeded, error.CategoryInfo.Category);
        Assert.Equal(10, error.Exception.Message.Split("last used").Length - 1);
        Assert.All(app.Keys, key => Assert.DoesNotContain(key, error.Exception.Message, StringComparison.Ordinal));
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task An_API_that_is_off_leaves_no_key_and_is_switched_on_only_when_asked()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Dify.State.AddApp("Cat", configure: one => one.Enabled = false);
        stage.Offer(app);
        stage.Bad("$app | Register-DifyApp", "AppApiOff");
        Assert.Empty(app.Keys);
        Assert.False(app.Enabled);
        Assert.Empty(stage.Journal());
        stage.Good("$app | Register-DifyApp -EnableApi");
        Assert.True(app.Enabled);
        stage.AssertAgrees(app, "Cat");
    }

    [Fact]
    public async Task An_editor_who_cannot_switch_an_API_on_is_told_before_a_key_is_made()
    {
        await using var stage = await WorkspaceStage.SetAsync(role: "editor");
        var app = stage.Dify.State.AddApp("Cat", configure: one => one.Enabled = false);
        stage.Offer(app);
        stage.Bad("$app | Register-DifyApp -EnableApi", "AppApiOff");
        Assert.DoesNotContain(stage.Sent(), one => one.StartsWith("POST", StringComparison.Ordinal) && one.EndsWith("api-keys", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_editor_s_key_that_came_to_nothing_is_told_by_its_id()
    {
        await using var stage = await WorkspaceStage.SetAsync(role: "editor");
        var app = stage.Dify.State.AddApp("Cat", configure: one => one.Enabled = false);
        stage.Offer(app);
        var result = stage.Run("$app | Register-DifyApp -WarningVariable warned -WarningAction SilentlyContinue; $warned");
        Assert.Equal("AppApiOff", result.ErrorId);
        Assert.Contains("admin", result.Output.Single().ToString());
        Assert.Contains($"Remove-DifyAppKey -AppId '{app.Id}'", result.Output.Single().ToString());
        Assert.Single(app.Keys);
    }

    [Fact]
    public async Task A_vault_that_fails_costs_no_key()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Dify.State.AddApp("Cat");
        stage.Offer(app);
        stage.Run("(Get-SecretVault $vault).Locked = $true");
        stage.Bad("$app | Register-DifyApp", "VaultLocked");
        Assert.Empty(app.Keys);
        Assert.Empty(stage.Journal());
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_whose_answer_was_lost_is_found_again(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Dify.State.AddApp("Cat");
        stage.Offer(app);
        stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Drop, Method = "POST", Path = $"/console/api/apps/{app.Id}/api-keys", Count = 1, AfterBytes = 1 });
        stage.Good("$app | Register-DifyApp");
        stage.AssertAgrees(app, "Cat");
        Assert.Contains(stage.Sent(), one => one == $"GET /console/api/apps/{app.Id}/api-keys");
    }

    [Fact]
    public async Task Many_are_bound_side_by_side_each_by_three_requests()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var apps = Enumerable.Range(1, 40).Select(i => stage.Dify.State.AddApp($"App {i:d2}")).ToList();
        stage.Shell.SetVariable("apps", apps.Select(stage.Offer).ToArray());
        stage.Good("$apps | Register-DifyApp");
        Assert.All(apps, app => Assert.Single(app.Keys));
        Assert.InRange(stage.Requests.Count, 120, 122);
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task A_key_that_was_made_by_hand_is_bound_with_its_id()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Dify.State.AddApp("Cat");
        stage.Offer(app);
        stage.Good("$app | New-DifyAppKey | Register-DifyApp -Name cat");
        stage.AssertAgrees(app, "cat");
        stage.Good("Update-DifyAppKey cat");
        stage.AssertAgrees(app, "cat");
    }
}
