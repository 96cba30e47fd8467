using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>What is advised about connections works, as it is, in the state that it was advised in.</summary>
public sealed class ConnectAdviceTests
{
    [Fact]
    public async Task A_new_admin_key_goes_to_the_workspace_that_the_name_stands_for()
    {
        await using var stage = await ConsoleStage.SetAsync();
        var other = stage.AddSecond();
        stage.Good("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey -WorkspaceId $other");
        stage.Console().AdminKey = Canary.NewKey("");
        stage.SetKey("adminKey", stage.Console().AdminKey!);
        stage.BecomeAnotherProcess();
        var advice = stage.Test().RecommendedAction!;
        var start = advice.IndexOf("Connect-DifyWorkspace", StringComparison.Ordinal);
        stage.Good(advice[start..].Replace("(Read-Host -AsSecureString)", "$adminKey", StringComparison.Ordinal));
        Assert.Equal(other.Id.ToString(), stage.Connection().WorkspaceId);
        Assert.True(stage.Test().Healthy);
    }

    [Fact]
    public async Task A_new_password_goes_to_the_workspace_that_the_name_stands_for()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.AddSecond();
        stage.Connect("-Remember -WorkspaceId $first");
        stage.BecomeAnotherProcess();
        stage.Good("Connect-DifyWorkspace work -Credential $credential -Remember");
        Assert.True(stage.Test().Healthy);
    }

    [Fact]
    public async Task An_edited_entry_names_no_workspace_to_a_new_sign_in()
    {
        await using var stage = await ConsoleStage.SetAsync();
        var other = stage.AddSecond();
        stage.Good("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey -WorkspaceId $first");
        stage.EditConnection(entry => entry["workspaceId"] = other.Id.ToString());
        stage.BecomeAnotherProcess();
        var error = stage.Bad("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey", "WorkspaceIdRequired");
        Assert.Contains("-WorkspaceId", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain("-Switch", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task A_lost_secret_is_made_up_for_by_what_is_advised()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        stage.Good("Remove-Secret DifyPS-workspace-work -Vault $vault");
        stage.BecomeAnotherProcess();
        stage.Good(Command(stage.Test().RecommendedAction!) + " -Credential $credential -Remember");
        Assert.True(stage.Test().Healthy);
    }

    [Theory]
    [InlineData("server", "http://127.0.0.1:9/console/api/")]
    [InlineData("workspaceId", "11111111-1111-1111-1111-111111111111")]
    [InlineData("account", "eve@example.com")]
    public async Task An_edited_entry_is_forgotten_and_made_anew_by_what_is_advised(string field, string value)
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        stage.EditConnection(entry => entry[field] = value);
        stage.BecomeAnotherProcess();
        var advice = stage.Test().RecommendedAction!;
        var start = advice.IndexOf("Disconnect-DifyWorkspace", StringComparison.Ordinal);
        stage.Good(advice[start..]);
        stage.Connect();
        Assert.True(stage.Test().Healthy);
    }

    [Fact]
    public async Task A_server_that_has_moved_is_connected_to_by_what_is_advised()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        stage.EditConnection(entry =>
            entry["server"] = ((string)entry["server"]!).Replace("127.0.0.1", "localhost", StringComparison.Ordinal)
        );
        stage.BecomeAnotherProcess();
        stage.Good(Command(stage.Test().RecommendedAction!) + " -Credential $credential -Remember");
        Assert.Contains("localhost", stage.Connection().Server);
        Assert.True(stage.Test().Healthy);
    }

    [Theory]
    [InlineData("remoteName", "Somebody")]
    [InlineData("mode", "agent-chat")]
    public async Task An_edited_app_is_rotated_after_what_is_advised(string field, string value)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        stage.EditEntry("cat", entry => entry[field] = value);
        stage.StartAfresh();
        var advice = stage.Bad("Update-DifyAppKey cat", "BindingChanged").ErrorDetails.RecommendedAction;
        Assert.Contains("Set-DifyApp cat -Refresh. ", advice);
        Assert.Contains("-Force", advice);
        stage.Bad("Set-DifyApp cat -Refresh -WarningAction Ignore -Confirm:$false", "AppIdentityMismatch");
        stage.Good("Set-DifyApp cat -Refresh -Force -WarningAction Ignore -Confirm:$false");
        stage.Good("Update-DifyAppKey cat");
        stage.AssertAgrees(cat, "cat");
    }

    [Fact]
    public async Task An_upgraded_server_is_shown_with_its_new_version()
    {
        await using var stage = await ConsoleStage.SetAsync("1.14.0");
        stage.Connect();
        stage.Console().Version = "1.20.0";
        stage.Good("Get-DifyWorkspaceApp work");
        var shown = (DifyWorkspace)stage.Good("Get-DifyWorkspace work").Output.Single().BaseObject;
        Assert.Equal("1.20.0", shown.ServerVersion);
    }

    [Fact]
    public async Task A_way_that_makes_no_keys_says_that_one_is_asked_for()
    {
        await using var stage = await AppStage.SetAsync();
        await stage.ConnectDeviceAsync("dev");
        stage.Add("Cat");
        var text = stage.Good("Get-DifyWorkspaceApp dev Cat | Register-DifyApp -WhatIf").Text;
        Assert.Contains("Ask for a key", text);
        Assert.DoesNotContain("Make a key", text);
    }

    [Theory]
    [InlineData("Import-DifyAppDsl $folder work", "FileError")]
    [InlineData("Import-DifyAppDsl 'https://exa mple/x.yml' work", "InvalidArgument")]
    public async Task What_is_no_file_of_an_app_is_told_with_what_to_do(string command, string error)
    {
        await using var stage = await AppStage.SetAsync();
        stage.Shell.SetVariable("folder", Directory.CreateDirectory(Path.Combine(stage.Folder, "dsl")).FullName);
        Assert.Contains("Export-DifyAppDsl", stage.Bad(command, error).ErrorDetails.RecommendedAction);
    }

    // As people type it: up to the words that are for them alone.
    private static string Command(string advice)
    {
        var start = advice.IndexOf("Connect-DifyWorkspace", StringComparison.Ordinal);
        return advice[start..advice.IndexOf(',', start)];
    }
}
