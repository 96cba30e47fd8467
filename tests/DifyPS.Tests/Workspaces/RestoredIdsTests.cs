using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Register-DifyApp -FromVault after the registry was lost: app, key and workspace are known again.</summary>
public sealed class RestoredIdsTests
{
    [Fact]
    public async Task What_was_bound_through_a_workspace_comes_back_and_is_rotated()
    {
        await using var stage = await SetAsync();
        var app = Bind(stage, "Cat");
        var before = stage.Binding("cat")!;
        Lose(stage);
        stage.Good("Register-DifyApp -FromVault $vault");
        var restored = (DifyApp)stage.Good("Get-DifyApp cat").Output.Single().BaseObject;
        Assert.Equal((before.AppId, before.KeyId, "work"), (restored.AppId, restored.KeyId, restored.Workspace));
        Assert.Equal(before.WorkspaceId, stage.Binding("cat")!.WorkspaceId);
        stage.Good("Invoke-DifyChat cat hi");
        stage.Bad("Update-DifyAppKey cat", "WorkspaceNotFound");

        stage.Connect();
        var key = app.Keys.Single();
        stage.Good("Update-DifyAppKey cat");
        Assert.DoesNotContain(key, app.Keys);
        Assert.Single(app.Keys);
        Assert.Null(stage.Binding("cat")!.IdsUnproven);
    }

    [Fact]
    public async Task Where_the_connection_is_there_the_workspace_confirms_it_at_once()
    {
        await using var stage = await SetAsync();
        Bind(stage, "Cat");
        var keyId = stage.Binding("cat")!.KeyId;
        Lose(stage);
        stage.Connect();
        stage.Good("Register-DifyApp -FromVault $vault");
        Assert.Equal((keyId, null), (stage.Binding("cat")!.KeyId, stage.Binding("cat")!.IdsUnproven));
    }

    [Theory]
    [InlineData("1.14.0")]
    [InlineData("1.20.0")]
    public async Task A_registry_that_is_older_than_its_vault_goes_on_rotating(string version)
    {
        await using var stage = await SetAsync(version);
        var app = Bind(stage, "Cat");
        var older = File.ReadAllText(stage.RegistryFile);
        stage.Good("Update-DifyAppKey cat");
        var keyId = stage.Binding("cat")!.KeyId;
        File.WriteAllText(stage.RegistryFile, older);
        stage.StartAfresh();
        stage.Good("Invoke-DifyChat cat hi");
        Assert.Equal(keyId, stage.Binding("cat")!.KeyId);

        var key = app.Keys.Single();
        Assert.Empty(stage.Good("Update-DifyAppKey * -WarningVariable told -WarningAction SilentlyContinue; $told").Output);
        Assert.DoesNotContain(key, app.Keys);
        Assert.Single(app.Keys);

        // What somebody else put there has no id that was written with it, even if the app's list shows it.
        var theirs = app.CreateKey(Canary.NewKey());
        stage.PutSecret("DifyPS-cat", theirs);
        stage.StartAfresh();
        stage.Run("$null = Invoke-DifyChat cat hi -WarningAction SilentlyContinue");
        Assert.Null(stage.Binding("cat")!.KeyId);
    }

    [Theory]
    [InlineData("1.14.0")]
    [InlineData("1.20.0")]
    public async Task Ids_that_are_another_apps_are_not_believed(string version)
    {
        await using var stage = await SetAsync(version);
        var cat = Bind(stage, "Cat");
        var dog = Bind(stage, "Dog");
        var (catKey, dogKey) = (cat.Keys.Single(), dog.Keys.Single());
        foreach (var field in new[] { "appId", "keyId" })
            stage.Shell.SetVariable(field, field == "appId" ? stage.Binding("dog")!.AppId! : stage.Binding("dog")!.KeyId!);
        stage.Good(
            "$beside = @{}; (Get-SecretInfo DifyPS-cat -Vault $vault).Metadata.GetEnumerator() | ForEach-Object { $beside[$_.Key] = $_.Value }; "
                + "$beside['appId'] = $appId; $beside['keyId'] = $keyId; Set-SecretInfo DifyPS-cat -Vault $vault -Metadata $beside"
        );
        Lose(stage);

        // Nobody can say so yet: it is asked before a key is made.
        stage.Good("Register-DifyApp cat -FromVault $vault");
        Assert.True(stage.Binding("cat")!.IdsUnproven);
        stage.Connect();
        stage.Bad("Update-DifyAppKey cat", "AppIdentityMismatch");
        Assert.Equal((catKey, dogKey), (cat.Keys.Single(), dog.Keys.Single()));

        // With the connection it is known, and told.
        var warned = stage.Good("Register-DifyApp cat -FromVault $vault -Force -WarningVariable told -WarningAction Ignore; $told");
        Assert.Contains("'cat'", Assert.Single(warned.Output).ToString());
        Assert.Equal((null, null, null), (stage.Binding("cat")!.AppId, stage.Binding("cat")!.KeyId, stage.Binding("cat")!.Workspace));
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task That_ids_are_unproven_cannot_be_edited_away()
    {
        await using var stage = await SetAsync();
        Bind(stage, "Cat");
        Lose(stage);
        stage.Good("Register-DifyApp -FromVault $vault");
        stage.EditEntry("cat", entry => entry.Remove("idsUnproven"));
        KeyCache.Clear();
        stage.Bad("Invoke-DifyChat cat hi", "BindingChanged");
    }

    [Fact]
    public async Task A_token_of_several_apps_is_told_which_one_again()
    {
        await using var stage = await SetAsync();
        var (cat, dog) = (stage.Dify.State.AddApp("Cat"), stage.Dify.State.AddApp("Dog"));
        stage.SetKey("sk", stage.Dify.State.Tokens.Add(Canary.NewKey("sk-"), cat, dog));
        stage.Good($"Register-DifyApp cat $sk -Server $server -AppId {cat.Id}");
        Lose(stage);
        stage.Good("Register-DifyApp -FromVault $vault");
        Assert.Equal(cat.Id.ToString(), stage.Binding("cat")!.AppId);
        Assert.Contains("Cat here", stage.Good("Invoke-DifyChat cat hi").Output.Single().ToString());
    }

    private static async Task<Stage> SetAsync(string version = "1.20.0")
    {
        var stage = await ConsoleStage.SetAsync(version);
        stage.Connect();
        return stage;
    }

    private static SimulatedApp Bind(Stage stage, string name)
    {
        var app = stage.Dify.State.AddApp(name);
        stage.Good($"Get-DifyWorkspaceApp work -Name {name} | Register-DifyApp -Name {name.ToLowerInvariant()}");
        return app;
    }

    private static void Lose(Stage stage)
    {
        File.Delete(stage.RegistryFile);
        stage.BecomeAnotherProcess();
    }
}
