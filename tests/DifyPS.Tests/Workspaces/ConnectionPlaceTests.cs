using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>A connection that apps hang on stays with its workspace.</summary>
public sealed class ConnectionPlaceTests
{
    private const string Again = "Connect-DifyWorkspace adm1 -WorkspaceId $other";
    private const string Anew = "Connect-DifyWorkspace adm1 -Server $server -AdminKey $adminKey -WorkspaceId $other";

    [Theory]
    [InlineData(Again)]
    [InlineData(Anew)]
    public async Task A_connection_that_apps_hang_on_leads_to_no_other_workspace(string command)
    {
        await using var stage = await SetAsync();
        var app = Bind(stage);
        var id = stage.Connection("adm1").WorkspaceId;
        stage.ForgetRequests();
        var error = stage.Bad(command, "WorkspaceInUse");
        Assert.Contains("'cat'", error.Exception.Message);
        Assert.Contains(stage.Connection("adm").WorkspaceId, error.ErrorDetails.RecommendedAction);
        Assert.Empty(stage.Requests);
        Assert.Equal(id, stage.Connection("adm1").WorkspaceId);
        var key = app.Keys.Single();
        stage.Good("Update-DifyAppKey cat");
        Assert.DoesNotContain(key, app.Keys);
    }

    [Fact]
    public async Task A_connection_that_work_on_keys_hangs_on_leads_to_no_other_workspace()
    {
        await using var stage = await SetAsync();
        var note = new KeyOperation
        {
            Id = "1",
            Workspace = "adm1",
            WorkspaceId = stage.Connection("adm1").WorkspaceId,
            AppId = Guid.NewGuid().ToString(),
            Step = KeyStep.Minting,
        };
        await new KeyJournal(AppRegistry.At(stage.RegistryFile)).NoteAsync(note, CancellationToken.None);
        Assert.Contains(note.AppId, stage.Bad(Again, "WorkspaceInUse").Exception.Message);
    }

    [Fact]
    public async Task A_renewal_makes_no_second_name_for_a_workspace()
    {
        await using var stage = await SetAsync();
        stage.Bad(Again, "WorkspaceAlreadyConnected");
        stage.Bad(Anew, "WorkspaceAlreadyConnected");
        stage.Good("Disconnect-DifyWorkspace adm");
        stage.Good(Again);
        Assert.Equal("Other", stage.Connection("adm1").WorkspaceName);
    }

    [Fact]
    public async Task Nobody_is_moved_by_a_renewal_that_is_refused()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        var first = stage.Ann().CurrentWorkspaceId;
        stage.AddSecond();
        stage.Dify.State.AddApp("Cat");
        stage.Good("Get-DifyWorkspaceApp work | Register-DifyApp -Name cat");
        stage.Bad("Connect-DifyWorkspace work -WorkspaceId $other -Switch", "WorkspaceInUse");
        stage.Bad("Connect-DifyWorkspace work -Server $server -Credential $credential -WorkspaceId $other -Switch", "WorkspaceInUse");
        Assert.Equal(first, stage.Ann().CurrentWorkspaceId);
    }

    [Theory]
    [InlineData("Connect-DifyWorkspace adm1")]
    [InlineData("Connect-DifyWorkspace adm1 -Server $server -AdminKey $adminKey -WorkspaceId $first")]
    public async Task The_version_of_the_server_is_known_after_a_renewal(string command)
    {
        await using var stage = await SetAsync();
        await stage.NoteAsync(stage.Connection("adm1") with { ServerVersion = stage.Console().Version });
        stage.Good(command);
        Assert.Equal(stage.Console().Version, stage.Connection("adm1").ServerVersion);
    }

    [Fact]
    public async Task An_app_is_not_called_deleted_because_its_connection_leads_elsewhere_now()
    {
        await using var stage = await SetAsync();
        var app = Bind(stage);
        stage.Good("Disconnect-DifyWorkspace adm; Disconnect-DifyWorkspace adm1");
        stage.Good(Anew);
        app.RevokeKey(app.Keys.Single());
        KeyCache.Clear();
        var status = (DifyAppStatus)stage.Good("Test-DifyApp cat").Output.Single().BaseObject;
        Assert.Equal(AppHealth.KeyRejected, status.Status);
    }

    [Fact]
    public async Task An_app_that_is_gone_is_called_deleted_after_signing_in_anew()
    {
        await using var stage = await SetAsync();
        var app = Bind(stage);
        stage.Good("Connect-DifyWorkspace adm1 -Server $server -AdminKey $adminKey -WorkspaceId $first");
        stage.Dify.State.RemoveApp(app);
        var status = (DifyAppStatus)stage.Good("Test-DifyApp cat").Output.Single().BaseObject;
        Assert.Equal(AppHealth.AppDeleted, status.Status);
    }

    [Fact]
    public async Task A_workspace_that_does_not_fit_an_app_is_told()
    {
        await using var stage = await SetAsync();
        var app = Bind(stage);
        var key = app.Keys.Single();
        var error = stage.Bad("Update-DifyAppKey cat -Workspace adm", "AppOfOtherWorkspace");
        Assert.Contains("-Workspace adm1", error.ErrorDetails.RecommendedAction);
        stage.Bad("Get-DifyAppKey cat -Workspace nope", "WorkspaceNotFound");
        stage.Bad("Get-DifyAppKey * -Workspace nope", "WorkspaceNotFound");
        Assert.Empty(stage.Good("Get-DifyAppKey * -Workspace adm").Output);
        Assert.Single(stage.Good("Get-DifyAppKey cat -Workspace ADM1").Output);
        Assert.Equal([key], app.Keys);
    }

    /// <summary>Two workspaces of one server by its admin key: <c>adm</c> is Other, <c>adm1</c> is the first.</summary>
    private static async Task<Stage> SetAsync()
    {
        var stage = await ConsoleStage.SetAsync();
        stage.AddSecond();
        stage.Good("Connect-DifyWorkspace adm -Server $server -AdminKey $adminKey -WorkspaceId $other");
        stage.Good("Connect-DifyWorkspace adm1 -Server $server -AdminKey $adminKey -WorkspaceId $first");
        return stage;
    }

    private static SimulatedApp Bind(Stage stage)
    {
        var app = stage.Dify.State.AddApp("Cat");
        stage.Good("Get-DifyWorkspaceApp adm1 | Register-DifyApp -Name cat");
        return app;
    }
}
