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

/// <summary>A connection is not forgotten while only it can revoke what is to be revoked.</summary>
public sealed class PendingKeyTests
{
    [Fact]
    public async Task A_connection_that_has_keys_to_revoke_stays_and_says_whose()
    {
        await using var stage = await SetAsync();
        var app = RotateWithoutRevoking(stage);
        foreach (var more in new[] { "", " -KeepSecret", " -WhatIf", " -Confirm:$false" })
        {
            var error = stage.Bad("Disconnect-DifyWorkspace work" + more, "KeyWorkPending");
            Assert.Contains("'cat'", error.Exception.Message);
            Assert.Contains("Get-DifyAppKey cat", error.ErrorDetails.RecommendedAction);
            Assert.Contains("Disconnect-DifyWorkspace work -Force", error.ErrorDetails.RecommendedAction);
        }

        Assert.NotNull(stage.Connection());
        Assert.NotNull(stage.GetSecret(ConsoleStage.Secret));

        // The advice ends it.
        stage.Good("$null = Get-DifyAppKey cat");
        Assert.Single(app.Keys);
        stage.Good("Disconnect-DifyWorkspace work");
        Assert.Null(stage.Connection());
    }

    [Fact]
    public async Task What_is_left_behind_by_force_is_ended_after_connecting_again()
    {
        await using var stage = await SetAsync();
        var app = RotateWithoutRevoking(stage);
        stage.Good("Disconnect-DifyWorkspace work -Force");
        Assert.Null(stage.Connection());
        Assert.Equal(2, app.Keys.Count);
        Assert.Single(stage.Journal());
        stage.Connect();
        stage.Good("$null = Get-DifyAppKey cat");
        Assert.Single(app.Keys);
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task A_grace_that_is_not_over_is_told_with_its_end()
    {
        await using var stage = await SetAsync();
        RotateWithoutRevoking(stage);
        var registry = AppRegistry.At(stage.RegistryFile);
        var end = DateTimeOffset.UtcNow.AddHours(1);
        await new KeyJournal(registry).NoteAsync(stage.Journal().Single() with { RevokeAfter = end }, CancellationToken.None);
        var error = stage.Bad("Disconnect-DifyWorkspace work", "KeyWorkPending");
        Assert.Contains($"{end.ToLocalTime().AddMinutes(1):yyyy-MM-dd HH:mm}", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task Another_connection_to_the_same_workspace_can_end_it()
    {
        await using var stage = await SetAsync();
        RotateWithoutRevoking(stage);
        stage.Good("Connect-DifyWorkspace again -Server $server -AdminKey $adminKey");
        stage.Good("Disconnect-DifyWorkspace work");
        stage.Bad("Disconnect-DifyWorkspace again", "KeyWorkPending");
    }

    [Fact]
    public async Task A_device_that_makes_no_keys_is_forgotten_and_no_help()
    {
        await using var stage = await SetAsync();
        await stage.ConnectDeviceAsync();
        RotateWithoutRevoking(stage);
        stage.Bad("Disconnect-DifyWorkspace work", "KeyWorkPending");
        stage.Good("Disconnect-DifyWorkspace device");
    }

    [Fact]
    public async Task The_names_that_are_bound_through_it_are_told()
    {
        await using var stage = await SetAsync();
        stage.Dify.State.AddApp("Cat");
        stage.Good("Get-DifyWorkspaceApp work | Register-DifyApp -Name cat");
        Assert.Contains("'cat'", stage.Good("Disconnect-DifyWorkspace work -WhatIf").Text);
        Assert.Contains("'cat'", stage.Good("Disconnect-DifyWorkspace work -Verbose").Text);
    }

    [Theory]
    [InlineData("Set-DifyApp cat -ApiKey $old -WarningAction Ignore", "cat")]
    [InlineData("Set-Secret DifyPS-cat -SecureStringSecret $old -Vault $vault; Set-DifyApp cat -Refresh -Confirm:$false -WarningAction Ignore", "cat")]
    [InlineData("Set-Secret DifyPS-cat -SecureStringSecret $old -Vault $vault", "cat")]
    [InlineData("Register-DifyApp other -ApiKey $old -Server $server -WarningAction Ignore", "other")]
    public async Task A_key_that_is_in_use_again_is_not_revoked(string command, string user)
    {
        await using var stage = await SetAsync();
        stage.Dify.State.AddApp("Dog");
        stage.Good("Get-DifyWorkspaceApp work -Name Dog | Register-DifyApp -Name dog");
        var app = RotateWithoutRevoking(stage, "Get-DifyWorkspaceApp work -Name Cat | Register-DifyApp -Name cat");
        var old = app.Keys.Single(key => key != stage.GetSecret("DifyPS-cat"));
        stage.SetKey("old", old);
        stage.Good(command);
        stage.StartAfresh();
        var told = stage.Good("$null = Get-DifyAppKey dog -WarningVariable told -WarningAction Ignore; $told").Output;
        Assert.Contains(told, one => one.ToString()!.Contains($"'{user}'", StringComparison.Ordinal));
        Assert.Contains(old, app.Keys);
        Assert.Empty(stage.Journal());
        stage.Good($"Invoke-DifyChat {user} hi -WarningAction Ignore");
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        return stage;
    }

    private static SimulatedApp RotateWithoutRevoking(
        Stage stage,
        string binding = "Get-DifyWorkspaceApp work | Register-DifyApp -Name cat"
    )
    {
        var app = stage.Dify.State.AddApp("Cat");
        stage.Good(binding);
        using (
            stage.Dify.Faults.Add(
                new Fault { Kind = FaultKind.Error, Method = "DELETE", Path = "/console/api/apps/*/api-keys/*", Status = 409, Code = "conflict" }
            )
        )
        {
            stage.Good("Update-DifyAppKey cat -WarningAction SilentlyContinue");
        }

        stage.Dify.Faults.Clear();
        Assert.Equal(2, app.Keys.Count);
        return app;
    }
}
