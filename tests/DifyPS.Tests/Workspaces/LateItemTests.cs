using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>What is done after an item's turn is told of that item, whatever the pipeline came to last.</summary>
public sealed class LateItemTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" -WhatIf")]
    public async Task A_name_that_is_taken_is_told_of_the_app_that_wants_it(string more)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var dog = stage.Bind("Dog");
        stage.Dify.State.RemoveApp(dog);
        var (fresh, cat) = (stage.Dify.State.AddApp("Dog"), stage.Dify.State.AddApp("Cat"));
        stage.Shell.SetVariable("apps", new[] { stage.Offer(fresh), stage.Offer(cat) });

        var result = stage.Run("$apps | Register-DifyApp -Name { $_.Name.ToLower() }" + more);
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("AppAlreadyRegistered,", error.FullyQualifiedErrorId);
        Assert.StartsWith("The name 'dog' is taken", error.Exception.Message);
        Assert.DoesNotContain("cat", error.ToString(), System.StringComparison.OrdinalIgnoreCase);
        Assert.Equal("dog", error.TargetObject);
    }

    [Fact]
    public async Task A_last_item_that_is_no_app_keeps_no_other_from_its_new_key()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        var before = cat.Keys.Single();
        var result = stage.Run("(Get-DifyApp cat), [pscustomobject]@{ Colour = 'red' } | Update-DifyAppKey");
        Assert.Single(result.Errors);
        Assert.NotEqual(before, cat.Keys.Single());
        stage.AssertAgrees(cat, "cat");
    }
}
