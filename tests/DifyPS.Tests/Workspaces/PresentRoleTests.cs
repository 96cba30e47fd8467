using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>What an account may do is what the server says that it is now, and not what it was when it connected.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PresentRoleTests
{
    public static TheoryData<string> Versions => WorkspaceStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task An_admin_who_became_an_editor_makes_no_key_that_stays(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version, "admin");
        var app = stage.Bind("Cat");
        var key = app.Keys.Single();
        stage.BecomeRole("editor");
        for (var night = 0; night < 3; night++)
        {
            var error = stage.Bad("Update-DifyAppKey *", "WorkspaceRoleTooLow");
            Assert.Contains("'editor'", error.Exception.Message);
        }

        stage.Bad("$app | Register-DifyApp -Name cat -Force", "WorkspaceRoleTooLow");
        Assert.Equal([key], app.Keys);
        Assert.Empty(stage.Journal());
        Assert.Equal("editor", stage.NotedRole());
    }

    [Fact]
    public async Task What_an_editor_may_do_still_is_done()
    {
        await using var stage = await WorkspaceStage.SetAsync(role: "admin");
        var app = stage.Bind("Cat");
        stage.BecomeRole("editor");
        stage.Good("Update-DifyAppKey cat -KeepOld");
        Assert.Equal(2, app.Keys.Count);
        stage.Bind("Dog");
    }

    [Theory]
    [InlineData("Update-DifyAppKey cat")]
    [InlineData("$app | Register-DifyApp -Name cat -Force")]
    [InlineData("Get-DifyAppKey cat | Remove-DifyAppKey -Force")]
    [InlineData("New-DifyKnowledgeKey work | Register-DifyApp books")]
    [InlineData("Disable-DifyAppApi cat -Confirm:$false")]
    [InlineData("Import-DifyAppDsl cat.yml work -Confirm:$false", "editor")]
    [InlineData("Export-DifyAppDsl cat", "editor")]
    [InlineData("New-DifyAppKey cat", "editor")]
    public async Task Whoever_became_more_need_not_connect_again(string command, string became = "admin")
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        File.WriteAllText(Path.Combine(stage.Folder, "cat.yml"), "kind: app");
        stage.Bind("Cat");
        var before = became == "admin" ? "editor" : "normal";
        stage.BecomeRole(before);
        await stage.ConnectAsync(before);
        stage.BecomeRole(became);
        var errors = stage.Run(command).Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.DoesNotContain("WorkspaceRoleTooLow", errors);
        Assert.Equal(became, stage.NotedRole());
    }

    [Theory]
    [InlineData("Enable-DifyAppApi cat")]
    [InlineData("Export-DifyAppDsl cat", "normal")]
    [InlineData("Import-DifyAppDsl cat.yml work", "normal")]
    [InlineData("New-DifyKnowledgeKey work")]
    [InlineData("New-DifyAppKey cat", "dataset_operator")]
    public async Task Whoever_became_less_is_told_before_anything_is_done(string command, string became = "editor")
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        File.WriteAllText(Path.Combine(stage.Folder, "cat.yml"), "kind: app");
        stage.Bind("Cat");
        stage.BecomeRole(became);
        stage.ForgetRequests();
        var error = stage.Bad(command, "WorkspaceRoleTooLow");
        Assert.DoesNotContain("connect again", error.ErrorDetails.RecommendedAction, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("/workspaces/current", Assert.Single(stage.Requests).Path);
        Assert.Equal(became, stage.NotedRole());
    }

    [Fact]
    public async Task The_role_costs_no_request_more()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        stage.ForgetRequests();
        stage.Good("Update-DifyAppKey cat");
        Assert.Equal(4, stage.Requests.Count);
        stage.ForgetRequests();
        stage.Good("'cat', 'cat' | Enable-DifyAppApi");
        Assert.Equal(3, stage.Requests.Count);
    }

    [Fact]
    public async Task A_look_at_the_connection_notes_the_role_and_so_does_a_test()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.BecomeRole("normal");
        stage.Bad("Disable-DifyAppApi -AppId 123e4567-e89b-12d3-a456-426614174000 -Confirm:$false", "WorkspaceRoleTooLow");
        stage.BecomeRole("admin");
        // Nothing is sent by -WhatIf, which tells what was known last, and how it is learnt anew.
        var action = stage.Bad("Disable-DifyAppApi -AppId 123e4567-e89b-12d3-a456-426614174000 -WhatIf", "WorkspaceRoleTooLow")
            .ErrorDetails.RecommendedAction;
        stage.Good(action[action.IndexOf("Test-DifyWorkspace", StringComparison.Ordinal)..]);
        Assert.Equal("admin", stage.NotedRole());
        stage.Good("Disable-DifyAppApi -AppId 123e4567-e89b-12d3-a456-426614174000 -WhatIf");
    }

    [Fact]
    public async Task A_server_that_does_not_tell_the_role_leaves_what_was_known()
    {
        await using var stage = await WorkspaceStage.SetAsync(role: "editor");
        stage.Dify.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Error, Status = 200, Path = "/console/api/workspaces/current",
                Body = $$"""{"id":"{{stage.Dify.State.WorkspaceId}}","name":"Simulator"}""",
            }
        );
        stage.Bad("New-DifyKnowledgeKey work", "WorkspaceRoleTooLow");
        Assert.Equal("editor", stage.NotedRole());
    }

    [Fact]
    public async Task An_admin_key_is_the_owners_whatever_is_noted()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Good("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey");
        stage.EditConnection(entry => entry["role"] = "normal");
        var app = stage.Bind("Cat");
        var key = app.Keys.Single();
        stage.Good("Update-DifyAppKey cat");
        Assert.DoesNotContain(key, app.Keys);
    }

    [Fact]
    public async Task A_device_that_became_more_is_asked_once_more_too()
    {
        await using var stage = await AppStage.SetAsync();
        await stage.ConnectDeviceAsync();
        var cat = stage.Add("Cat");
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        await stage.NoteAsync(stage.Connection("device") with { Role = "normal" });
        stage.Good($"Export-DifyAppDsl -Workspace device -AppId {cat.Id}");
        Assert.Equal("owner", stage.Connection("device").Role);
    }

    [Fact]
    public async Task Where_the_registry_is_read_only_the_role_counts_all_the_same()
    {
        if (!await Nobody.IsMeAsync(typeof(PresentRoleTests)))
            return;
        await using var stage = await WorkspaceStage.SetAsync(role: "editor");
        stage.Bind("Cat");
        stage.BecomeRole("admin");
        stage.Protect(keepsLock: true);
        try
        {
            stage.Good("'cat', 'cat' | Enable-DifyAppApi");
            Assert.Equal("editor", stage.NotedRole());
        }
        finally
        {
            stage.Free();
        }
    }

    [Theory]
    [InlineData("owner", true, true)]
    [InlineData("admin", true, true)]
    [InlineData("editor", true, false)]
    [InlineData("normal", false, false)]
    [InlineData("dataset_operator", false, false)]
    [InlineData("auditor", true, true)]
    public async Task What_a_connection_can_do_is_shown_by_its_role(string role, bool makes, bool revokes)
    {
        await using var stage = await WorkspaceStage.SetAsync(role: role);
        var shown = (DifyWorkspace)stage.Good("Get-DifyWorkspace work").Output.Single().BaseObject;
        Assert.Equal((makes, revokes), (shown.CanMakeKeys, shown.CanRevokeKeys));
    }

    [Fact]
    public async Task A_role_that_is_noted_is_what_the_connection_had_and_no_other()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var connection = stage.Connection();
        await stage.NoteAsync(connection with { WorkspaceId = Guid.NewGuid().ToString() });
        await PresentRole.TakeAsync(
            Bindings.Registry.AppRegistry.At(stage.RegistryFile),
            connection,
            new Dify.Client.Workspaces.Workspace { Role = "normal" },
            null,
            TestContext.Current.CancellationToken
        );
        Assert.Equal("owner", stage.NotedRole());
    }
}
