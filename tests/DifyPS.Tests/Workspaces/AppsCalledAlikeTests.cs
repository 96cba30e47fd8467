using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Apps of a workspace that are called alike, bound by one command: each keeps what it has, and none takes another's name.</summary>
public sealed class AppsCalledAlikeTests
{
    private const string Bulk = "Register-DifyApp -Name { $_.Name.ToLower() }";
    private const string Told = " -WarningVariable told -WarningAction SilentlyContinue; $told";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_app_that_has_a_name_is_left_alone_and_claims_no_other(bool copyFirst)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var (cat, copy) = SetCopy(stage);
        Offer(stage, copyFirst ? [copy, cat] : [cat, copy]);
        var keys = (cat.Keys.Single(), copy.Keys.Single());
        var warning = Assert.Single(stage.Good("$apps | " + Bulk + Told).Output).ToString();
        Assert.StartsWith("0 bound, 2 already bound, 0 failed.", warning);
        Assert.Contains("cat, parrot (2)", warning);
        Assert.Equal(keys, (cat.Keys.Single(), copy.Keys.Single()));
        // What -WhatIf tells is the same.
        Assert.DoesNotContain("Make a key", stage.Good($"$apps | {Bulk} -WhatIf").Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_app_that_has_no_name_yet_is_the_one_that_is_told(bool newFirst)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var (cat, copy) = SetCopy(stage);
        var fresh = stage.Dify.State.AddApp("Cat");
        Offer(stage, newFirst ? [fresh, copy, cat] : [copy, cat, fresh]);
        var result = stage.Run("$apps | " + Bulk + Told);
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("AppAlreadyRegistered,", error.FullyQualifiedErrorId);
        Assert.Contains(fresh.Id.ToString(), error.Exception.Message);
        Assert.StartsWith("0 bound, 2 already bound, 1 failed.", Assert.Single(result.Output).ToString());
        stage.Good(Advised(error));
        stage.AssertAgrees(fresh, "cat2");
    }

    [Fact]
    public async Task A_name_that_a_bound_app_does_not_need_goes_to_the_app_that_has_none()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var copy = stage.Bind("Cat");
        stage.Good("Set-DifyApp cat -NewName parrot");
        var cat = stage.Dify.State.AddApp("Cat");
        Offer(stage, copy, cat);
        Assert.StartsWith("1 bound, 1 already bound, 0 failed.", Assert.Single(stage.Good("$apps | " + Bulk + Told).Output).ToString());
        stage.AssertAgrees(cat, "cat");
        Assert.Equal(copy.Id.ToString(), stage.Binding("parrot")!.AppId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task By_force_each_gets_a_new_key_for_the_name_that_it_has(bool copyFirst)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var (cat, copy) = SetCopy(stage);
        var keys = (cat.Keys.Single(), copy.Keys.Single());
        Offer(stage, copyFirst ? [copy, cat] : [cat, copy]);
        stage.Good($"$apps | {Bulk} -Force -WarningAction Stop");
        stage.AssertAgrees(cat, "cat");
        Assert.Equal([stage.GetSecret("DifyPS-parrot")!], copy.Keys);
        Assert.Equal(copy.Id.ToString(), stage.Binding("parrot")!.AppId);
        Assert.NotEqual(keys.Item1, cat.Keys.Single());
        Assert.NotEqual(keys.Item2, copy.Keys.Single());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task By_force_no_app_of_the_command_loses_its_name_to_another(bool newFirst)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        var fresh = stage.Dify.State.AddApp("Cat");
        Offer(stage, newFirst ? [fresh, cat] : [cat, fresh]);
        var error = Assert.Single(stage.Run($"$apps | {Bulk} -Force -WarningAction SilentlyContinue").Errors);
        Assert.EndsWith($"Cat ({fresh.Id}) was left alone.", error.Exception.Message);
        stage.AssertAgrees(cat, "cat");
        Assert.Empty(fresh.Keys);
    }

    [Fact]
    public async Task A_second_name_that_was_chosen_is_told()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        Offer(stage, cat);
        var warning = Assert.Single(stage.Good("$apps | Register-DifyApp -Name tom -Force" + Told).Output).ToString();
        Assert.Contains("'tom' is another name of the app 'Cat', which is bound as cat already", warning);
        Assert.Equal(2, cat.Keys.Count);
        stage.Good("$apps | Register-DifyApp -Name tom -Force -WarningAction Stop");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" -WhatIf")]
    public async Task Each_app_of_one_name_is_advised_another_name_that_is_free(string whatIf)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cats = Enumerable.Range(0, 4).Select(_ => stage.Dify.State.AddApp("Cat")).ToList();
        // Its name is no advice for the others, though it comes last.
        var second = stage.Dify.State.AddApp("Cat2");
        Offer(stage, [.. cats, second]);
        var result = stage.Run($"$apps | Register-DifyApp{whatIf} -WarningAction SilentlyContinue");
        var advised = result.Errors.Select(Advised).ToList();
        Assert.Equal(["Cat3", "Cat4", "Cat5"], advised.Select(one => one.Split(' ')[1]).Order(StringComparer.Ordinal));
        if (whatIf.Length > 0)
            return;
        foreach (var command in advised)
            stage.Good(command);
        Assert.All(cats, cat => Assert.Single(cat.Keys));
        Assert.Single(second.Keys);
    }

    [Fact]
    public async Task Names_that_entries_have_are_advised_neither_and_a_number_is_counted_on()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Register("Cat");
        stage.Good("Set-DifyApp cat -NewName Cat2");
        stage.Register("Cat");
        Offer(stage, stage.Dify.State.AddApp("Cat"), stage.Dify.State.AddApp("Cat"), stage.Dify.State.AddApp("Cat2"));
        var result = stage.Run("$apps | Register-DifyApp -WarningAction SilentlyContinue");
        Assert.Equal(["Cat3", "Cat4", "Cat5"], result.Errors.Select(one => Advised(one).Split(' ')[1]).Order(StringComparer.Ordinal));
    }

    // 'Cat' bound as cat, and its copy as parrot.
    private static (SimulatedApp Cat, SimulatedApp Copy) SetCopy(Stage stage)
    {
        var copy = stage.Dify.State.AddApp("Cat");
        stage.Offer(copy);
        stage.Good("$app | Register-DifyApp -Name parrot");
        return (stage.Bind("Cat"), copy);
    }

    private static void Offer(Stage stage, params SimulatedApp[] apps) => stage.Shell.SetVariable("apps", apps.Select(stage.Offer).ToArray());

    private static string Advised(System.Management.Automation.ErrorRecord error) =>
        Regex.Match(error.ErrorDetails.RecommendedAction, "Register-DifyApp [^;]*").Value;
}
