using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Common;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>What is wrong with a command about workspaces has a name, and a next step that can be typed.</summary>
public sealed class WorkspaceNextStepTests
{
    [Fact]
    public async Task A_name_that_is_none_may_be_an_app_of_a_connected_workspace_and_that_way_works()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Dify.State.AddApp("triage", "workflow");
        var error = stage.Bad("Invoke-DifyWorkflow triage", "AppNotFound");
        const string Advised = "Get-DifyWorkspaceApp -Name triage | Register-DifyApp triage";
        Assert.EndsWith(Advised, error.ErrorDetails.RecommendedAction);
        stage.Good(Advised);
        stage.Good("Invoke-DifyWorkflow triage");
    }

    [Fact]
    public async Task Connection_that_becomes_another_accounts_says_whose_it_was()
    {
        await using var stage = await AppStage.SetAsync();
        Assert.Empty(stage.Good("Connect-DifyWorkspace work -Server $server -Credential $credential -Remember 3>&1").Output);
        var password = Canary.NewKey("");
        stage.Console().AddAccount("bob@example.com", password, "owner");
        stage.Shell.SetVariable("bob", new PSCredential("bob@example.com", Canary.Secure(password)));
        var warned = stage.Good("Connect-DifyWorkspace work -Server $server -Credential $bob -Remember 3>&1").Output;
        Assert.Contains("was the sign-in of ann@example.com, and is now that of bob@example.com", Assert.Single(warned).ToString());
    }

    [Theory]
    [InlineData("Get-DifyWorkspaceApp cat", "Get-DifyWorkspaceApp -Name cat", "Get-DifyWorkspaceApp device cat")]
    [InlineData("'cat' | Get-DifyWorkspaceApp", "Get-DifyWorkspaceApp -Name cat", "Get-DifyWorkspaceApp device cat")]
    [InlineData("Get-DifyWorkspaceApp 'big cat'", "Get-DifyWorkspaceApp -Name 'big cat'", "Get-DifyWorkspaceApp device 'big cat'")]
    public async Task App_where_a_connection_is_meant_gets_the_command_that_was_meant(string command, string alone, string among)
    {
        await using var stage = await AppStage.SetAsync();
        var action = stage.Bad(command, "WorkspaceNotFound").ErrorDetails.RecommendedAction;
        Assert.Contains(alone + ".", action);
        Assert.Contains("that there are: work.", action);
        await stage.ConnectDeviceAsync();
        action = stage.Bad(command, "WorkspaceNotFound").ErrorDetails.RecommendedAction;
        Assert.Contains(among + ".", action);
        Assert.Contains("device, work", action);
        Assert.DoesNotContain("-Name", stage.Bad("Get-DifyKnowledgeKey cat", "WorkspaceNotFound").ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task App_that_is_not_there_is_told_with_names_that_come_near()
    {
        await using var stage = await AppStage.SetAsync();
        stage.Add("Cat");
        stage.Add("Weather");
        var error = stage.Bad("Get-DifyWorkspaceApp work cta", "WorkspaceAppNotFound");
        Assert.EndsWith("Did you mean 'Cat'?", error.Exception.Message);
        Assert.DoesNotContain("Did you mean", stage.Bad("Get-DifyWorkspaceApp work zebra", "WorkspaceAppNotFound").Exception.Message);
        stage.Good("Get-DifyWorkspaceApp work cta*");
    }

    [Fact]
    public async Task Name_that_is_taken_tells_which_app_lost_and_the_command_that_binds_it()
    {
        await using var stage = await AppStage.SetAsync();
        stage.Add("Cat");
        stage.Add("cat");
        var error = Assert.Single(stage.Run("Get-DifyWorkspaceApp work | Register-DifyApp").Errors);
        var lost = stage.Dify.State.Apps.Single(one => one.Id.ToString() != stage.Binding("cat")!.AppId);
        Assert.Contains($"{lost.Name} ({lost.Id}) was left alone", error.Exception.Message);
        Assert.Contains($"Register-DifyApp {lost.Name}2 -AppId {lost.Id} -Workspace work", error.ErrorDetails.RecommendedAction);

        // The name stands for another app from before.
        error = stage.Bad($"Register-DifyApp cat -AppId {lost.Id} -Workspace work", "AppAlreadyRegistered");
        Assert.Contains($"{lost.Id} was left alone", error.Exception.Message);
        var command = $"Register-DifyApp cat2 -AppId {lost.Id} -Workspace work";
        Assert.Contains(command, error.ErrorDetails.RecommendedAction);
        stage.Good(command);
        Assert.Equal(lost.Id.ToString(), stage.Binding("cat2")!.AppId);
    }

    [Theory]
    [InlineData("Import-DifyAppDsl none.yml work", "FileError")]
    [InlineData("Import-DifyAppDsl *.none work", "FileError")]
    [InlineData("Import-DifyAppDsl -LiteralPath none.yml -Workspace work", "FileError")]
    [InlineData("Import-DifyAppDsl $empty work", "InvalidArgument")]
    [InlineData("Import-DifyAppDsl $picture work", "InvalidArgument")]
    [InlineData("Import-DifyAppDsl Variable:/HOME work", "InvalidArgument")]
    [InlineData("Export-DifyAppDsl -Workspace work -AppId $id -Path one.txt", "InvalidArgument")]
    [InlineData("Export-DifyAppDsl -Workspace work -AppId $id -Path Variable:/one.yml", "InvalidArgument")]
    [InlineData("Export-DifyAppDsl -Workspace work -AppId $id -Path none/one.yml", "FileError")]
    [InlineData("Get-DifyWorkspaceApp work '[a'", "InvalidArgument")]
    [InlineData("Get-DifyWorkspaceApp work -Tag '[a'", "InvalidArgument")]
    [InlineData("Get-DifyWorkspaceApp work -Tag none", "WorkspaceTagNotFound")]
    [InlineData("Get-DifyWorkspaceApp wrok", "WorkspaceNotFound")]
    [InlineData("Get-DifyWorkspaceApp work Cta", "WorkspaceAppNotFound")]
    [InlineData("Enable-DifyAppApi -App none", "AppNotFound")]
    [InlineData("Enable-DifyAppApi -Workspace work -AppId 00000000-0000-0000-0000-000000000000", "WorkspaceAppNotFound")]
    [InlineData("Connect-DifyWorkspace 'w*' -Server $server -Credential $credential", "InvalidAppName")]
    [InlineData("Connect-DifyWorkspace other -Server 'http://dify.example.com' -Credential $credential", "InvalidServer")]
    [InlineData("Connect-DifyWorkspace other -Server 'https://ann@dify.example.com' -AdminKey $adminKey", "InvalidServer")]
    [InlineData("Connect-DifyWorkspace other -Server 'https://dify.example.com/?x=1' -AdminKey $adminKey", "InvalidServer")]
    [InlineData("Connect-DifyWorkspace other -Server $server -AdminKey 'two words'", "InvalidApiKey")]
    [InlineData("Connect-DifyWorkspace other -Server $server -AdminKey ''", "InvalidApiKey")]
    public async Task A_mistake_has_a_name_and_a_next_step(string command, string id)
    {
        await using var stage = await AppStage.SetAsync();
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        foreach (var (name, bytes) in new[] { ("empty", new byte[] { 32 }), ("picture", [0x89, 0x50, 0xFF, 0x00]) })
        {
            var file = Path.Combine(stage.Folder, name + ".yml");
            File.WriteAllBytes(file, bytes);
            stage.Shell.SetVariable(name, file);
        }

        stage.Shell.SetVariable("id", Guid.NewGuid().ToString());
        var error = stage.Bad(command, id);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        if (command.StartsWith("Connect-", StringComparison.Ordinal))
        {
            var said = error.Exception.Message + error.ErrorDetails.RecommendedAction;
            Assert.DoesNotContain("API key", said);
            Assert.DoesNotContain("name of an app", said);
        }
    }

    [Fact]
    public async Task A_name_that_cannot_be_is_called_that_of_a_connection()
    {
        await using var stage = await ConsoleStage.SetAsync();
        var error = stage.Bad("Connect-DifyWorkspace '-x' -Server $server -Credential $credential", "InvalidAppName");
        Assert.Contains("workspace connection", error.Exception.Message);
        stage.Shell.SetVariable("key", Canary.NewKey());
        foreach (var command in new[] { "Get-DifyWorkspaceApp $key", "Connect-DifyWorkspace $key -Server $server -Credential $credential" })
            Assert.Empty(Engine.MisplacedKeyTests.KeysIn(stage.Run(command).Errors.Single()));
    }

    [Fact]
    public async Task Plain_http_is_told_by_what_would_travel_over_it()
    {
        await using var stage = await ConsoleStage.SetAsync();
        var error = stage.Bad("Connect-DifyWorkspace work -Server http://dify.example.com -Credential $credential", "InvalidServer");
        Assert.Contains("a password, a session or a token", error.Exception.Message);
        Assert.Contains("-AllowUnencryptedAuthentication", error.ErrorDetails.RecommendedAction);
        stage.SetKey("key", Canary.NewKey());
        Assert.Contains(
            "the API key",
            stage.Bad("Register-DifyApp cat $key -Server http://dify.example.com", "InvalidServer").Exception.Message
        );
    }

    [Theory]
    [InlineData("-EmailCode -Remember", "Connect-DifyWorkspace work -EmailCode -Remember")]
    [InlineData("-EmailCode", "Connect-DifyWorkspace work -EmailCode")]
    public async Task A_session_that_is_over_is_told_with_the_command_that_begins_another(string more, string expected)
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Shell.Text.Answer = field =>
            field == "Email" ? ConsoleStage.Email : Canary.Secure(stage.Console().LastCode(ConsoleStage.Email)!);
        stage.Good("Connect-DifyWorkspace work -Server $server " + more);
        stage.Console().EndSessions();
        foreach (
            var command in new[]
            {
                "Get-DifyWorkspaceApp work",
                "Connect-DifyWorkspace work",
                $"Get-DifyAppKey -AppId {Guid.NewGuid()} -Workspace work",
            }
        )
        {
            var error = stage.Bad(command, "SessionEnded");
            Assert.EndsWith(expected, error.ErrorDetails.RecommendedAction);
            Assert.Equal(ErrorCategory.AuthenticationError, error.CategoryInfo.Category);
        }

        Assert.EndsWith(expected, stage.Test().RecommendedAction);
    }

    [Fact]
    public async Task A_device_is_asked_for_again_by_its_own_way()
    {
        await using var stage = await AppStage.SetAsync();
        await stage.ConnectDeviceAsync();
        stage.Dify.Faults.Add(
            new Fault { Kind = FaultKind.Error, Path = "/openapi/v1/apps", Status = 401, Code = "unauthorized", Message = "no", Count = 1 }
        );
        var result = stage.Run("Get-DifyWorkspaceApp device");
        Assert.EndsWith(
            "Connect-DifyWorkspace device -DeviceCode -Remember",
            result.Errors.Single().ErrorDetails.RecommendedAction
        );
        var running = Task.Run(
            () => stage.Bad("Connect-DifyWorkspace other -Server $server -DeviceCode", "DeviceDenied"),
            TestContext.Current.CancellationToken
        );
        while (stage.Console().WaitingDevices.Count == 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        stage.Console().DenyDevice(stage.Console().WaitingDevices[0]);
        Assert.EndsWith(
            $"Connect-DifyWorkspace other -Server '{stage.Dify.BaseUri.GetLeftPart(UriPartial.Authority)}' -DeviceCode",
            (await running).ErrorDetails.RecommendedAction
        );
    }

    [Fact]
    public async Task A_second_name_of_a_token_is_told_by_the_apps_that_it_opens()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, dog) = (stage.Dify.State.AddApp("Cat"), stage.Dify.State.AddApp("Dog"));
        stage.SetKey("sk", stage.Dify.State.Tokens.Add(Canary.NewKey("sk-"), cat, dog));
        stage.Good($"Register-DifyApp cat $sk -Server $server -AppId {cat.Id}");
        foreach (var command in new[] { $"Register-DifyApp tom $sk -Server $server -AppId {cat.Id}", "Register-DifyApp tom $sk -Server $server" })
        {
            var error = stage.Bad(command, "KeyAlreadyBound");
            Assert.Contains("Register-DifyApp tom -ApiKey ... -AppId", error.ErrorDetails.RecommendedAction);
            Assert.Contains("Set-DifyApp cat -NewName tom", error.ErrorDetails.RecommendedAction);
            Assert.DoesNotContain("exactly one app", error.Exception.Message);
        }
    }
}
