using System;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Get-, New- and Remove-DifyAppKey, and New-DifyKnowledgeKey.</summary>
public sealed class AppKeyCmdletTests
{
    public static TheoryData<string> Versions => WorkspaceStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Keys_are_listed_with_the_names_that_use_them_and_never_whole(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Bind("Cat");
        app.CreateKey();
        var keys = stage.Good("Get-DifyAppKey cat").Output.Select(one => (DifyAppKey)one.BaseObject).ToList();
        Assert.Equal(2, keys.Count);
        Assert.All(keys, key => Assert.Equal(("cat", "work", app.Id.ToString(), "Cat"), (key.App, key.Workspace, key.AppId, key.AppName)));
        Assert.Equal(["cat"], keys.Single(key => key.KeyId == stage.Binding("cat")!.KeyId).BoundAs);
        Assert.Single(keys, key => key.BoundAs.Count == 0);
        Assert.All(keys, key => Assert.Null(key.ApiKey));
        Assert.All(keys, key => Assert.Matches("^app-\\.\\.\\..{4}$", key.Masked));
        Assert.Single(stage.Good("Get-DifyAppKey -Unused 0 | Where-Object LastUsedAt -eq $null").Output);
        Assert.Empty(stage.Good("Get-DifyAppKey -Unused 90").Output);
    }

    [Fact]
    public async Task Keys_of_an_app_that_no_name_is_bound_to_are_listed_and_made()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Dify.State.AddApp("Cat");
        stage.Offer(app);
        var made = (DifyAppKey)stage.Good("$app | New-DifyAppKey").Output.Single().BaseObject;
        Assert.Equal(app.Keys.Single(), new System.Net.NetworkCredential("", made.ApiKey).Password);
        Assert.Null(((DifyAppKey)stage.Good("$app | Get-DifyAppKey").Output.Single().BaseObject).ApiKey);
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task A_key_in_use_is_revoked_with_force_only()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        stage.Bad("Get-DifyAppKey cat | Remove-DifyAppKey", "AppKeyInUse");
        Assert.Single(app.Keys);
        stage.Good("Get-DifyAppKey cat | Remove-DifyAppKey -WhatIf -Force");
        Assert.Single(app.Keys);
        stage.Good("Get-DifyAppKey cat | Remove-DifyAppKey -Force");
        Assert.Empty(app.Keys);
        stage.Bad($"Remove-DifyAppKey cat {Guid.NewGuid()}", "AppKeyNotFound");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_that_was_bound_by_hand_is_known_to_be_in_use_by_what_is_shown_of_it(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var (app, key) = stage.Register("Cat");
        stage.Register("Dog");
        app.CreateKey();
        stage.Offer(app);
        var keys = stage.Good("$app | Get-DifyAppKey").Output.Select(one => (DifyAppKey)one.BaseObject).ToList();
        Assert.Equal(["cat"], keys.Single(one => one.BoundAs.Count > 0).BoundAs);
        foreach (var isOther in new[] { false, true })
        {
            if (isOther)
                KeyCache.Clear();
            var error = stage.Bad("$app | Get-DifyAppKey | Where-Object BoundAs | Remove-DifyAppKey", "AppKeyInUse");
            Assert.Contains("'cat'", error.Exception.Message);
            Assert.DoesNotContain(key, error.ToString());
        }

        stage.Good("$app | Get-DifyAppKey | Where-Object { -not $_.BoundAs } | Remove-DifyAppKey");
        Assert.Equal([key], app.Keys);
        stage.Good("$app | Get-DifyAppKey | Remove-DifyAppKey -Force");
        Assert.Empty(app.Keys);
    }

    [Fact]
    public async Task A_vault_that_does_not_open_is_told_before_a_key_that_may_be_in_use_is_revoked()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var (app, _) = stage.Register("Cat");
        stage.Offer(app);
        stage.Good("$keys = $app | Get-DifyAppKey");
        KeyCache.Clear();
        stage.Run("(Get-SecretVault $vault).Locked = $true");
        stage.Bad("$keys | Remove-DifyAppKey", "VaultLocked");
        Assert.Single(app.Keys);
        Assert.Empty(((DifyAppKey)stage.Good("$app | Get-DifyAppKey").Output.Single().BaseObject).BoundAs);
        stage.Good("$keys | Remove-DifyAppKey -Force");
        Assert.Empty(app.Keys);
    }

    [Fact]
    public async Task A_server_that_shows_too_little_of_a_key_tells_nothing()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var (app, _) = stage.Register("Cat");
        stage.Offer(app);
        stage.Dify.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Error, Status = 200, Method = "GET", Path = "/console/api/apps/*/api-keys",
                Body = """{"data":[{"id":"123e4567-e89b-12d3-a456-426614174000","type":"app","token":"app-***"}]}""",
            }
        );
        Assert.Empty(((DifyAppKey)stage.Good("$app | Get-DifyAppKey").Output.Single().BaseObject).BoundAs);
    }

    [Theory]
    [InlineData("Get-DifyAppKey *")]
    [InlineData("Get-DifyAppKey")]
    [InlineData("Get-DifyAppKey cat, tom")]
    [InlineData("'tom', 'cat' | Get-DifyAppKey")]
    [InlineData("Get-DifyApp | Get-DifyAppKey")]
    [InlineData("$app, $app | Get-DifyAppKey")]
    public async Task The_keys_of_an_app_of_several_names_are_listed_once(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        stage.Good("$app | Register-DifyApp -Name tom -Force -WarningAction Ignore");
        app.CreateKey();
        var keys = stage.Good(command).Output.Select(one => (DifyAppKey)one.BaseObject).ToList();
        Assert.Equal(3, keys.Count);
        Assert.Equal(3, keys.Select(key => key.KeyId).Distinct().Count());
        Assert.Equal(["cat", "tom"], keys.SelectMany(key => key.BoundAs).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_name_that_was_edited_keeps_no_other_name_of_the_app_from_its_keys()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        stage.Good("$app | Register-DifyApp -Name tom -Force -WarningAction Ignore");
        stage.EditEntry("cat", entry => entry["remoteName"] = "Dog");
        KeyCache.Clear();
        var result = stage.Run("Get-DifyAppKey cat, tom");
        Assert.Equal("BindingChanged", result.ErrorId);
        Assert.Equal(["tom", "tom"], result.Output.Select(one => ((DifyAppKey)one.BaseObject).App));
    }

    [Fact]
    public async Task An_editor_is_told_that_revoking_is_not_theirs()
    {
        await using var stage = await WorkspaceStage.SetAsync(role: "editor");
        var app = stage.Bind("Cat");
        app.CreateKey();
        var error = stage.Bad("Get-DifyAppKey cat | Where-Object { -not $_.BoundAs } | Remove-DifyAppKey", "WorkspaceRoleTooLow");
        Assert.Contains("the role in 'work' is 'editor'", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("a key of 'cat'", error.Exception.Message, StringComparison.Ordinal);
        // Nothing is made by it, with -KeepOld or without.
        Assert.Contains("Nothing was revoked", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Remove-DifyAppKey -AppId", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("KeepOld", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(2, app.Keys.Count);
    }

    [Theory]
    [InlineData("Update-DifyAppKey cat", "Update-DifyAppKey cat -KeepOld")]
    [InlineData("Update-DifyAppKey *", "Update-DifyAppKey 'big dog', cat -KeepOld")]
    [InlineData("$app | Register-DifyApp -Name 'big dog' -Force", "Update-DifyAppKey 'big dog' -KeepOld")]
    public async Task An_editor_is_told_how_these_names_get_new_keys_all_the_same(string command, string advice)
    {
        await using var stage = await WorkspaceStage.SetAsync(role: "editor");
        var cat = stage.Bind("Cat");
        var dog = stage.Bind("Big dog");
        var error = stage.Bad(command, "WorkspaceRoleTooLow");
        Assert.Contains(advice, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        stage.Good(advice);
        Assert.True(cat.Keys.Count + dog.Keys.Count > 2);
    }

    [Fact]
    public async Task Tab_offers_the_ids_of_keys_that_were_listed_and_of_the_one_in_use()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        Assert.Equal(stage.Binding("cat")!.KeyId, stage.Texts("Remove-DifyAppKey cat "));
        app.CreateKey();
        stage.Good("Get-DifyAppKey cat");
        stage.ForgetRequests();
        Assert.Equal(2, stage.Texts("Remove-DifyAppKey cat ").Split(',').Length);
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_knowledge_key_is_made_and_bound(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        var bound = stage.Binding("books")!;
        Assert.Equal(("knowledge", "work"), (bound.Mode, bound.Workspace));
        Assert.NotNull(bound.KeyId);
        Assert.Equal(stage.GetSecret("DifyPS-books"), stage.Dify.State.Knowledge.Single().Keys.Single());
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task A_knowledge_key_for_chosen_bases_is_not_asked_of_a_server_that_cannot()
    {
        await using var stage = await WorkspaceStage.SetAsync("1.14.0");
        stage.Bad($"New-DifyKnowledgeKey work {Guid.NewGuid()}", "KeyScopeNotTaken");
        Assert.DoesNotContain(stage.Sent(), one => one == "POST /console/api/datasets/api-keys");
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task An_editor_makes_no_knowledge_key()
    {
        await using var stage = await WorkspaceStage.SetAsync(role: "editor");
        stage.Bad("New-DifyKnowledgeKey work", "WorkspaceRoleTooLow");
    }
}
