using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Register-DifyApp -WhatIf of apps of a workspace tells what would become of each, and makes nothing.</summary>
public sealed class WorkspacePreviewTests
{
    private const string Makes = "Make a key";
    private const string Leaves = "Leave it alone";

    [Theory]
    [InlineData("-WhatIf")]
    [InlineData("; $WhatIfPreference = $false")]
    public async Task A_bound_app_is_left_alone_and_a_new_one_gets_a_key(string whatIf)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        var dog = stage.Dify.State.AddApp("Dog");
        Offer(stage, cat, dog);
        var before = File.ReadAllText(stage.RegistryFile);
        var text = stage.Good((whatIf == "-WhatIf" ? "" : "$WhatIfPreference = $true; ") + "$apps | Register-DifyApp " + whatIf).Text;
        Assert.Contains(Leaves, Line(text, "\"cat\""));
        Assert.Contains(Makes, Line(text, "\"dog\""));
        Assert.Single(cat.Keys);
        Assert.Empty(dog.Keys);
        Assert.Equal(before, File.ReadAllText(stage.RegistryFile));
    }

    [Fact]
    public async Task What_is_bound_under_another_name_is_told_by_that_and_by_force_a_key_is_made()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        stage.Offer(cat);
        Assert.Contains(Leaves, Line(stage.Good("$app | Register-DifyApp -Name tom -WhatIf").Text, "\"cat\""));
        Assert.Contains(Makes, Line(stage.Good("$app | Register-DifyApp -Force -WhatIf").Text, "\"cat\""));
        cat.RevokeKey(cat.Keys.Single());
        Assert.Contains(Makes, Line(stage.Good("$app | Register-DifyApp -WhatIf").Text, "\"cat\""));
    }

    [Fact]
    public async Task A_key_that_was_changed_outside_is_not_noted()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        stage.RotateOutside(cat, cat.Keys.Single(), "cat");
        KeyCache.Clear();
        var before = File.ReadAllText(stage.RegistryFile);
        stage.Offer(cat);
        Assert.Contains(Leaves, stage.Good("$app | Register-DifyApp -WhatIf").Text);
        Assert.Equal(before, File.ReadAllText(stage.RegistryFile));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Force")]
    public async Task Two_apps_that_would_get_one_name_are_told(string force)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var (one, two) = (stage.Dify.State.AddApp("Cat"), stage.Dify.State.AddApp("cat"));
        Offer(stage, one, two);
        var result = stage.Run($"$apps | Register-DifyApp -WhatIf {force}");
        Assert.Equal("AppAlreadyRegistered", result.ErrorId);
        Assert.Contains("two apps", Assert.Single(result.Errors).Exception.Message);
        Assert.Contains(Makes, result.Text);
        Assert.Empty(one.Keys);
        Assert.Empty(two.Keys);
    }

    [Fact]
    public async Task One_app_that_is_given_twice_is_left_alone_the_second_time()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Dify.State.AddApp("Cat");
        Offer(stage, cat, cat);
        var text = stage.Good("$apps | Register-DifyApp -WhatIf").Text;
        Assert.Contains(Makes, text);
        Assert.Contains(Leaves, text);
    }

    [Fact]
    public async Task A_name_that_is_taken_and_a_role_that_is_too_low_are_told()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Register("Cow");
        stage.Offer(stage.Dify.State.AddApp("Cow"));
        stage.Bad("$app | Register-DifyApp -WhatIf", "AppAlreadyRegistered");
        stage.Good("$app | Register-DifyApp -WhatIf -Force");
        await stage.ConnectAsync("normal");
        stage.Bad("$app | Register-DifyApp -Name other -WhatIf", "WorkspaceRoleTooLow");
    }

    private static void Offer(Stage stage, params Dify.Simulator.SimulatedApp[] apps) =>
        stage.Shell.SetVariable("apps", apps.Select(stage.Offer).ToArray());

    private static string Line(string text, string target) =>
        Assert.Single(text.Split('\n'), line => line.Contains(target, StringComparison.OrdinalIgnoreCase));
}
