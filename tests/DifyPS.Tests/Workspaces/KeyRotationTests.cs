using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Update-DifyAppKey.</summary>
public sealed class KeyRotationTests
{
    public static TheoryData<string> Versions => WorkspaceStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_is_rotated_in_order_and_other_calls_go_on(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Bind("Cat");
        var key = app.Keys.Single();
        stage.Good("Invoke-DifyChat cat hi");
        stage.ForgetRequests();
        stage.Good("Update-DifyAppKey *");
        Assert.DoesNotContain(key, app.Keys);
        stage.AssertAgrees(app, "cat");
        var keys = $"/console/api/apps/{app.Id}/api-keys";
        Assert.Equal(
            [$"POST {keys}", "GET /info", $"DELETE {keys}/ID"],
            stage
                .Sent()
                .Where(one => !one.Contains("/workspaces/current", StringComparison.Ordinal))
                .Select(one => one.StartsWith("DELETE", StringComparison.Ordinal) ? one[..^36] + "ID" : one)
        );
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task Keys_that_were_not_made_here_are_told_and_left()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var (dog, dogKey) = stage.Register("Dog");
        var cat = stage.Bind("Cat");
        var result = stage.Good("Update-DifyAppKey * -WarningVariable warned -WarningAction SilentlyContinue; $warned");
        Assert.Contains("dog", result.Output.Single().ToString());
        stage.AssertAgrees(cat, "cat");
        Assert.Equal([dogKey], dog.Keys);
        stage.Bad("Update-DifyAppKey dog", "AppNotOfWorkspace");
    }

    [Fact]
    public async Task Young_keys_are_left_alone_by_age()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        var key = app.Keys.Single();
        stage.Good("Update-DifyAppKey cat -OlderThan 30");
        Assert.Equal([key], app.Keys);
        stage.Good("Update-DifyAppKey cat -OlderThan 0");
        Assert.NotEqual([key], app.Keys);
        stage.AssertAgrees(app, "cat");
    }

    [Fact]
    public async Task An_old_key_stays_when_it_is_to_be_kept()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        var key = app.Keys.Single();
        stage.Good("Update-DifyAppKey cat -KeepOld");
        Assert.Equal(2, app.Keys.Count);
        Assert.Contains(key, app.Keys);
        Assert.NotEqual(key, stage.GetSecret("DifyPS-cat"));
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task An_editor_is_told_before_anything_is_made()
    {
        await using var stage = await WorkspaceStage.SetAsync(role: "editor");
        var app = stage.Bind("Cat");
        var key = app.Keys.Single();
        var error = stage.Bad("Update-DifyAppKey *", "WorkspaceRoleTooLow");
        Assert.Equal(ErrorCategory.PermissionDenied, error.CategoryInfo.Category);
        Assert.Equal([key], app.Keys);
        stage.Good("Update-DifyAppKey * -KeepOld");
        Assert.Equal(2, app.Keys.Count);
    }

    [Fact]
    public async Task An_editor_is_told_once_for_all_apps_of_a_workspace()
    {
        await using var stage = await WorkspaceStage.SetAsync(role: "editor");
        stage.Bind("Cat");
        stage.Bind("Dog");
        Assert.Equal("WorkspaceRoleTooLow", stage.Run("Update-DifyAppKey *").Errors.Single().FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public async Task The_old_key_is_good_for_some_seconds_when_that_is_asked()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        var key = app.Keys.Single();
        stage.Good("Update-DifyAppKey cat -GraceSeconds 1");
        Assert.DoesNotContain(key, app.Keys);
        stage.AssertAgrees(app, "cat");
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_new_key_leaves_the_old_one_in_use()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        var key = app.Keys.Single();
        stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Error, Path = "/v1/info", Status = 401, Code = "unauthorized", Count = 1 });
        stage.Bad("Update-DifyAppKey cat", "unauthorized");
        Assert.Equal([key], app.Keys);
        stage.AssertAgrees(app, "cat");
    }

    [Fact]
    public async Task A_key_that_could_not_be_revoked_is_revoked_by_the_next_run()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        using (
            stage.Dify.Faults.Add(
                new Fault { Kind = FaultKind.Error, Method = "DELETE", Path = "/console/api/apps/*/api-keys/*", Status = 409, Code = "conflict" }
            )
        )
        {
            var told = stage.Good("Update-DifyAppKey cat -WarningVariable told -WarningAction SilentlyContinue; $told").Output;
            // Once, though it was tried again at the end, and by the name that people know.
            var warning = Assert.Single(told).ToString();
            Assert.Contains("'cat'", warning);
            Assert.DoesNotContain(app.Id.ToString(), warning);
        }

        stage.Dify.Faults.Clear();
        Assert.Equal(2, app.Keys.Count);
        Assert.Single(stage.Journal());
        stage.Bind("Dog");
        stage.AssertAgrees(app, "cat");
    }

    [Fact]
    public async Task A_new_key_that_came_to_nothing_and_could_not_be_revoked_is_told_once_and_by_its_name()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Error, Path = "/v1/info", Status = 401, Code = "unauthorized" });
        stage.Dify.Faults.Add(
            new Fault { Kind = FaultKind.Error, Method = "DELETE", Path = "/console/api/apps/*/api-keys/*", Status = 409, Code = "conflict" }
        );
        var result = stage.Run("Update-DifyAppKey cat -WarningVariable told -WarningAction SilentlyContinue; $told");
        Assert.Equal("unauthorized", result.ErrorId);
        var warning = Assert.Single(result.Output).ToString();
        Assert.Contains("'cat'", warning);
        Assert.DoesNotContain(app.Id.ToString(), warning);
    }

    [Fact]
    public async Task Without_a_name_it_says_what_it_needs()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var error = stage.Bad("Update-DifyAppKey", "ParameterMissing");
        Assert.Contains("Update-DifyAppKey", error.Exception.Message);
        Assert.Contains("Update-DifyAppKey *", error.ErrorDetails.RecommendedAction);
        Assert.Contains("New-DifyAppKey cat", stage.Bad("New-DifyAppKey", "ParameterMissing").ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task An_API_that_is_off_is_told_with_the_command_that_switches_it_on()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        app.Enabled = false;
        foreach (var command in new[] { "Update-DifyAppKey cat", "$app | Register-DifyApp -Name cat -Force" })
        {
            var error = stage.Bad(command, "AppApiOff");
            Assert.Equal(command.StartsWith('$'), error.ErrorDetails.RecommendedAction.Contains("-EnableApi", StringComparison.Ordinal));
            AssertSwitchesOn(error.ErrorDetails.RecommendedAction);
        }

        AssertSwitchesOn(((DifyAppStatus)stage.Good("Test-DifyApp cat").Output.Single().BaseObject).RecommendedAction!);
        AssertSwitchesOn(stage.Bad("Invoke-DifyChat cat hi", "forbidden").ErrorDetails.RecommendedAction);

        void AssertSwitchesOn(string action)
        {
            stage.Good(action[action.IndexOf("Enable-DifyAppApi", StringComparison.Ordinal)..]);
            Assert.True(app.Enabled);
            app.Enabled = false;
        }
    }

    [Fact]
    public async Task A_renamed_app_is_pinned_by_its_new_name()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        app.Rename("Tiger");
        stage.Good("Update-DifyAppKey cat");
        stage.AssertAgrees(app, "cat");
        Assert.Equal("Tiger", stage.Binding("cat")!.RemoteName);
    }

    [Fact]
    public async Task An_edited_entry_gets_no_key()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        var other = stage.Dify.State.AddApp("Other");
        var text = System.IO.File.ReadAllText(stage.RegistryFile);
        System.IO.File.WriteAllText(stage.RegistryFile, text.Replace(app.Id.ToString(), other.Id.ToString(), StringComparison.Ordinal));
        KeyCache.Clear();
        stage.Bad("Update-DifyAppKey cat", "BindingChanged");
        Assert.Empty(other.Keys);
        Assert.Single(app.Keys);
    }
}
