using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Import-DifyAppDsl: one file, one app.</summary>
public sealed class AppDslPlacesTests
{
    [Theory]
    [InlineData("Get-DifyWorkspaceApp work | Import-DifyAppDsl $one")]
    [InlineData("Get-DifyWorkspaceApp work | Import-DifyAppDsl $one -Force")]
    [InlineData("Get-DifyWorkspaceApp work | Import-DifyAppDsl -LiteralPath $one")]
    [InlineData("Get-DifyWorkspaceApp work | Import-DifyAppDsl https://example.com/dsl.yml")]
    [InlineData("$ids | ForEach-Object { [pscustomobject] @{ Path = $one; AppId = $_; Workspace = 'work' } } | Import-DifyAppDsl")]
    public async Task A_file_for_several_apps_is_sent_to_none(string command)
    {
        await using var stage = await SetAsync();
        var error = stage.Bad(command, "DslTargetUnclear");
        Assert.Contains("3 apps", error.Exception.Message);
        Assert.Contains("-AppId", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain(stage.Requests, one => one.Path.Contains("/imports", StringComparison.Ordinal));
        Assert.Equal(["Cat", "Cow", "Dog"], stage.Dify.State.Apps.Select(app => app.Name).Order());
    }

    [Theory]
    [InlineData("Get-DifyWorkspaceApp work -Name Cat | Import-DifyAppDsl $all", "DslTargetUnclear")]
    [InlineData("Import-DifyAppDsl $all work -AppId $id", "InvalidArgument")]
    [InlineData("$one, $two | Import-DifyAppDsl -Workspace work -AppId $id", "InvalidArgument")]
    [InlineData("$one, $two | Import-DifyAppDsl -Workspace work -Name Owl", "InvalidArgument")]
    public async Task Several_files_for_one_app_are_not_sent(string command, string id)
    {
        await using var stage = await SetAsync();
        Assert.NotEmpty(stage.Bad(command, id).ErrorDetails.RecommendedAction);
        Assert.DoesNotContain(stage.Requests, one => one.Path.Contains("/imports", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_that_are_clear_are_imported_and_others_told()
    {
        await using var stage = await SetAsync();
        var result = stage.Run(
            "$rows = [pscustomobject] @{ Path = $one; AppId = $ids[0] }, [pscustomobject] @{ Path = $one; AppId = $ids[1] }, "
                + "[pscustomobject] @{ Path = $two; AppId = $ids[2] }, [pscustomobject] @{ Path = $two; AppId = '' }, "
                + "[pscustomobject] @{ Path = 'none.yml'; AppId = '' }; $rows | Import-DifyAppDsl -Workspace work"
        );
        Assert.Equal(["FileError", "DslTargetUnclear"], result.Errors.Select(one => one.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal(2, result.Output.Count);
        Assert.Equal(4, stage.Dify.State.Apps.Count());
    }

    [Fact]
    public async Task One_app_of_the_pipeline_is_overwritten_by_one_file()
    {
        await using var stage = await SetAsync();
        var made = stage.Apps("Get-DifyWorkspaceApp work -Name Cat | Import-DifyAppDsl $one").Single();
        Assert.Equal("Tiger", made.Name);
        Assert.Equal(["Cow", "Dog", "Tiger"], stage.Dify.State.Apps.Select(app => app.Name).Order());
        Assert.Contains("What if:", stage.Good("Get-DifyWorkspaceApp work -Name Dog | Import-DifyAppDsl $one -WhatIf").Text);
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await AppStage.SetAsync();
        var apps = new[] { "Cat", "Cow", "Dog" }.Select(name => stage.Add(name)).ToList();
        stage.Shell.SetVariable("ids", apps.Select(app => app.Id.ToString()).ToArray());
        stage.Shell.SetVariable("id", apps[0].Id.ToString());
        stage.Shell.SetVariable("one", Write(stage, "one.yml"));
        stage.Shell.SetVariable("two", Write(stage, "two.yml"));
        stage.Shell.SetVariable("all", Path.Combine(stage.Folder, "*.yml"));
        stage.ForgetRequests();
        return stage;
    }

    private static string Write(Stage stage, string name)
    {
        var file = Path.Combine(stage.Folder, name);
        File.WriteAllText(file, "app:\n  mode: chat\n  name: Tiger\nkind: app\nversion: 0.5.0\n");
        return file;
    }
}
