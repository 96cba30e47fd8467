using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>A name that is bound knows its workspace, whatever a connection of the same name leads to by now.</summary>
public sealed class WorkspacePlaceTests
{
    [Theory]
    [InlineData("Update-DifyAppKey cat")]
    [InlineData("Get-DifyAppKey cat")]
    [InlineData("Get-DifyApp cat | Get-DifyAppKey")]
    [InlineData("Get-DifyAppKey cat -Workspace work")]
    [InlineData("Remove-DifyAppKey cat $keyId -Force")]
    [InlineData("New-DifyAppKey cat")]
    [InlineData("Enable-DifyAppApi -App cat")]
    [InlineData("Enable-DifyAppApi -App cat -Workspace work")]
    [InlineData("Export-DifyAppDsl -App cat -Path $folder")]
    public async Task Nothing_of_it_is_looked_for_in_another_workspace(string command)
    {
        await using var stage = await SetAsync();
        var app = Bind(stage);
        MoveName(stage);
        var error = stage.Bad(command, "AppOfOtherWorkspace");
        Assert.Contains("'Other'", error.Exception.Message);
        Assert.Contains($"-WorkspaceId {stage.Binding("cat")!.WorkspaceId}", error.ErrorDetails.RecommendedAction);
        Assert.Empty(stage.Requests);
        Assert.Single(app.Keys);
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task Another_connection_that_leads_there_is_taken_and_noted()
    {
        await using var stage = await SetAsync();
        var app = Bind(stage);
        var key = app.Keys.Single();
        MoveName(stage);
        stage.Good("Connect-DifyWorkspace back -Server $server -AdminKey $adminKey -WorkspaceId $first");
        stage.Good("Update-DifyAppKey cat");
        Assert.DoesNotContain(key, app.Keys);
        Assert.Equal("back", stage.Binding("cat")!.Workspace);
        Assert.Equal(stage.Connection("back").WorkspaceId, stage.Binding("cat")!.WorkspaceId);
    }

    [Fact]
    public async Task It_is_no_name_of_the_other_workspaces_apps_and_hangs_on_no_other_connection()
    {
        await using var stage = await SetAsync();
        var app = Bind(stage);
        MoveName(stage);
        var binding = stage.Binding("cat")!;
        var registry = AppRegistry.At(stage.RegistryFile);
        Assert.False(AppPlaces.IsHere(registry, binding, stage.Connection()));
        Assert.DoesNotContain("'cat'", stage.Good("Disconnect-DifyWorkspace work -WhatIf").Text);
        // The connection may be led back, since nothing hangs on it.
        stage.Good("Connect-DifyWorkspace work -WorkspaceId $first");
        Assert.True(AppPlaces.IsHere(registry, binding, stage.Connection()));
        stage.Good("Update-DifyAppKey cat");
        Assert.Single(app.Keys);
    }

    [Fact]
    public async Task A_server_that_has_the_same_ids_is_another_place()
    {
        await using var stage = await SetAsync();
        Bind(stage);
        var (binding, connection) = (stage.Binding("cat")!, stage.Connection());
        Assert.True(AppPlaces.IsPlacedIn(binding, connection));
        Assert.False(AppPlaces.IsPlacedIn(binding, connection with { Server = "https://copy.example.com/console/api/" }));
        Assert.False(AppPlaces.IsPlacedIn(binding, connection with { WorkspaceId = Guid.NewGuid().ToString() }));
        Assert.Null(AppPlaces.IsPlacedIn(binding with { WorkspaceId = null }, connection));
    }

    [Theory]
    [InlineData("workspaceId")]
    [InlineData("workspaceServer")]
    public async Task Where_it_belongs_is_sealed(string field)
    {
        await using var stage = await SetAsync();
        Bind(stage);
        var other = field == "workspaceId" ? stage.Console().Workspaces[1].Id.ToString() : "https://elsewhere.example.com/console/api/";
        foreach (var value in new[] { other, null })
        {
            var before = File.ReadAllText(stage.RegistryFile);
            stage.EditEntry("cat", entry => entry[field] = value);
            KeyCache.Clear();
            stage.Bad("Invoke-DifyChat cat hi", "BindingChanged");
            File.WriteAllText(stage.RegistryFile, before);
        }

        KeyCache.Clear();
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task An_entry_of_before_goes_on_and_learns_its_place_by_rotation()
    {
        await using var stage = await SetAsync();
        var app = Bind(stage);
        await stage.ResealAsync("cat", app.Keys.Single(), one => one with { WorkspaceId = null, WorkspaceServer = null });
        stage.Good("Invoke-DifyChat cat hi");
        stage.Good("Update-DifyAppKey cat");
        Assert.Equal(
            (stage.Connection().WorkspaceId, stage.Connection().Server),
            (stage.Binding("cat")!.WorkspaceId, stage.Binding("cat")!.WorkspaceServer)
        );
    }

    /// <summary>Two workspaces of one server by its admin key; <c>work</c> is the first.</summary>
    private static async Task<Stage> SetAsync()
    {
        var stage = await ConsoleStage.SetAsync();
        stage.AddSecond();
        stage.Shell.SetVariable("folder", stage.Folder);
        stage.Good("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey -WorkspaceId $first");
        return stage;
    }

    private static SimulatedApp Bind(Stage stage)
    {
        var app = stage.Dify.State.AddApp("Cat");
        stage.Good("Get-DifyWorkspaceApp work | Register-DifyApp -Name cat");
        stage.Shell.SetVariable("keyId", stage.Binding("cat")!.KeyId!);
        return app;
    }

    private static void MoveName(Stage stage)
    {
        stage.Good("Disconnect-DifyWorkspace work");
        stage.Good("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey -WorkspaceId $other");
        stage.ForgetRequests();
    }
}
