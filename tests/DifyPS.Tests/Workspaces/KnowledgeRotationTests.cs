using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Update-DifyAppKey rotates knowledge keys that were made here as it rotates those of apps.</summary>
public sealed class KnowledgeRotationTests
{
    private const string Keys = "/console/api/datasets/api-keys";

    public static TheoryData<string> Versions => WorkspaceStage.Versions;

    public static TheoryData<string, string> Moments
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var version in new[] { "1.14.0", "1.20.0" })
            {
                foreach (var moment in KeyPoint.All)
                    data.Add(version, moment);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_is_rotated_in_order_and_other_calls_go_on(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        var knowledge = stage.Dify.State.Knowledge.Single();
        var key = knowledge.Keys.Single();
        using var other = stage.NewSession();
        stage.Good("Invoke-DifyRestMethod books /datasets");
        stage.ForgetRequests();
        stage.Good("Update-DifyAppKey *");
        Assert.DoesNotContain(key, knowledge.Keys);
        AssertAgrees(stage, knowledge);
        Assert.Equal(
            [$"GET {Keys}", $"POST {Keys}", "GET /datasets", $"DELETE {Keys}/ID"],
            stage
                .Sent()
                .Where(one => !one.Contains("/workspaces/current", StringComparison.Ordinal))
                .Select(one => one.StartsWith("DELETE", StringComparison.Ordinal) ? one[..^36] + "ID" : one)
        );
        stage.Good("Invoke-DifyRestMethod books /datasets");
        Assert.Empty(other.Run("Invoke-DifyRestMethod books /datasets").Errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" -KnowledgeBaseId ''")]
    public async Task A_key_for_chosen_bases_is_rotated_for_the_same_ones(string how)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var knowledge = stage.Dify.State.AddKnowledge();
        var ids = new[] { "One", "Two", "Three" }.Select(name => (string)knowledge.AddDataset(name)["id"]!).ToList();
        stage.Good($"New-DifyKnowledgeKey work {ids[0]}, {ids[1]} | Register-DifyApp books{how}");
        var before = stage.Binding("books")!;
        stage.Good("Update-DifyAppKey books");
        var after = (DifyKnowledgeKey)stage.Good("Get-DifyKnowledgeKey").Output.Single().BaseObject;
        Assert.Equal(ids.Take(2).Order(), after.KnowledgeBaseIds.Order());
        Assert.NotEqual(before.KeyId, after.KeyId);
        var bound = stage.Binding("books")!;
        Assert.Equal((before.KnowledgeBaseId, before.LimitedToBases), (bound.KnowledgeBaseId, bound.LimitedToBases));
        AssertAgrees(stage, knowledge);
        stage.Good($"Invoke-DifyRestMethod books /datasets/{ids[1]}");
        stage.Bad($"Invoke-DifyRestMethod books /datasets/{ids[2]}", "forbidden");
    }

    [Fact]
    public async Task A_key_whose_base_was_deleted_is_left_as_it_is_and_told()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var knowledge = stage.Dify.State.AddKnowledge();
        var (one, two) = (knowledge.AddDataset("One"), knowledge.AddDataset("Two"));
        stage.Good($"New-DifyKnowledgeKey work {one["id"]}, {two["id"]} | Register-DifyApp books");
        var key = knowledge.Keys.Single();
        knowledge.RemoveDataset(two);
        stage.Bad("Update-DifyAppKey books", "KnowledgeBaseNotFound");
        Assert.Equal([key], knowledge.Keys);
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task A_key_for_chosen_bases_of_which_nobody_tells_is_left_as_it_is()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var knowledge = stage.Dify.State.AddKnowledge();
        stage.Good($"New-DifyKnowledgeKey work {knowledge.AddDataset("One")["id"]} | Register-DifyApp books -KnowledgeBaseId ''");
        var (key, id) = (knowledge.Keys.Single(), stage.Binding("books")!.KeyId);
        stage.Dify.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Error, Status = 200, Method = "GET", Path = "/console/api/datasets/api-keys",
                Body = $$"""{"data":[{"id":"{{id}}","token":"dataset-...{{key[^4..]}}"}]}""",
            }
        );
        stage.Bad("Update-DifyAppKey books", "KeyScopeUnknown");
        Assert.Equal([key], knowledge.Keys);
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task A_key_that_is_gone_is_told_and_none_is_made_since_nobody_knows_what_it_opened()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        var knowledge = stage.Dify.State.Knowledge.Single();
        knowledge.RevokeKey(knowledge.Keys.Single());
        var error = stage.Bad("Update-DifyAppKey books", "KnowledgeKeyNotFound");
        Assert.Contains("New-DifyKnowledgeKey work | Register-DifyApp books -Force", error.ErrorDetails.RecommendedAction);
        Assert.Empty(knowledge.Keys);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_with_the_id_of_another_key_beside_it_is_refused_and_rotates_nothing(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var knowledge = stage.Dify.State.AddKnowledge();
        stage.SetKey("mine", knowledge.CreateKey());
        stage.Good("$made = New-DifyKnowledgeKey work");
        var command = "Register-DifyApp books $mine -Workspace work -KeyId $made.KeyId";
        stage.Bad(command, "KnowledgeKeyNotFound");
        Assert.Null(stage.Binding("books"));
        stage.Good(command + " -NoVerify");
        stage.Bad("Update-DifyAppKey books", "KnowledgeKeyNotFound");
        Assert.Equal(2, knowledge.Keys.Count);
    }

    [Fact]
    public async Task What_was_bound_by_hand_is_left_and_told_with_a_command_for_knowledge()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.SetKey("hand", stage.Dify.State.AddKnowledge().CreateKey());
        stage.Good("Register-DifyApp books $hand -Server $server");
        var result = stage.Good("Update-DifyAppKey * -WarningVariable warned -WarningAction SilentlyContinue; $warned");
        Assert.Contains("books", result.Output.Single().ToString());
        var error = stage.Bad("Update-DifyAppKey books", "AppNotOfWorkspace");
        Assert.Contains("New-DifyKnowledgeKey", error.ErrorDetails.RecommendedAction);
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books -Force");
        stage.SetKey("other", stage.Dify.State.Knowledge.Single().CreateKey());
        stage.Good("Set-DifyApp books -ApiKey $other -Force -WarningAction SilentlyContinue");
        error = stage.Bad("Update-DifyAppKey books", "KeyNotMintedHere");
        Assert.Contains("New-DifyKnowledgeKey work | Register-DifyApp books -Force", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task Age_the_old_key_and_grace_are_as_for_apps()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        var knowledge = stage.Dify.State.Knowledge.Single();
        var key = knowledge.Keys.Single();
        stage.Good("Update-DifyAppKey books -OlderThan 30");
        Assert.Equal([key], knowledge.Keys);
        stage.Good("Update-DifyAppKey books -KeepOld");
        Assert.Equal(2, knowledge.Keys.Count);
        Assert.Contains(key, knowledge.Keys);
        var second = stage.GetSecret("DifyPS-books");
        stage.Good("Get-DifyKnowledgeKey | Where-Object BoundAs | Update-DifyAppKey -GraceSeconds 1");
        Assert.DoesNotContain(second, knowledge.Keys);
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task An_editor_is_told_before_anything_is_made_also_where_the_old_key_is_kept()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        var knowledge = stage.Dify.State.Knowledge.Single();
        stage.BecomeRole("editor");
        stage.Bad("Update-DifyAppKey books", "WorkspaceRoleTooLow");
        stage.Bad("Update-DifyAppKey books -KeepOld", "WorkspaceRoleTooLow");
        Assert.Single(knowledge.Keys);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_rotation_that_was_cut_off_is_ended_or_undone_by_the_next(string version, string moment)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        var knowledge = stage.Dify.State.Knowledge.Single();
        stage.Kill(moment, "Update-DifyAppKey books");
        // A call between finds the key in use, whichever it is.
        stage.Good("Invoke-DifyRestMethod books /datasets");
        stage.Good("Update-DifyAppKey books -WarningAction SilentlyContinue");
        if (moment == KeyPoint.Noted)
            Assert.Equal([stage.GetSecret("DifyPS-books")!], knowledge.Keys);
        else
            AssertAgrees(stage, knowledge);
        stage.Good("Invoke-DifyRestMethod books /datasets");
    }

    private static void AssertAgrees(Stage stage, SimulatedKnowledge knowledge)
    {
        var secret = stage.GetSecret("DifyPS-books")!;
        Assert.Equal([secret], knowledge.Keys);
        var binding = stage.Binding("books")!;
        Assert.True(BindingSeal.Holds(binding, ApiKey.FromString(secret)));
        Assert.Equal(("knowledge", "work"), (binding.Mode, binding.Workspace));
        Assert.NotNull(binding.KeyId);
        Assert.Empty(stage.Journal());
    }
}
