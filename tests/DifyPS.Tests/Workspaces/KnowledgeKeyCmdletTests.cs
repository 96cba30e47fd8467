using System;
using System.Linq;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Get-, New- and Remove-DifyKnowledgeKey: a knowledge key is looked after like an app's.</summary>
public sealed class KnowledgeKeyCmdletTests
{
    public static TheoryData<string> Versions => WorkspaceStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Keys_are_listed_with_the_names_that_use_them_and_never_whole(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        var knowledge = stage.Dify.State.Knowledge.Single();
        knowledge.CreateKey();
        var keys = stage.Good("Get-DifyKnowledgeKey work").Output.Select(one => (DifyKnowledgeKey)one.BaseObject).ToList();
        Assert.Equal(2, keys.Count);
        Assert.All(keys, key => Assert.Equal(("work", null), (key.Workspace, key.ApiKey)));
        Assert.All(keys, key => Assert.Empty(key.KnowledgeBaseIds));
        Assert.All(keys, key => Assert.NotNull(key.CreatedAt));
        var used = keys.Single(key => key.KeyId == stage.Binding("books")!.KeyId);
        Assert.Equal(("books", "books"), (used.App, used.BoundAs.Single()));
        Assert.NotNull(used.LastUsedAt);
        Assert.Empty(keys.Single(key => key != used).BoundAs);
        Assert.Single(stage.Good("Get-DifyKnowledgeKey -Unused 0 | Where-Object LastUsedAt -eq $null").Output);
        Assert.Empty(stage.Good("Get-DifyKnowledgeKey -Unused 90").Output);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_that_was_bound_by_hand_is_known_by_what_the_server_shows_of_it(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var knowledge = stage.Dify.State.AddKnowledge();
        stage.SetKey("hand", knowledge.CreateKey());
        knowledge.CreateKey();
        stage.Good("Register-DifyApp books $hand -Server $server");
        var keys = stage.Good("Get-DifyKnowledgeKey").Output.Select(one => (DifyKnowledgeKey)one.BaseObject).ToList();
        Assert.Equal(["books"], keys.Single(key => key.BoundAs.Count > 0).BoundAs);
        var error = stage.Bad("Get-DifyKnowledgeKey | Where-Object BoundAs | Remove-DifyKnowledgeKey", "KnowledgeKeyInUse");
        Assert.Contains("'books'", error.Exception.Message);
        stage.Good("Get-DifyKnowledgeKey | Where-Object { -not $_.BoundAs } | Remove-DifyKnowledgeKey");
        Assert.Single(knowledge.Keys);
        stage.Good("Get-DifyKnowledgeKey | Remove-DifyKnowledgeKey -Force");
        Assert.Empty(knowledge.Keys);
    }

    [Fact]
    public async Task The_bases_of_a_key_are_told()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var knowledge = stage.Dify.State.AddKnowledge();
        var id = (string)knowledge.AddDataset("Handbook")["id"]!;
        stage.Good($"New-DifyKnowledgeKey work '{{{id.ToUpperInvariant()}}}' | Register-DifyApp books");
        var key = (DifyKnowledgeKey)stage.Good("Get-DifyKnowledgeKey").Output.Single().BaseObject;
        Assert.Equal([id], key.KnowledgeBaseIds);
        Assert.Equal(id, stage.Binding("books")!.KnowledgeBaseId);
    }

    [Fact]
    public async Task A_key_in_use_is_revoked_with_force_only()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        var (knowledge, id) = (stage.Dify.State.Knowledge.Single(), stage.Binding("books")!.KeyId);
        stage.ForgetRequests();
        stage.Bad($"Remove-DifyKnowledgeKey work {id}", "KnowledgeKeyInUse");
        Assert.Empty(stage.Requests);
        stage.Good($"Remove-DifyKnowledgeKey work {id} -Force -WhatIf");
        Assert.Single(knowledge.Keys);
        stage.Good($"'{id}' | Remove-DifyKnowledgeKey work -Force");
        Assert.Empty(knowledge.Keys);
        var error = stage.Bad($"Remove-DifyKnowledgeKey work {id} -Force", "KnowledgeKeyNotFound");
        Assert.Contains("Get-DifyKnowledgeKey work", error.ErrorDetails.RecommendedAction);
        // What Test-DifyApp says to do does it.
        KeyCache.Clear();
        var found = (DifyAppStatus)stage.Good("Test-DifyApp books").Output.Single().BaseObject;
        Assert.Equal(AppHealth.KeyRevoked, found.Status);
        stage.Good(found.RecommendedAction!.Split(": ")[1]);
        Assert.Equal(AppHealth.Ok, ((DifyAppStatus)stage.Good("Test-DifyApp books").Output.Single().BaseObject).Status);
    }

    [Theory]
    [InlineData("editor")]
    [InlineData("normal")]
    [InlineData("dataset_operator")]
    public async Task A_role_that_is_too_low_is_told_and_what_it_takes(string role)
    {
        await using var stage = await WorkspaceStage.SetAsync(role: role);
        stage.Dify.State.AddKnowledge().CreateKey();
        foreach (
            var command in new[]
            {
                "Get-DifyKnowledgeKey", "New-DifyKnowledgeKey", $"Remove-DifyKnowledgeKey work {Guid.NewGuid()}",
            }
        )
        {
            Assert.Contains("an admin or the owner", stage.Bad(command, "WorkspaceRoleTooLow").Exception.Message);
        }

        Assert.DoesNotContain(stage.Sent(), one => one.StartsWith("DELETE", StringComparison.Ordinal));
        Assert.DoesNotContain("POST /console/api/datasets/api-keys", stage.Sent());
    }

    [Theory]
    [InlineData("New-DifyKnowledgeKey device")]
    [InlineData("Get-DifyKnowledgeKey device")]
    [InlineData("Remove-DifyKnowledgeKey device 123e4567-e89b-12d3-a456-426614174000")]
    [InlineData("Get-DifyAppKey -Workspace device -AppId 123e4567-e89b-12d3-a456-426614174000")]
    [InlineData("New-DifyAppKey -Workspace device -AppId 123e4567-e89b-12d3-a456-426614174000")]
    public async Task A_device_sign_in_is_not_told_to_sign_in_by_a_device(string command)
    {
        await using var stage = await AppStage.SetAsync();
        await stage.ConnectDeviceAsync();
        var error = stage.Bad(command, "NotThisWay");
        var action = error.ErrorDetails.RecommendedAction.Replace("Connect-DifyWorkspace device", "", StringComparison.Ordinal);
        Assert.DoesNotContain("evice", action);
        Assert.Contains("-Credential", error.ErrorDetails.RecommendedAction);
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Ten_keys_are_told_with_commands_that_see_to_them(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var knowledge = stage.Dify.State.AddKnowledge();
        for (var i = 0; i < 10; i++)
            knowledge.CreateKey();
        var error = stage.Bad("New-DifyKnowledgeKey work", "KeyLimitReached");
        Assert.Equal(10, error.Exception.Message.Split("last used").Length - 1);
        Assert.Contains("Get-DifyKnowledgeKey work", error.ErrorDetails.RecommendedAction);
        Assert.Contains("Remove-DifyKnowledgeKey", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain("AppKey", error.ErrorDetails.RecommendedAction);
        stage.Good("Get-DifyKnowledgeKey work -Unused 0 | Remove-DifyKnowledgeKey");
        Assert.Empty(knowledge.Keys);
    }

    [Fact]
    public async Task A_base_that_is_not_there_is_told_and_no_key_is_made()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var knowledge = stage.Dify.State.AddKnowledge();
        var id = Guid.NewGuid().ToString();
        Assert.Contains(id, stage.Bad($"New-DifyKnowledgeKey work {id}", "KnowledgeBaseNotFound").Exception.Message);
        Assert.Empty(knowledge.Keys);
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task Tab_offers_the_ids_of_keys_that_were_listed_and_of_the_one_in_use()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        Assert.Equal(stage.Binding("books")!.KeyId, stage.Texts("Remove-DifyKnowledgeKey work "));
        stage.Dify.State.Knowledge.Single().CreateKey();
        stage.Good("Get-DifyKnowledgeKey work");
        stage.ForgetRequests();
        Assert.Equal(2, stage.Texts("Remove-DifyKnowledgeKey work ").Split(',').Length);
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("Get-DifyAppKey books")]
    [InlineData("New-DifyAppKey books")]
    [InlineData("Remove-DifyAppKey books 123e4567-e89b-12d3-a456-426614174000")]
    public async Task A_name_of_knowledge_is_told_the_commands_for_its_key(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        stage.ForgetRequests();
        Assert.Contains("DifyKnowledgeKey", stage.Bad(command, "AppKeyRequired").ErrorDetails.RecommendedAction);
        Assert.Empty(stage.Requests);
        Assert.Empty(stage.Good("Get-DifyAppKey *").Output);
    }
    [Fact]
    public async Task A_base_that_is_not_there_is_told_by_its_id_and_the_name()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("$made = New-DifyKnowledgeKey work");
        var id = System.Guid.NewGuid();
        var error = stage.Bad($"Register-DifyApp books $made.ApiKey -KnowledgeBaseId {id} -Server $server", "KnowledgeBaseNotOpened");
        Assert.StartsWith($"There is no knowledge base {id} where the key of 'books' belongs", error.Exception.Message);
    }

}
