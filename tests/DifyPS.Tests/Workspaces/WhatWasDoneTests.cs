using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>What gives nothing when all is well tells what it did where somebody asks for it.</summary>
public sealed class WhatWasDoneTests
{
    [Fact]
    public async Task An_export_tells_each_app_with_its_file_and_how_many()
    {
        await using var stage = await AppStage.SetAsync();
        stage.Add("Cat");
        stage.Add("Dog");
        var folder = Path.Combine(stage.Folder, "backup");
        var said = stage.Good($"Get-DifyWorkspaceApp work | Export-DifyAppDsl -Path '{folder}' -Verbose 4>&1").Output.Select(one => one.ToString()).ToList();
        foreach (var file in Directory.GetFiles(folder))
            Assert.Contains(said, line => line.Contains($"was written to '{file}'"));
        Assert.Contains($"Apps written to '{folder}': 2.", said);
    }

    [Fact]
    public async Task Nothing_is_said_where_nobody_asks()
    {
        await using var stage = await AppStage.SetAsync();
        stage.Add("Cat");
        Assert.Empty(stage.Good($"$VerbosePreference = 'SilentlyContinue'; Get-DifyWorkspaceApp work | Export-DifyAppDsl -Path '{stage.Folder}/b' 4>&1 6>&1").Output);
    }

    [Fact]
    public async Task Connecting_tells_the_workspace_and_its_server()
    {
        await using var stage = await AppStage.SetAsync();
        var said = stage.Good("Connect-DifyWorkspace work -Verbose 4>&1").Output.Select(one => one.ToString()).ToList();
        var host = stage.Dify.BaseUri.Authority;
        Assert.Contains(said, line => line.StartsWith("'work' is connected to the workspace '") && line.EndsWith($"' at {host}."));
    }

    [Theory]
    [InlineData("$null")]
    [InlineData("''")]
    [InlineData("' '")]
    [InlineData("$nothing")]
    public async Task An_app_that_is_named_by_nothing_is_not_made_anew(string id)
    {
        await using var stage = await AppStage.SetAsync();
        var file = Path.Combine(stage.Folder, "cat.yml");
        await File.WriteAllTextAsync(file, "app:\n  mode: chat\n  name: Cat\nkind: app\nversion: 0.5.0\n", TestContext.Current.CancellationToken);
        stage.ForgetRequests();
        var error = stage.Bad($"Import-DifyAppDsl '{file}' work -AppId {id}", "InvalidArgument");
        Assert.Contains("-AppId is empty", error.ToString());
        Assert.Contains("leave -AppId out", error.ErrorDetails.RecommendedAction);
        Assert.Empty(stage.Requests);
        Assert.Empty(stage.Dify.State.Apps);
        // An empty cell of a row says nothing.
        stage.Good($"[pscustomobject] @{{ Path = '{file}'; AppId = {id} }} | Import-DifyAppDsl -Workspace work");
        stage.Good($"[pscustomobject] @{{ Path = '{file}'; Id = {id} }} | Import-DifyAppDsl -Workspace work -AppId {{ $_.Id }}");
        Assert.Equal(2, stage.Dify.State.Apps.Count);
    }
}
