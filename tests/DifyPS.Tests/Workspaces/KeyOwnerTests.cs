using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>An entry that names an app of a workspace has a key of that app: else a rotation would lead its name to another one.</summary>
public sealed class KeyOwnerTests
{
    public static TheoryData<string> Versions => WorkspaceStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_with_the_id_of_another_app_beside_it_is_refused_and_nothing_is_kept(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var (cat, summer) = (stage.Dify.State.AddApp("Cat"), stage.Dify.State.AddApp("Summer", "completion"));
        stage.Offer(cat);
        stage.Good("$made = $app | New-DifyAppKey");
        var error = stage.Bad(
            $"Register-DifyApp w1 -ApiKey $made.ApiKey -Workspace work -KeyId $made.KeyId -AppId {summer.Id}",
            "AppIdentityMismatch"
        );
        Assert.Contains("'Cat'", error.Exception.Message);
        Assert.Contains(summer.Id.ToString(), error.Exception.Message);
        Assert.Contains("Get-DifyWorkspaceApp", error.ErrorDetails.RecommendedAction);
        AssertNothingKept(stage, "w1");
        stage.Good("$made | Register-DifyApp w1");
        stage.AssertAgrees(cat, "w1");
        Assert.Empty(summer.Keys);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_ids_of_another_app_and_of_its_key_beside_a_key_are_refused(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var (cat, dog) = (stage.Dify.State.AddApp("Cat"), stage.Dify.State.AddApp("Dog"));
        stage.SetKey("cats", cat.CreateKey(Canary.NewKey()));
        stage.Offer(dog);
        stage.Good("$made = $app | New-DifyAppKey");
        stage.Bad(
            $"Register-DifyApp w1 -ApiKey $cats -Workspace work -AppId {dog.Id} -KeyId $made.KeyId",
            "AppIdentityMismatch"
        );
        AssertNothingKept(stage, "w1");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_id_of_another_key_beside_a_key_is_refused(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var (cat, dog) = (stage.Bind("Cat"), stage.Bind("Dog"));
        stage.SetKey("cats", cat.CreateKey(Canary.NewKey()));
        var other = stage.Binding("dog")!.KeyId;
        stage.Bad(
            $"Register-DifyApp w1 -ApiKey $cats -Workspace work -AppId {cat.Id} -KeyId {other}",
            "AppIdentityMismatch"
        );
        AssertNothingKept(stage, "w1");
        Assert.Single(dog.Keys);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_of_an_app_that_looks_the_same_is_refused(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var (cat, twin) = (stage.Dify.State.AddApp("Cat"), stage.Dify.State.AddApp("Cat"));
        stage.SetKey("cats", cat.CreateKey(Canary.NewKey()));
        twin.CreateKey();
        var command = $"Register-DifyApp w1 -ApiKey $cats -Workspace work -AppId {twin.Id}";
        stage.Bad(command, "AppIdentityMismatch");
        AssertNothingKept(stage, "w1");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_that_was_made_by_hand_is_bound_to_its_own_app_and_to_none_that_is_gone(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var cat = stage.Dify.State.AddApp("Cat");
        stage.SetKey("cats", cat.CreateKey(Canary.NewKey()));
        stage.Bad($"Register-DifyApp w1 -ApiKey $cats -Workspace work -AppId {Guid.NewGuid()}", "AppIdentityMismatch");
        AssertNothingKept(stage, "w1");
        stage.Good($"Register-DifyApp w1 -ApiKey $cats -Workspace work -AppId {cat.Id}");
        Assert.Equal((cat.Id.ToString(), "work", null), (stage.Binding("w1")!.AppId, stage.Binding("w1")!.Workspace, stage.Binding("w1")!.KeyId));
    }

    [Fact]
    public async Task A_workspace_that_cannot_be_asked_is_told_and_nothing_is_kept()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Dify.State.AddApp("Cat");
        stage.SetKey("cats", cat.CreateKey(Canary.NewKey()));
        stage.Dify.State.Console.EndSessions();
        var result = stage.Run($"Register-DifyApp w1 -ApiKey $cats -Workspace work -AppId {cat.Id}");
        Assert.Single(result.Errors);
        AssertNothingKept(stage, "w1");
        // Nobody has to be asked about a key that says nothing of a workspace.
        stage.Good("Register-DifyApp w1 -ApiKey $cats -Server $server");
    }

    [Fact]
    public async Task A_token_of_several_apps_is_in_no_list_and_is_known_by_its_app()
    {
        await using var stage = await WorkspaceStage.SetAsync("1.14.0");
        var (cat, dog) = (stage.Dify.State.AddApp("Cat"), stage.Dify.State.AddApp("Dog"));
        stage.SetKey("sk", stage.Dify.State.Tokens.Add(Canary.NewKey("sk-"), cat, dog));
        stage.Good($"Register-DifyApp cat $sk -Workspace work -AppId {cat.Id}");
        Assert.Equal("Cat", stage.Binding("cat")!.RemoteName);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task An_entry_that_was_never_verified_is_rotated_for_its_own_app_only(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var (cat, summer) = (stage.Dify.State.AddApp("Cat"), stage.Dify.State.AddApp("Summer", "completion"));
        stage.Offer(cat);
        stage.Good("$made = $app | New-DifyAppKey");
        stage.Good($"Register-DifyApp w1 -ApiKey $made.ApiKey -Workspace work -KeyId $made.KeyId -AppId {summer.Id} -NoVerify");
        var key = cat.Keys.Single();
        stage.Bad("Update-DifyAppKey w1", "AppIdentityMismatch");
        Assert.Equal([key], cat.Keys);
        Assert.Empty(summer.Keys);
        stage.Good("$made | Register-DifyApp w1 -NoVerify -Force");
        stage.Good("Update-DifyAppKey w1");
        stage.AssertAgrees(cat, "w1");
    }

    [Fact]
    public async Task A_rotation_that_leads_to_an_app_of_another_mode_is_undone_and_the_old_key_stays()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        var summer = stage.Dify.State.AddApp("Summer", "completion");
        var key = cat.Keys.Single();
        await stage.ResealAsync("cat", key, entry => entry with { AppId = summer.Id.ToString() });
        var error = stage.Bad("Update-DifyAppKey cat", "AppIdentityMismatch");
        Assert.Contains("'Summer'", error.Exception.Message);
        Assert.Contains("Register-DifyApp cat -Force", error.ErrorDetails.RecommendedAction);
        Assert.Empty(summer.Keys);
        Assert.Equal([key], cat.Keys);
        Assert.Equal(key, stage.GetSecret("DifyPS-cat"));
        Assert.Equal(("Cat", "chat"), (stage.Binding("cat")!.RemoteName, stage.Binding("cat")!.Mode));
        Assert.Empty(stage.Journal());
        stage.Good("Invoke-DifyChat cat hi");
    }

    private static void AssertNothingKept(Stage stage, string name)
    {
        Assert.Null(stage.Binding(name));
        Assert.Null(stage.GetSecret(Bindings.Vaults.SecretName.For(name)));
    }
}
