using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Ids that a vault told lead to no keys before the workspace has confirmed them.</summary>
public sealed class UnprovenIdsTests
{
    public static TheoryData<string, string> Commands
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var version in new[] { "1.14.0", "1.20.0" })
            {
                data.Add(version, "Get-DifyAppKey cat");
                data.Add(version, "Get-DifyAppKey *");
                data.Add(version, "Get-DifyApp cat | Get-DifyAppKey");
                data.Add(version, "New-DifyAppKey cat");
                data.Add(version, "Remove-DifyAppKey cat $keyId -Force");
                data.Add(version, "Get-DifyApp cat | Remove-DifyAppKey -KeyId $keyId -Force");
                data.Add(version, "Update-DifyAppKey cat");
                data.Add(version, "Disable-DifyAppApi cat -Confirm:$false");
                data.Add(version, "Get-DifyApp cat | Disable-DifyAppApi -Confirm:$false");
                data.Add(version, "Export-DifyAppDsl cat");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_name_with_the_ids_of_another_app_does_nothing_with_that(string version, string command)
    {
        await using var stage = await RestoredAsync(version, isEdited: true);
        var dog = stage.Dify.State.Apps.Single(app => app.Name == "Dog");
        var keys = dog.Keys.ToList();
        var error = stage.Bad(command, "AppIdentityMismatch");
        Assert.Contains("'cat'", error.Exception.Message);
        Assert.Equal(keys, dog.Keys);
        Assert.True(dog.Enabled);
        // The advice is a command that does it.
        stage.Good("Get-DifyWorkspaceApp work -Name Cat | Register-DifyApp cat -Force -WarningAction SilentlyContinue");
        Assert.Contains("Get-DifyWorkspaceApp work -Name ... | Register-DifyApp cat -Force", error.ErrorDetails.RecommendedAction);
        Assert.Equal(keys, dog.Keys);
        stage.Good("Update-DifyAppKey cat");
    }

    [Theory]
    [InlineData("Get-DifyAppKey cat")]
    [InlineData("New-DifyAppKey cat")]
    [InlineData("Get-DifyApp cat | Get-DifyAppKey")]
    [InlineData("Enable-DifyAppApi cat")]
    [InlineData("Set-DifyApp cat -Refresh")]
    public async Task What_the_workspace_confirms_is_noted_and_asked_once(string command)
    {
        await using var stage = await RestoredAsync("1.20.0", isEdited: false);
        Assert.True(stage.Binding("cat")!.IdsUnproven);
        stage.Good(command);
        Assert.Null(stage.Binding("cat")!.IdsUnproven);
        stage.ForgetRequests();
        stage.Good("Get-DifyAppKey cat");
        Assert.DoesNotContain(stage.Requests, one => one.Path.EndsWith("/info", StringComparison.Ordinal));
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task A_new_key_by_force_revokes_no_key_of_another_app()
    {
        await using var stage = await RestoredAsync("1.20.0", isEdited: true);
        var (cat, dog) = (App(stage, "Cat"), App(stage, "Dog"));
        var keys = dog.Keys.ToList();
        var told = stage.Good(
            "New-DifyAppKey -AppId $catId -Workspace work | Register-DifyApp cat -Force -WarningVariable told -WarningAction Ignore; $told"
        ).Output;
        Assert.Equal(keys, dog.Keys);
        Assert.Equal(2, cat.Keys.Count);
        // The id of that other app's key is nothing that anybody is told to revoke.
        var warning = Assert.Single(told).ToString();
        Assert.DoesNotContain("Remove-", warning);
        stage.Good(warning[warning.IndexOf("Get-DifyAppKey", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task A_name_that_is_forgotten_tells_nobody_to_revoke_another_apps_key()
    {
        await using var stage = await RestoredAsync("1.20.0", isEdited: true);
        var keyId = stage.Binding("cat")!.KeyId!;
        var told = stage.Good("Unregister-DifyApp cat -WarningVariable told -WarningAction Ignore; $told").Output;
        Assert.DoesNotContain(keyId, Assert.Single(told).ToString());
    }

    private static SimulatedApp App(Stage stage, string name) => stage.Dify.State.Apps.Single(app => app.Name == name);

    // Bound through a workspace, the registry lost, restored from the vault, connected again; edited is what stands beside the secret.
    private static async Task<Stage> RestoredAsync(string version, bool isEdited)
    {
        var stage = await ConsoleStage.SetAsync(version);
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        stage.Connect();
        foreach (var name in new[] { "Cat", "Dog" })
        {
            stage.Dify.State.AddApp(name);
            stage.Good($"Get-DifyWorkspaceApp work -Name {name} | Register-DifyApp -Name {name.ToLowerInvariant()}");
        }

        stage.Shell.SetVariable("catId", stage.Binding("cat")!.AppId!);
        stage.Shell.SetVariable("appId", stage.Binding("dog")!.AppId!);
        stage.Shell.SetVariable("keyId", stage.Binding(isEdited ? "dog" : "cat")!.KeyId!);
        if (isEdited)
        {
            stage.Good(
                "$beside = @{}; (Get-SecretInfo DifyPS-cat -Vault $vault).Metadata.GetEnumerator() | ForEach-Object { $beside[$_.Key] = $_.Value }; "
                    + "$beside['appId'] = $appId; $beside['keyId'] = $keyId; Set-SecretInfo DifyPS-cat -Vault $vault -Metadata $beside"
            );
        }

        File.Delete(stage.RegistryFile);
        stage.BecomeAnotherProcess();
        stage.Good("Register-DifyApp cat -FromVault $vault");
        stage.Connect();
        stage.ForgetRequests();
        return stage;
    }
}
