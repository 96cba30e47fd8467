using System;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>A row that has the name of an app names it, for all that is about keys.</summary>
public sealed class NamedByRowTests
{
    [Theory]
    [InlineData("Get-DifyApp cat | ForEach-Object { [pscustomobject]@{ Name = $_.Name } }")]
    [InlineData("[pscustomobject]@{ Name = 'Cat' }")]
    [InlineData("[pscustomobject]@{ Name = 'cat'; Workspace = 'work' }")]
    [InlineData("[pscustomobject]@{ Name = 'cat'; AppId = '' }")]
    public async Task A_name_alone_is_a_registered_name(string row)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var (cat, dog) = (stage.Bind("Cat"), stage.Bind("Dog"));
        var (before, other) = (cat.Keys.Single(), dog.Keys.Single());
        stage.Good(row + " | Update-DifyAppKey");
        stage.AssertAgrees(cat, "cat");
        Assert.NotEqual(before, cat.Keys.Single());
        Assert.Equal(other, dog.Keys.Single());
        Assert.Equal("cat", ((DifyAppKey)stage.Good(row + " | Get-DifyAppKey").Output.Single().BaseObject).App);
    }

    [Fact]
    public async Task What_a_connection_is_called_is_no_app()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Work");
        var before = app.Keys.Single();
        Assert.NotEmpty(stage.Run("Get-DifyWorkspace | Update-DifyAppKey").Errors);
        Assert.Equal(before, app.Keys.Single());
    }

    [Theory]
    [InlineData("Get-DifyApp pig2 | ForEach-Object { [pscustomobject]@{ Name = $_.Name; AppId = $_.AppId } }")]
    [InlineData("Get-DifyApp pig2 | ForEach-Object { [pscustomobject]@{ Name = $_.Name; AppId = $_.AppId; Workspace = $_.Workspace } }")]
    [InlineData("Get-DifyApp pig2 | ForEach-Object { [pscustomobject]@{ App = $_.App; AppId = $_.AppId } }")]
    [InlineData("Get-DifyApp pig2")]
    public async Task Of_two_names_of_an_app_the_one_in_the_row_is_meant(string row)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Dify.State.AddApp("Pig");
        stage.Offer(app);
        stage.Good("$app | Register-DifyApp pig1; $app | Register-DifyApp pig2 -Force -WarningAction Ignore");
        var (one, two) = (stage.Binding("pig1")!.KeyId, stage.Binding("pig2")!.KeyId);
        stage.Good(row + " | Update-DifyAppKey");
        Assert.Equal(one, stage.Binding("pig1")!.KeyId);
        Assert.NotEqual(two, stage.Binding("pig2")!.KeyId);
    }

    [Fact]
    public async Task A_key_that_another_app_uses_is_told_with_that_app()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var (cat, dog) = (stage.Bind("Cat"), stage.Bind("Dog"));
        var error = stage.Bad("Remove-DifyAppKey cat -KeyId (Get-DifyApp dog).KeyId", "AppKeyInUse");
        Assert.Contains("'Dog'", error.Exception.Message);
        Assert.DoesNotContain("cat", error.Exception.Message, StringComparison.OrdinalIgnoreCase);
        var advice = error.ErrorDetails.RecommendedAction;
        stage.Good(advice[advice.IndexOf("Get-DifyAppKey", StringComparison.Ordinal)..]);
        Assert.Single(cat.Keys);
        Assert.Single(dog.Keys);
    }
}
