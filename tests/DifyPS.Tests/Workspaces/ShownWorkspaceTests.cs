using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Get-DifyApp shows the connection that leads to an app now.</summary>
public sealed class ShownWorkspaceTests
{
    private const string Elsewhere = "Connect-DifyWorkspace work -Server $server -AdminKey $adminKey -WorkspaceId $other";

    [Fact]
    public async Task A_connection_that_leads_elsewhere_by_now_is_not_shown()
    {
        await using var stage = await SetAsync();
        var id = stage.Connection().WorkspaceId;
        stage.Good("Disconnect-DifyWorkspace work; " + Elsewhere);
        var shown = Shown(stage);
        Assert.Equal((null, id), (shown.Workspace, shown.WorkspaceId));
        Assert.Empty(stage.Good("Get-DifyApp | Where-Object Workspace -eq work").Output);
        // It leads to no app of that connection.
        stage.Bad("Get-DifyApp cat | Get-DifyAppKey", "AppOfOtherWorkspace");
        stage.Bad("Get-DifyApp cat | Update-DifyAppKey", "AppOfOtherWorkspace");
        stage.Bad("Get-DifyApp cat | Enable-DifyAppApi", "AppOfOtherWorkspace");
    }

    [Fact]
    public async Task The_one_that_leads_there_is_shown_whatever_it_is_called()
    {
        await using var stage = await SetAsync();
        stage.Good("Disconnect-DifyWorkspace work; " + Elsewhere);
        stage.Good("Connect-DifyWorkspace again -Server $server -AdminKey $adminKey -WorkspaceId $first");
        Assert.Equal("again", Shown(stage).Workspace);
        Assert.Single(stage.Good("Get-DifyApp cat | Get-DifyAppKey").Output);
        stage.Good("Get-DifyApp cat | Update-DifyAppKey; Get-DifyApp cat | Enable-DifyAppApi");
        Assert.Equal("again", Shown(stage).Workspace);
    }

    [Fact]
    public async Task One_that_is_gone_is_told_by_the_name_under_which_it_may_be_made_again()
    {
        await using var stage = await SetAsync();
        stage.Good("Disconnect-DifyWorkspace work");
        Assert.Equal("work", Shown(stage).Workspace);
        stage.Good("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey -WorkspaceId $first");
        Assert.Equal("work", Shown(stage).Workspace);
        Assert.Equal(Shown(stage).WorkspaceId, stage.Connection().WorkspaceId);
    }

    private static DifyApp Shown(Stage stage) => (DifyApp)stage.Good("Get-DifyApp cat").Output.Single().BaseObject;

    private static async Task<Stage> SetAsync()
    {
        var stage = await ConsoleStage.SetAsync();
        stage.AddSecond();
        stage.Good("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey -WorkspaceId $first");
        stage.Dify.State.AddApp("Cat");
        stage.Good("Get-DifyWorkspaceApp work | Register-DifyApp -Name cat");
        return stage;
    }
}
