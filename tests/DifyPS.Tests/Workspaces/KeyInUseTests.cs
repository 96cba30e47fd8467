using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Which key is in use is what the vault says, and which app a name stands for is what its key has sealed.</summary>
public sealed class KeyInUseTests
{
    public static TheoryData<string> Versions => WorkspaceStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_that_somebody_else_has_put_into_the_vault_is_in_use(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Bind("Cat");
        var newer = app.CreateKey(Canary.NewKey());
        stage.PutSecret("DifyPS-cat", newer);
        KeyCache.Clear();
        stage.Offer(app);
        var bound = stage.Good("$app | Get-DifyAppKey | Where-Object BoundAs").Output.Select(one => (DifyAppKey)one.BaseObject).Single();
        Assert.Equal(["cat"], bound.BoundAs);
        Assert.NotEqual(stage.Binding("cat")!.KeyId, bound.KeyId);
        stage.Bad($"$app | Remove-DifyAppKey -KeyId {bound.KeyId}", "AppKeyInUse");
        Assert.Contains(newer, app.Keys);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_same_holds_for_keys_of_knowledge(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        var first = stage.Binding("books")!.KeyId;
        var before = File.ReadAllText(stage.RegistryFile);
        stage.Good("Update-DifyAppKey books -KeepOld");
        // As of a registry that another machine has, and that nobody has told.
        File.WriteAllText(stage.RegistryFile, before);
        KeyCache.Clear();
        var bound = stage.Good("Get-DifyKnowledgeKey work | Where-Object BoundAs").Output
            .Select(one => (DifyKnowledgeKey)one.BaseObject)
            .Single();
        Assert.NotEqual(first, bound.KeyId);
        stage.Bad($"Remove-DifyKnowledgeKey work {bound.KeyId}", "KnowledgeKeyInUse");
    }

    [Theory]
    [InlineData("Get-DifyAppKey cat")]
    [InlineData("New-DifyAppKey cat")]
    [InlineData("Get-DifyAppKey cat | Remove-DifyAppKey -Force")]
    public async Task An_entry_that_was_edited_leads_to_no_key(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var (cat, dog) = (stage.Bind("Cat"), stage.Bind("Dog"));
        var keys = dog.Keys.ToList();
        Edit(stage, cat.Id.ToString(), dog.Id.ToString());
        stage.Bad(command, "BindingChanged");
        Assert.Equal(keys, dog.Keys);
        Assert.Single(cat.Keys);
        Assert.DoesNotContain(stage.Requests, one => one.Path.Contains(dog.Id.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_id_of_a_key_that_was_edited_frees_none()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        stage.Offer(cat);
        Edit(stage, stage.Binding("cat")!.KeyId!, Guid.NewGuid().ToString());
        stage.Bad("$app | Get-DifyAppKey | Remove-DifyAppKey", "AppKeyInUse");
        Assert.Single(cat.Keys);
    }

    [Fact]
    public async Task Keys_in_what_a_server_complains_of_are_not_repeated()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        var (one, other) = (Canary.NewKey(), Canary.NewKey("dataset-"));
        stage.Dify.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Error,
                Path = "/console/api/apps/*/api-keys",
                Status = 400,
                Code = "bad",
                Message = $"token {one} and {other} of app-store",
            }
        );
        var error = stage.Run("New-DifyAppKey cat").Errors.First();
        Assert.Contains("app-store", error.ToString());
        Assert.Contains("[API key]", error.ToString());
        Assert.DoesNotContain(one[4..], error.Exception + error.ToString());
        Assert.DoesNotContain(other[8..], error.Exception + error.ToString());
    }

    [Fact]
    public async Task A_new_key_by_force_revokes_the_one_of_before_without_a_name_too()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        stage.Good("Set-DifyApp cat -User zed; New-DifyAppKey cat | Register-DifyApp -Force");
        stage.AssertAgrees(app, "cat");
        Assert.Equal("zed", stage.Binding("cat")!.User);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("$null")]
    public async Task A_key_for_no_base_is_made_for_none(string value)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bad($"[pscustomobject]@{{ Workspace = 'work'; KnowledgeBaseId = {value} }} | New-DifyKnowledgeKey", "InvalidArgument");
        Assert.DoesNotContain(stage.Requests, one => one.Method == "POST");
    }

    private static void Edit(Stage stage, string from, string to)
    {
        File.WriteAllText(stage.RegistryFile, File.ReadAllText(stage.RegistryFile).Replace(from, to, StringComparison.Ordinal));
        KeyCache.Clear();
        stage.ForgetRequests();
    }
}
