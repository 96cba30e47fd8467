using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>An app of a workspace that was bound by a key alone is known by that key, and gets no second one without a word.</summary>
public sealed class BoundByHandTests
{
    private const string Told = " -WarningVariable told -WarningAction SilentlyContinue; $told";

    public static TheoryData<string> Versions => WorkspaceStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task It_is_left_alone_under_the_name_that_it_has(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var (cat, key) = stage.Register("Cat");
        stage.Good("Set-DifyApp cat -NewName tom");
        stage.Offer(cat);
        foreach (var command in new[] { "$app | Register-DifyApp", "$app | Register-DifyApp -Name { $_.Name.ToLower() }" })
        {
            stage.ForgetRequests();
            Assert.Contains("tom (1)", Assert.Single(stage.Good(command + Told).Output).ToString());
            Assert.Single(stage.Requests, one => one.Path.EndsWith("/api-keys", System.StringComparison.Ordinal));
            Assert.Contains("Leave it alone", stage.Good(command + " -WhatIf").Text);
        }

        Assert.Equal([key], cat.Keys);
        Assert.Null(stage.Binding("cat"));
        Assert.Null(stage.Binding("tom")!.AppId);
    }

    [Theory]
    [InlineData("$app | Register-DifyApp -Force", "Cat")]
    [InlineData("$app | Register-DifyApp -Name felix", "felix")]
    public async Task A_name_that_was_chosen_or_force_makes_a_key(string command, string name)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var (cat, key) = stage.Register("Cat");
        stage.Good("Set-DifyApp cat -NewName tom");
        stage.Offer(cat);
        stage.Good("$null = " + command);
        Assert.Equal(2, cat.Keys.Count);
        Assert.Contains(key, cat.Keys);
        Assert.Equal(cat.Id.ToString(), stage.Binding(name)!.AppId);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_copy_whose_key_it_is_not_is_bound(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var (cat, _) = stage.Register("Cat");
        stage.Good("Set-DifyApp cat -NewName tom");
        var copy = stage.Dify.State.AddApp("Cat");
        stage.Shell.SetVariable("apps", new[] { stage.Offer(cat), stage.Offer(copy) });
        Assert.StartsWith(
            "1 bound, 1 already bound, 0 failed.",
            Assert.Single(stage.Good("$apps | Register-DifyApp -Name { $_.Name.ToLower() }" + Told).Output).ToString()
        );
        stage.AssertAgrees(copy, "cat");
        Assert.Single(cat.Keys);
    }

    [Fact]
    public async Task Its_api_is_switched_on_where_that_is_asked_for()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var (cat, key) = stage.Register("Cat");
        stage.Offer(cat);
        stage.Good("$app | Disable-DifyAppApi -Confirm:$false; $app | Register-DifyApp -EnableApi -WarningAction Ignore");
        Assert.True(cat.Enabled);
        Assert.Equal([key], cat.Keys);
    }

    [Fact]
    public async Task Keys_are_asked_for_only_where_an_entry_may_be_the_app_s()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Register("Dog");
        stage.Bind("Cat");
        Assert.DoesNotContain(
            stage.Requests,
            one => one.Method == "GET" && one.Path.EndsWith("/api-keys", System.StringComparison.Ordinal)
        );
    }
}
