using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Update-DifyAppKey tells in one line what became of the keys.</summary>
public sealed class RotationSummaryTests
{
    private const string Told = " -WarningVariable warned -WarningAction SilentlyContinue -InformationVariable told; $warned; '-'; $told";

    [Fact]
    public async Task What_went_well_is_told_in_the_information_stream()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        stage.Bind("Dog");
        Assert.Equal(["-", "2 rotated, 0 too young, 0 failed."], Texts(stage.Good("Update-DifyAppKey *" + Told)));
        Assert.Equal(["-", "0 rotated, 2 too young, 0 failed."], Texts(stage.Good("Update-DifyAppKey * -OlderThan 30" + Told)));
        Assert.Equal(["-"], Texts(stage.Good("Update-DifyAppKey * -WhatIf" + Told)));
        Assert.DoesNotContain("old\"", stage.Good("Update-DifyAppKey cat -WhatIf").Text);
        Assert.Contains("at least 30 days old", stage.Good("Update-DifyAppKey cat -OlderThan 30 -WhatIf").Text);
    }

    [Fact]
    public async Task What_failed_makes_it_a_warning()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        var dog = stage.Bind("Dog");
        stage.Dify.Faults.Add(
            new Fault { Kind = FaultKind.Error, Status = 400, Method = "POST", Path = $"/console/api/apps/{dog.Id}/api-keys", Body = "{}" }
        );
        var result = stage.Run("Update-DifyAppKey *" + Told);
        Assert.Single(result.Errors);
        Assert.Equal(["1 rotated, 0 too young, 1 failed.", "-"], Texts(result));
        // Of one its error says all.
        Assert.Equal(["-"], Texts(stage.Run("Update-DifyAppKey dog" + Told)));
    }

    [Fact]
    public async Task A_workspace_that_may_not_be_worked_in_counts_for_all_of_its_apps()
    {
        await using var stage = await WorkspaceStage.SetAsync(role: "editor");
        stage.Bind("Cat");
        stage.Bind("Dog");
        var result = stage.Run("Update-DifyAppKey *" + Told);
        Assert.Equal(["0 rotated, 0 too young, 2 failed.", "-"], Texts(result));
    }

    [Theory]
    [InlineData("'cat', 'zzz', 'yyy' | Update-DifyAppKey", "1 rotated, 0 too young, 2 failed.")]
    [InlineData("Update-DifyAppKey cat, zzz", "1 rotated, 0 too young, 1 failed.")]
    [InlineData("'zzz', 'yyy' | Update-DifyAppKey", "0 rotated, 0 too young, 2 failed.")]
    [InlineData("'cat', [datetime]::Now, 'cow' | Update-DifyAppKey", "1 rotated, 0 too young, 2 failed.")]
    public async Task Names_and_objects_that_are_no_good_have_failed(string command, string told)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        stage.Register("Cow");
        var result = stage.Run(command + Told);
        Assert.NotEmpty(result.Errors);
        Assert.Equal([told, "-"], Texts(result));
    }

    [Fact]
    public async Task One_name_that_is_no_good_has_its_error_only()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        Assert.Equal(["-"], Texts(stage.Run("Update-DifyAppKey zzz" + Told)));
    }

    private static string?[] Texts(DifyPS.Tour.Hosting.SessionResult result) => [.. result.Output.Select(one => one.ToString())];
}
