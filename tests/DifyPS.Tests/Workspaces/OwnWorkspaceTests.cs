using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>A connection is for the workspace that it was made for, and nobody is moved unasked.</summary>
public sealed class OwnWorkspaceTests
{
    public static TheoryData<string> Versions => ConsoleStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task With_several_workspaces_one_is_asked_for_and_nobody_is_moved(string version)
    {
        await using var stage = await ConsoleStage.SetAsync(version);
        var other = stage.AddSecond("editor");
        var asked = stage.Bad("Connect-DifyWorkspace work -Server $server -Credential $credential", "WorkspaceIdRequired");
        Assert.Contains("'Other'", asked.Exception.Message);
        Assert.Contains("'Simulator'", asked.Exception.Message);
        var elsewhere = stage.Bad(
            "Connect-DifyWorkspace work -Server $server -Credential $credential -WorkspaceId $other",
            "WorkspaceNotCurrent"
        );
        Assert.Contains("-Switch", elsewhere.ErrorDetails.RecommendedAction);
        Assert.NotEqual(other.Id, stage.Ann().CurrentWorkspaceId);
        Assert.Null(stage.Connection());

        stage.Good("Connect-DifyWorkspace work -Server $server -Credential $credential -WorkspaceId $other -Switch");
        Assert.Equal(other.Id, stage.Ann().CurrentWorkspaceId);
        Assert.Equal(("Other", "editor"), (stage.Connection().WorkspaceName, stage.Connection().Role));
    }

    [Fact]
    public async Task A_workspace_that_is_not_opened_is_told_with_those_that_are()
    {
        await using var stage = await ConsoleStage.SetAsync();
        var error = stage.Bad(
            "Connect-DifyWorkspace work -Server $server -Credential $credential -WorkspaceId 11111111-1111-1111-1111-111111111111",
            "WorkspaceNotOpened"
        );
        Assert.Contains("'Simulator'", error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_browser_that_moves_the_account_is_noticed_before_anything_else_is_sent(string version)
    {
        await using var stage = await ConsoleStage.SetAsync(version);
        var first = stage.Ann().CurrentWorkspaceId;
        stage.Connect();
        var other = stage.AddSecond();
        stage.Ann().CurrentWorkspaceId = other.Id;
        stage.BecomeAnotherProcess();
        var status = stage.Test();
        Assert.Equal(WorkspaceHealth.WorkspaceChanged, status.Status);
        Assert.Contains(ConsoleStage.Email, status.Message);
        Assert.Contains("'Other'", status.Message);
        Assert.Contains("Connect-DifyWorkspace work -Switch", status.RecommendedAction);
        Assert.All(stage.Asked(), one => Assert.Matches("/workspaces(/current)?$", one));

        stage.Bad("Connect-DifyWorkspace work", "WorkspaceNotCurrent");
        Assert.Equal(other.Id, stage.Ann().CurrentWorkspaceId);
        stage.Good("Connect-DifyWorkspace work -Switch");
        Assert.Equal(first, stage.Ann().CurrentWorkspaceId);
        Assert.True(stage.Test().Healthy);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_workspace_that_the_account_has_no_more_is_told_with_the_way_out(string version)
    {
        await using var stage = await ConsoleStage.SetAsync(version);
        var first = stage.Ann().CurrentWorkspaceId;
        stage.Connect();
        var other = stage.AddSecond();
        stage.Ann().CurrentWorkspaceId = other.Id;
        stage.Ann().Roles.Remove(first);
        stage.BecomeAnotherProcess();
        var status = stage.Test();
        Assert.Equal(WorkspaceHealth.NotAllowed, status.Status);
        Assert.Contains(first.ToString(), status.Message);
        Assert.Contains("Disconnect-DifyWorkspace work -Force", status.RecommendedAction);
        Assert.Contains(other.Id.ToString(), status.RecommendedAction);
        Assert.DoesNotContain("-Switch", status.RecommendedAction);
        stage.Bad("Get-DifyWorkspaceApp work", "WorkspaceNotOpened");
    }

    [Fact]
    public async Task A_connection_that_apps_hang_on_says_how_it_is_given_up()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.AddApp("Cat");
        stage.Good("Get-DifyWorkspaceApp work | Register-DifyApp -Name cat");
        var other = stage.AddSecond();
        stage.Ann().CurrentWorkspaceId = other.Id;
        stage.BecomeAnotherProcess();
        var error = stage.Bad("Connect-DifyWorkspace work -WorkspaceId $other", "WorkspaceInUse");
        Assert.Contains("Disconnect-DifyWorkspace work -Force", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task A_name_stands_for_one_server_and_a_workspace_has_one_name()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        stage.Bad("Connect-DifyWorkspace work -Server elsewhere.example.com -Credential $credential", "WorkspaceAlreadyConnected");
        stage.Bad("Connect-DifyWorkspace second -Server $server -Credential $credential", "WorkspaceAlreadyConnected");
        stage.Bad("Connect-DifyWorkspace app-0123456789abcdef -Server $server -Credential $credential", "InvalidArgument");
        stage.Bad("Connect-DifyWorkspace 'w*' -Server $server -Credential $credential", "InvalidAppName");
        stage.Good("Connect-DifyWorkspace WORK -Server $server -Credential $credential -Remember");
        Assert.Single(stage.Good("Get-DifyWorkspace").Output);
    }

    [Fact]
    public async Task A_role_that_changed_is_told_and_noted_when_connecting_again()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        stage.BecomeRole("editor");
        Assert.Equal("editor", stage.Test().Role);
        stage.Good("Connect-DifyWorkspace work");
        Assert.Equal("editor", stage.Connection().Role);
    }

    [Fact]
    public async Task Names_and_ids_complete_on_Tab()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        var id = stage.Connection().WorkspaceId;
        Assert.Equal("work", stage.Texts("Get-DifyWorkspace w"));
        Assert.Equal("work", stage.Texts("Disconnect-DifyWorkspace "));
        Assert.Equal(id, stage.Texts("Connect-DifyWorkspace work -WorkspaceId Simu"));
        Assert.Contains(ConsoleStage.Email, stage.Complete("Test-DifyWorkspace ").Single().ToolTip);
        Assert.Equal("work", string.Join(",", stage.Good("Get-DifyWorkspace | Test-DifyWorkspace").Output.Select(one => one.Properties["Name"].Value)));
    }

    [Fact]
    public async Task A_name_that_is_not_there_comes_with_those_that_are_near()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        Assert.Contains("'work'", stage.Bad("Get-DifyWorkspace wrok", "WorkspaceNotFound").Exception.Message);
        Assert.Equal("False", stage.Run("Test-DifyWorkspace wrok -Quiet").Output.Single().ToString());
    }
}
