using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>A command that an error about keys advises works, as it is, in the state that the error was told in.</summary>
public sealed class KeyAdviceTests
{
    [Theory]
    [InlineData("1.14.0")]
    [InlineData("1.20.0")]
    public async Task A_key_in_use_by_a_name_that_was_bound_by_hand(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var (app, key) = stage.Register("Cat");
        stage.Offer(app);
        var command = Between(stage.Bad("$app | Get-DifyAppKey | Remove-DifyAppKey", "AppKeyInUse").ErrorDetails.RecommendedAction);
        Assert.StartsWith("Register-DifyApp cat", command);
        stage.Good(command);
        stage.Good("$app | Get-DifyAppKey | Where-Object { -not $_.BoundAs } | Remove-DifyAppKey");
        Assert.DoesNotContain(key, app.Keys);
        stage.AssertAgrees(app, "cat");
    }

    [Fact]
    public async Task A_key_in_use_that_was_made_here()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        var command = Between(stage.Bad("Get-DifyAppKey cat | Remove-DifyAppKey", "AppKeyInUse").ErrorDetails.RecommendedAction);
        Assert.Equal("Update-DifyAppKey cat", command);
        stage.Good(command);
        stage.AssertAgrees(app, "cat");
    }

    [Fact]
    public async Task A_key_in_use_that_somebody_else_has_put_there()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        stage.PutSecret("DifyPS-cat", app.CreateKey(Canary.NewKey()));
        KeyCache.Clear();
        var error = stage.Bad("$app | Get-DifyAppKey | Where-Object BoundAs | Remove-DifyAppKey", "AppKeyInUse");
        stage.Good(Between(error.ErrorDetails.RecommendedAction) + " -WarningAction SilentlyContinue");
        stage.Good("$app | Get-DifyAppKey | Where-Object { -not $_.BoundAs } | Remove-DifyAppKey");
        stage.AssertAgrees(app, "cat");
    }

    [Fact]
    public async Task A_knowledge_key_in_use_by_a_name_that_was_bound_by_hand()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("$made = New-DifyKnowledgeKey work; Register-DifyApp books -ApiKey $made.ApiKey -Server $server");
        var error = stage.Bad("Get-DifyKnowledgeKey work | Remove-DifyKnowledgeKey", "KnowledgeKeyInUse");
        stage.Good(Between(error.ErrorDetails.RecommendedAction));
        stage.Good("Get-DifyKnowledgeKey work | Where-Object { -not $_.BoundAs } | Remove-DifyKnowledgeKey");
        Assert.Equal([stage.GetSecret("DifyPS-books")!], stage.Dify.State.Knowledge.Single().Keys);
    }

    [Theory]
    [InlineData("Unregister-DifyApp cat")]
    [InlineData("Set-DifyApp cat -NewName tom")]
    [InlineData("$null = $other | Register-DifyApp -Name cat -Force")]
    public async Task Work_that_is_left_of_a_name_that_is_there_no_longer(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        stage.Shell.SetVariable("other", stage.Offer(stage.Dify.State.AddApp("Dog")));
        using (
            stage.Dify.Faults.Add(
                new Fault { Kind = FaultKind.Error, Method = "DELETE", Path = "/console/api/apps/*/api-keys/*", Status = 409, Code = "conflict" }
            )
        )
        {
            stage.Good("Update-DifyAppKey cat -WarningAction SilentlyContinue");
            stage.Good(command + " -WarningAction SilentlyContinue");
        }

        stage.Dify.Faults.Clear();
        var action = stage.Bad("Disconnect-DifyWorkspace work", "KeyWorkPending").ErrorDetails.RecommendedAction;
        var advised = Regex.Match(action, @"Get-Dify\w+Key[^.]*(?=\.)").Value;
        stage.Good("$null = " + advised);
        Assert.Empty(stage.Journal());
        Assert.True(app.Keys.Count <= 1);
        stage.Good("Disconnect-DifyWorkspace work");
    }

    [Fact]
    public async Task Work_that_is_left_of_knowledge_that_no_name_has()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        using (
            stage.Dify.Faults.Add(
                new Fault { Kind = FaultKind.Error, Method = "DELETE", Path = "/console/api/datasets/api-keys/*", Status = 409, Code = "conflict" }
            )
        )
        {
            stage.Good("Update-DifyAppKey books -WarningAction SilentlyContinue; Unregister-DifyApp books -WarningAction SilentlyContinue");
        }

        stage.Dify.Faults.Clear();
        var action = stage.Bad("Disconnect-DifyWorkspace work", "KeyWorkPending").ErrorDetails.RecommendedAction;
        stage.Good("$null = " + Regex.Match(action, @"Get-Dify\w+Key[^.]*(?=\.)").Value);
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task Work_that_another_process_is_at_is_told_by_the_name()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        var registry = AppRegistry.At(stage.RegistryFile);
        using var taken = KeyLock.TryAcquire(stage.RegistryFile, app.Id.ToString());
        Assert.NotNull(taken);
        Assert.Equal("cat", KeyNotices.NameOf(registry.Apps, app.Id.ToString()));
        Assert.Equal(KeyOperation.SubjectOf(null), KeyNotices.NameOf(registry.Apps, (string?)null));
    }

    [Theory]
    [InlineData("Get-DifyAppKey cat")]
    [InlineData("Get-DifyApp cat | Get-DifyAppKey")]
    [InlineData("Update-DifyAppKey cat")]
    [InlineData("Get-DifyApp cat | New-DifyAppKey")]
    [InlineData("Enable-DifyAppApi cat")]
    [InlineData("Get-DifyApp cat | Enable-DifyAppApi")]
    [InlineData("Export-DifyAppDsl cat")]
    public async Task A_workspace_that_was_edited_into_an_entry_is_no_app_that_was_deleted(string command)
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        stage.AddSecond();
        stage.Good("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey -WorkspaceId $first");
        stage.Good("Connect-DifyWorkspace other -Server $server -AdminKey $adminKey -WorkspaceId $other");
        stage.Dify.State.AddApp("Cat");
        stage.Good("Get-DifyWorkspaceApp work | Register-DifyApp -Name cat");
        var place = stage.Binding("cat")!.WorkspaceId;
        foreach (var edited in new[] { stage.Connection("other").WorkspaceId, Guid.NewGuid().ToString() })
        {
            stage.EditEntry("cat", entry => entry["workspaceId"] = edited);
            KeyCache.Clear();
            var action = stage.Bad(command, "BindingChanged").ErrorDetails.RecommendedAction;
            Assert.Contains("Set-DifyApp cat -Refresh", action);
            stage.Good("Set-DifyApp cat -Refresh -WarningAction SilentlyContinue");
            Assert.Equal(place, stage.Binding("cat")!.WorkspaceId);
            stage.Good("$null = Get-DifyAppKey cat; Update-DifyAppKey cat");
        }
    }

    [Fact]
    public async Task A_role_that_is_too_low_gets_the_command_that_signs_in_another()
    {
        await using var stage = await ConsoleStage.SetAsync(role: "editor");
        stage.Connect();
        stage.Dify.State.AddApp("Cat");
        stage.Good("Get-DifyWorkspaceApp work | Register-DifyApp -Name cat");
        var action = stage.Bad("Update-DifyAppKey cat", "WorkspaceRoleTooLow").ErrorDetails.RecommendedAction;
        var password = Canary.NewKey("");
        stage.Console().AddAccount("bob@example.com", password, "admin");
        stage.Shell.SetVariable("bob", new System.Management.Automation.PSCredential("bob@example.com", Canary.Secure(password)));
        var command = Regex.Match(action, @"Connect-DifyWorkspace [^)]*\(Get-Credential\)[^)]*").Value;
        stage.Good(command.Replace("(Get-Credential)", "$bob", StringComparison.Ordinal) + " -WarningAction SilentlyContinue");
        stage.Good("Update-DifyAppKey cat");
    }

    [Theory]
    [InlineData("1.14.0")]
    [InlineData("1.20.0")]
    public async Task A_revoked_key_is_made_anew_by_the_connection_that_is_there(string version)
    {
        await using var stage = await ConsoleStage.SetAsync(version);
        stage.Connect();
        var app = stage.Dify.State.AddApp("Cat");
        stage.Good("Get-DifyWorkspaceApp work | Register-DifyApp -Name cat; Disconnect-DifyWorkspace work");
        stage.Good("Connect-DifyWorkspace other -Server $server -AdminKey $adminKey");
        app.RevokeKey(app.Keys.Single());
        KeyCache.Clear();
        var status = (DifyAppStatus)stage.Good("Test-DifyApp cat").Output.Single().BaseObject;
        Assert.Equal(AppHealth.KeyRevoked, status.Status);
        stage.Good(status.RecommendedAction![status.RecommendedAction!.IndexOf("Register-DifyApp", StringComparison.Ordinal)..]);
        Assert.Single(app.Keys);
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task A_key_that_is_told_to_be_left_is_revoked_by_the_connection_that_is_there()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        var app = stage.Dify.State.AddApp("Cat");
        stage.Good("Get-DifyWorkspaceApp work | Register-DifyApp -Name cat; Disconnect-DifyWorkspace work");
        stage.Good("Connect-DifyWorkspace other -Server $server -AdminKey $adminKey");
        var told = stage.Good("Unregister-DifyApp cat -WarningVariable told -WarningAction Ignore; $told").Output.Single().ToString();
        stage.Good(told[told.IndexOf("Remove-DifyAppKey", StringComparison.Ordinal)..]);
        Assert.Empty(app.Keys);
    }

    // The command between "first: " and the next sentence.
    private static string Between(string action) => Regex.Match(action, @"first: (.*?)\. Or ").Groups[1].Value;
}
