using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Register-DifyApp of many apps tells in one line what became of them.</summary>
public sealed class RegistrationSummaryTests
{
    [Fact]
    public async Task All_that_went_well_is_told_in_the_information_stream()
    {
        await using var stage = await SetAsync();
        var quiet = stage.Good("$apps | Register-DifyApp").Text;
        Assert.DoesNotContain("3 bound", quiet);
        Assert.DoesNotContain("WARNING", quiet);
        Assert.Contains(
            "3 bound, 0 already bound, 0 failed.",
            stage.Good("$apps | Register-DifyApp -Force 6>&1").Output.Select(one => one.ToString())
        );
        Assert.Contains("3 bound", stage.Good("$apps | Register-DifyApp -Force -InformationAction Continue").Text);
    }

    [Fact]
    public async Task What_failed_or_was_left_alone_is_told_in_one_warning()
    {
        await using var stage = await SetAsync();
        stage.Good("$apps[0] | Register-DifyApp -Name cat");
        stage.Register("Cow");
        var result = stage.Run("$apps | Register-DifyApp -Name { $_.Name.ToLower() } -WarningVariable told -WarningAction SilentlyContinue; $told");
        Assert.Equal("AppAlreadyRegistered", result.ErrorId);
        var warning = Assert.Single(result.Output).ToString();
        Assert.StartsWith("1 bound, 1 already bound, 1 failed.", warning);
        Assert.Contains("cat", warning);
        Assert.Contains("-Force", warning);
    }

    [Fact]
    public async Task Rows_with_keys_are_counted_as_well()
    {
        await using var stage = await SetAsync();
        stage.Shell.SetVariable("key", stage.AddApp("Owl").Key);
        var result = stage.Run(
            "[pscustomobject] @{ Name = 'owl'; ApiKey = $key; Server = $server }, [pscustomobject] @{ Name = '*'; ApiKey = $key; Server = $server } | "
                + "Register-DifyApp -WarningVariable told -WarningAction SilentlyContinue; $told"
        );
        Assert.Equal("InvalidAppName", result.ErrorId);
        Assert.Equal("1 bound, 0 already bound, 1 failed.", Assert.Single(result.Output).ToString());
    }

    [Fact]
    public async Task One_app_that_fails_has_its_error_and_nothing_that_is_not_done_is_told()
    {
        await using var stage = await SetAsync();
        stage.Register("Cow");
        Assert.DoesNotContain("failed.", stage.Run("$apps[1] | Register-DifyApp -Name cow 3>&1 6>&1").Text);
        Assert.DoesNotContain("bound,", stage.Run("$apps | Register-DifyApp -WhatIf 3>&1 6>&1").Text);
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await WorkspaceStage.SetAsync();
        var apps = new[] { "Cat", "Cow", "Dog" }.Select(name => stage.Dify.State.AddApp(name)).ToList();
        stage.Shell.SetVariable("apps", apps.Select(stage.Offer).ToArray());
        return stage;
    }
}
