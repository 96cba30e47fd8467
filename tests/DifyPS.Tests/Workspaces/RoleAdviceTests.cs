using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>What is advised to somebody whose role is too low is nothing that takes the same role, or one that they have not.</summary>
public sealed class RoleAdviceTests
{
    [Theory]
    [InlineData("normal", "Update-DifyAppKey cat")]
    [InlineData("normal", "Update-DifyAppKey *")]
    [InlineData("dataset_operator", "Update-DifyAppKey cat")]
    [InlineData("editor", "Update-DifyAppKey books")]
    public async Task Keys_that_the_role_cannot_make_are_not_advised(string role, string command)
    {
        await using var stage = await SetAsync();
        stage.BecomeRole(role);
        var action = stage.Bad(command, "WorkspaceRoleTooLow").ErrorDetails.RecommendedAction;
        Assert.Contains("Get the role of an admin", action);
        Assert.DoesNotContain("KeepOld", action);
    }

    [Fact]
    public async Task Of_names_of_both_kinds_those_of_apps_are_advised()
    {
        await using var stage = await SetAsync();
        stage.BecomeRole("editor");
        var action = stage.Bad("Update-DifyAppKey *", "WorkspaceRoleTooLow").ErrorDetails.RecommendedAction;
        Assert.EndsWith("Update-DifyAppKey cat, dog -KeepOld", action);
        stage.Good("Update-DifyAppKey cat, dog -KeepOld");
    }

    [Theory]
    [InlineData("Update-DifyAppKey * -Workspace work", "Update-DifyAppKey cat, dog -Workspace work -KeepOld")]
    [InlineData("Update-DifyAppKey cat -Workspace work", "Update-DifyAppKey cat -Workspace work -KeepOld")]
    public async Task The_workspace_that_was_named_is_named_again(string command, string advice)
    {
        await using var stage = await SetAsync();
        stage.BecomeRole("editor");
        Assert.EndsWith(advice, stage.Bad(command, "WorkspaceRoleTooLow").ErrorDetails.RecommendedAction);
        stage.Good(advice);
    }

    [Theory]
    [InlineData("editor", "owner")]
    [InlineData("editor", "editor")]
    [InlineData("normal", "normal")]
    public async Task A_key_in_use_is_told_by_the_role_first(string role, string noted)
    {
        await using var stage = await SetAsync();
        var id = stage.Binding("cat")!.KeyId;
        stage.BecomeRole(role);
        await stage.ConnectAsync(noted);
        stage.Bad($"Remove-DifyAppKey cat {id}", "WorkspaceRoleTooLow");
    }

    [Fact]
    public async Task Of_knowledge_as_well()
    {
        await using var stage = await SetAsync();
        var id = stage.Binding("books")!.KeyId;
        stage.BecomeRole("editor");
        await stage.ConnectAsync("editor");
        stage.Bad($"Remove-DifyKnowledgeKey work {id}", "WorkspaceRoleTooLow");
    }

    [Fact]
    public async Task A_role_that_was_raised_since_is_told_that_the_key_is_in_use()
    {
        await using var stage = await SetAsync();
        await stage.ConnectAsync("editor");
        stage.Bad($"Remove-DifyAppKey cat {stage.Binding("cat")!.KeyId}", "AppKeyInUse");
        stage.Bad($"Remove-DifyKnowledgeKey work {stage.Binding("books")!.KeyId}", "KnowledgeKeyInUse");
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        stage.Bind("Dog");
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        return stage;
    }
}
