using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Keys that New-DifyAppKey and New-DifyKnowledgeKey made, on their way through the pipeline into Register-DifyApp.</summary>
public sealed class MadeKeyTests
{
    public static TheoryData<string> Versions => WorkspaceStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_of_a_bound_app_goes_into_its_name_and_the_old_one_is_told(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Bind("Cat");
        stage.Good("Set-DifyApp cat -User alice");
        var before = stage.Binding("cat")!;
        var result = stage.Good("New-DifyAppKey cat | Register-DifyApp -WarningVariable told -WarningAction SilentlyContinue; $told");
        var warning = Assert.Single(result.Output.Select(one => one.ToString()));
        Assert.Contains(before.KeyId!, warning);
        var after = stage.Binding("cat")!;
        Assert.NotEqual(before.KeyId, after.KeyId);
        Assert.NotEqual(before.KeyFingerprint, after.KeyFingerprint);
        Assert.Equal(("alice", before.Secret, before.AppId), (after.User, after.Secret, after.AppId));
        stage.Good("Invoke-DifyChat cat hi");
        // The advice is a command that does it.
        stage.Good(warning[warning.IndexOf("Remove-DifyAppKey", StringComparison.Ordinal)..]);
        stage.AssertAgrees(app, "cat");
        stage.Good("Update-DifyAppKey cat");
        stage.AssertAgrees(app, "cat");
    }

    [Fact]
    public async Task A_key_of_an_app_that_is_not_bound_gets_the_app_s_own_name()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Dify.State.AddApp("Support [EU]");
        stage.Offer(app);
        stage.Good("$app | New-DifyAppKey | Register-DifyApp");
        stage.AssertAgrees(app, "Support EU");
        var other = stage.Dify.State.AddApp("Tiger");
        stage.Good($"New-DifyAppKey -Workspace work -AppId {other.Id} | Register-DifyApp");
        stage.AssertAgrees(other, "Tiger");
    }

    [Fact]
    public async Task A_key_that_somebody_has_kept_in_a_variable_goes_the_same_way()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Dify.State.AddApp("Cat");
        stage.Offer(app);
        stage.Good("$made = $app | New-DifyAppKey");
        stage.Good("$made | Register-DifyApp");
        stage.AssertAgrees(app, "Cat");
    }

    [Theory]
    [InlineData("New-DifyAppKey dog | Register-DifyApp -Name cat", "AppAlreadyRegistered", "Remove-DifyAppKey")]
    [InlineData("New-DifyAppKey dog | Register-DifyApp -Name 'a*b'", "InvalidAppName", "Remove-DifyAppKey")]
    [InlineData("New-DifyAppKey dog | Register-DifyApp -Name x -Vault nowhere", "VaultNotFound", "Remove-DifyAppKey")]
    [InlineData("New-DifyKnowledgeKey work | Register-DifyApp", "ParameterMissing", "Remove-DifyKnowledgeKey")]
    [InlineData("New-DifyKnowledgeKey work | Register-DifyApp cat", "AppAlreadyRegistered", "Remove-DifyKnowledgeKey")]
    public async Task What_is_wrong_before_anything_is_sent_is_told_with_the_key_that_stays(string command, string id, string removal)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        stage.Bind("Dog");
        var count = KeyIds(stage).Count;
        var error = stage.Bad(command, id);
        var made = Assert.Single(KeyIds(stage), key => error.Exception.Message.Contains(key, StringComparison.Ordinal));
        var action = error.ErrorDetails.RecommendedAction;
        Assert.Contains($"{removal} ", action);
        stage.Good(action[action.LastIndexOf(removal, StringComparison.Ordinal)..]);
        Assert.Equal(count, KeyIds(stage).Count);
        Assert.DoesNotContain(made, KeyIds(stage));
        Assert.Empty(stage.Journal());
    }

    [Theory]
    [InlineData("New-DifyAppKey cat | Register-DifyApp x", "/v1/info")]
    [InlineData("New-DifyAppKey cat | Register-DifyApp", "/v1/info")]
    [InlineData("New-DifyKnowledgeKey work | Register-DifyApp books", "/v1/datasets")]
    [InlineData("New-DifyKnowledgeKey work | Register-DifyApp books -Force", "/v1/datasets")]
    public async Task What_fails_on_the_way_leaves_no_key(string command, string path)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        var before = KeyIds(stage);
        stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Error, Path = path, Status = 401, Code = "unauthorized" });
        var error = stage.Bad(command, "unauthorized");
        Assert.Contains("is revoked", error.Exception.Message);
        Assert.Equal(before, KeyIds(stage));
        Assert.Null(stage.Binding("books"));
        Assert.Null(stage.Binding("x"));
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task What_fails_with_a_key_that_somebody_has_kept_leaves_that_to_them()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("$made = New-DifyKnowledgeKey work");
        using (stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Error, Path = "/v1/datasets", Status = 401, Code = "unauthorized" }))
        {
            var error = stage.Bad("$made | Register-DifyApp books", "unauthorized");
            Assert.Contains(KeyIds(stage).Single(), error.Exception.Message);
            Assert.Contains("Remove-DifyKnowledgeKey", error.ErrorDetails.RecommendedAction);
        }

        stage.Good("$made | Register-DifyApp books");
    }

    [Fact]
    public async Task A_key_that_an_editor_cannot_revoke_is_told()
    {
        await using var stage = await WorkspaceStage.SetAsync(role: "editor");
        stage.Bind("Cat");
        stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Error, Path = "/v1/info", Status = 401, Code = "unauthorized" });
        var error = stage.Bad("New-DifyAppKey cat | Register-DifyApp x", "unauthorized");
        Assert.Single(KeyIds(stage), key => error.Exception.Message.Contains(key, StringComparison.Ordinal));
        Assert.Contains("Remove-DifyAppKey", error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("New-DifyAppKey cat | Register-DifyApp -WhatIf")]
    [InlineData("New-DifyAppKey cat | Register-DifyApp x -WhatIf")]
    [InlineData("New-DifyKnowledgeKey work | Register-DifyApp books -WhatIf")]
    public async Task What_is_not_done_tells_of_the_key_all_the_same(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        var told = stage.Good(command + " -WarningVariable told -WarningAction SilentlyContinue; $told").Output.Single().ToString();
        Assert.Contains(KeyIds(stage), key => told.Contains(key, StringComparison.Ordinal));
        Assert.Contains("Remove-Dify", told);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Force_revokes_the_key_of_before_that_was_made_here(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Bind("Cat");
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        stage.Good("New-DifyAppKey cat | Register-DifyApp cat -Force -WarningAction Stop");
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books -Force -WarningAction Stop");
        stage.AssertAgrees(app, "cat");
        Assert.Equal([stage.GetSecret("DifyPS-books")!], stage.Dify.State.Knowledge.Single().Keys);
    }

    [Fact]
    public async Task What_force_could_not_revoke_is_revoked_by_the_next_run()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        using (
            stage.Dify.Faults.Add(
                new Fault { Kind = FaultKind.Error, Method = "DELETE", Path = "/console/api/datasets/api-keys/*", Status = 409, Code = "conflict" }
            )
        )
        {
            var command = "New-DifyKnowledgeKey work | Register-DifyApp books -Force -WarningVariable told -WarningAction SilentlyContinue; $told";
            Assert.Contains("'work'", Assert.Single(stage.Good(command).Output).ToString());
        }

        Assert.Equal(2, stage.Dify.State.Knowledge.Single().Keys.Count);
        Assert.Single(stage.Journal());
        stage.Good("$null = Get-DifyKnowledgeKey");
        Assert.Equal([stage.GetSecret("DifyPS-books")!], stage.Dify.State.Knowledge.Single().Keys);
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task Force_leaves_the_key_of_an_edited_entry_and_tells_of_it()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        var dog = stage.Bind("Dog");
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        var other = stage.Binding("dog")!.KeyId!;
        var text = System.IO.File.ReadAllText(stage.RegistryFile);
        System.IO.File.WriteAllText(stage.RegistryFile, text.Replace(stage.Binding("books")!.KeyId!, other, StringComparison.Ordinal));
        var told = stage.Good(
            "New-DifyKnowledgeKey work | Register-DifyApp books -Force -WarningVariable told -WarningAction SilentlyContinue; $told"
        );
        // What was written into the entry is another's key.
        Assert.DoesNotContain(other, Assert.Single(told.Output).ToString());
        Assert.Equal(2, stage.Dify.State.Knowledge.Single().Keys.Count);
        Assert.Single(dog.Keys);
    }

    [Theory]
    [InlineData("Unregister-DifyApp books")]
    [InlineData("Set-DifyApp books -ApiKey $other -Force")]
    [InlineData("Register-DifyApp books -ApiKey $other -Server $server -Force")]
    public async Task A_knowledge_key_that_is_bound_no_longer_is_told_with_the_command_that_revokes_it(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        var knowledge = stage.Dify.State.Knowledge.Single();
        stage.SetKey("other", knowledge.CreateKey());
        var id = stage.Binding("books")!.KeyId!;
        var told = stage.Good($"$null = {command} -WarningVariable told; $told").Output.Select(one => one.ToString());
        var warning = Assert.Single(told, text => text.Contains(id));
        stage.Good(warning[warning.IndexOf("Remove-DifyKnowledgeKey", StringComparison.Ordinal)..]);
        Assert.Single(knowledge.Keys);
    }

    private static IReadOnlyList<string> KeyIds(Stage stage) =>
        [
            .. stage
                .Good(
                    "foreach ($one in (Get-DifyWorkspaceApp work)) { $one | Get-DifyAppKey };"
                        + "if ((Get-DifyWorkspace work).Role -ne 'editor') { Get-DifyKnowledgeKey work }"
                )
                .Output.Select(one => one.ToString())
                .Order(StringComparer.Ordinal),
        ];
}
