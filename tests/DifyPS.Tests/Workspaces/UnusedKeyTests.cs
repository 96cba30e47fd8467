using System;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>A key that was made just now, and goes into a cmdlet that has no use for it, is told with the command that revokes it.</summary>
public sealed class UnusedKeyTests
{
    private const string Told = " -WarningVariable told -WarningAction SilentlyContinue; $told";

    [Theory]
    [InlineData("New-DifyAppKey cat | Set-DifyApp -User bob")]
    [InlineData("New-DifyAppKey cat | Set-DifyApp -User bob -WhatIf")]
    [InlineData("$made = New-DifyAppKey cat; $made | Set-DifyApp -User bob")]
    [InlineData("New-DifyAppKey cat | Update-DifyAppKey")]
    [InlineData("$made = New-DifyAppKey cat; $made | Set-DifyApp -ApiKey $made.ApiKey -WhatIf")]
    public async Task It_is_told(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        var warning = Assert.Single(stage.Good(command + Told).Output).ToString();
        Assert.Equal(2, cat.Keys.Count);
        Assert.Contains("stays in Dify", warning);
        stage.Good(warning[warning.IndexOf("Remove-DifyAppKey", StringComparison.Ordinal)..]);
        stage.AssertAgrees(cat, "cat");
    }

    [Theory]
    [InlineData("Set-DifyApp -User bob")]
    [InlineData("Update-DifyAppKey")]
    public async Task It_is_told_beside_the_error_of_an_app_that_has_no_name(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Dify.State.AddApp("Cat");
        stage.Offer(cat);
        var result = stage.Run($"$app | New-DifyAppKey | {command}" + Told);
        Assert.NotEmpty(result.Errors);
        var warning = Assert.Single(result.Output).ToString();
        stage.Good(warning[warning.IndexOf("Remove-DifyAppKey", StringComparison.Ordinal)..]);
        Assert.Empty(cat.Keys);
    }

    [Theory]
    [InlineData("$made = New-DifyAppKey cat; $made | Set-DifyApp -ApiKey $made.ApiKey")]
    [InlineData("$made = New-DifyAppKey cat; $made | Register-DifyApp -WarningAction Ignore; $made | Set-DifyApp -User bob")]
    public async Task One_that_a_name_has_is_not(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        Assert.DoesNotContain("no name is bound to it", stage.Good("$null = " + command + " 3>&1").Text);
        var texts = stage.Good(command + Told).Output.Select(one => one.ToString());
        Assert.DoesNotContain(texts, text => text.Contains("no name is bound to it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_of_knowledge_is_told_as_well()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var result = stage.Run("New-DifyKnowledgeKey work | Update-DifyAppKey" + Told);
        var warning = Assert.Single(result.Output).ToString();
        stage.Good(warning[warning.IndexOf("Remove-DifyKnowledgeKey", StringComparison.Ordinal)..]);
        Assert.Empty(stage.Dify.State.Knowledge.Single().Keys);
    }
}
