using System.Linq;
using System.Threading.Tasks;
using DifyPS.Completion;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>What Tab knows of workspaces and their apps.</summary>
public sealed class WorkspaceTabTests
{
    public static TheoryData<string> Versions => AppStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Apps_are_offered_by_name_and_by_id_with_their_modes(string version)
    {
        await using var stage = await AppStage.SetAsync(version);
        CompletionCache.Clear();
        var cat = stage.Add("Big cat", "chat", "pets", "two words");
        stage.Add("Flow [x]", "workflow", "pets");
        // Nothing is known, and nothing sent, before the connection was used.
        Assert.Empty(stage.Complete("Get-DifyWorkspaceApp work "));
        Assert.Empty(stage.Requests);
        stage.Good("Get-DifyWorkspaceApp work *nothing*");

        Assert.Equal("work", stage.Texts("Get-DifyWorkspaceApp w"));
        Assert.Equal("'Big cat','Flow `[x`]'", stage.Texts("Get-DifyWorkspaceApp work "));
        var offered = Assert.Single(stage.Complete("Get-DifyWorkspaceApp work ca"));
        Assert.Equal(("Big cat", AppModesText("chat")), (offered.ListItemText, offered.ToolTip));
        var id = Assert.Single(stage.Complete("Enable-DifyAppApi -Workspace work -AppId big"));
        Assert.Equal((cat.Id.ToString(), "Big cat"), (id.CompletionText, id.ListItemText));
        Assert.Contains(AppModesText("chat"), id.ToolTip);
        Assert.Equal(cat.Id.ToString(), stage.Texts($"Export-DifyAppDsl -AppId {cat.Id.ToString()[..8]}"));
        Assert.Equal("pets,'two words'", stage.Texts("Get-DifyWorkspaceApp work -Tag "));
        Assert.DoesNotContain("knowledge", stage.Texts("Get-DifyWorkspaceApp work -Mode "));
        Assert.Contains("workflow", stage.Texts("Get-DifyWorkspaceApp work -Mode w"));
    }

    [Theory]
    [InlineData("Register-DifyApp q -AppId ")]
    [InlineData("Register-DifyApp q -Workspace work -AppId ")]
    [InlineData("Register-DifyApp q -AppId big")]
    [InlineData("Get-DifyAppKey -AppId big")]
    [InlineData("New-DifyAppKey -Workspace work -AppId ")]
    [InlineData("Import-DifyAppDsl x.yml -AppId ")]
    public async Task Ids_of_apps_are_offered_wherever_one_is_named_by_it(string typed)
    {
        await using var stage = await AppStage.SetAsync();
        CompletionCache.Clear();
        var cat = stage.Add("Big cat", "chat");
        stage.Good("Get-DifyWorkspaceApp work *nothing*");
        var offered = Assert.Single(stage.Complete(typed));
        Assert.Equal((cat.Id.ToString(), "Big cat"), (offered.CompletionText, offered.ListItemText));
    }

    [Fact]
    public async Task A_connection_that_was_made_just_now_is_known()
    {
        await using var stage = await ConsoleStage.SetAsync("1.20.0", "owner");
        CompletionCache.Clear();
        stage.Add("Big cat", "chat");
        stage.Connect("-Remember");
        Assert.Equal("'Big cat'", stage.Texts("Get-DifyWorkspaceApp work "));
        Assert.Equal("'Big cat'", stage.Texts("Get-DifyWorkspaceApp -Name "));
    }

    [Fact]
    public async Task Tab_renews_no_session_and_offers_no_other_workspaces_apps()
    {
        await using var stage = await AppStage.SetAsync();
        CompletionCache.Clear();
        stage.Good("Get-DifyWorkspaceApp work");
        stage.Add("Cat");
        var console = stage.Dify.State.Console;
        console.ExpireSessions();
        Assert.Empty(stage.Complete("Get-DifyWorkspaceApp work "));
        Assert.Equal(0, stage.Count("POST /refresh-token"));

        stage.Good("Get-DifyWorkspaceApp work *nothing*");
        stage.Good("Get-DifyWorkspaceApp work *nothing*");
        Assert.Equal("Cat", stage.Texts("Get-DifyWorkspaceApp work "));
        CompletionCache.Clear();
        var other = console.AddWorkspace("Other");
        console.Accounts[0].Roles[other.Id] = "owner";
        console.Accounts[0].CurrentWorkspaceId = other.Id;
        stage.Dify.State.AddApp("theirs", configure: app => app.WorkspaceId = other.Id);
        Assert.Empty(stage.Complete("Get-DifyWorkspaceApp work "));
    }

    [Fact]
    public async Task Entry_that_was_edited_gets_nothing_of_the_session()
    {
        await using var stage = await AppStage.SetAsync();
        CompletionCache.Clear();
        stage.Add("Cat");
        stage.Good("Get-DifyWorkspaceApp work *nothing*");
        stage.ForgetRequests();
        var connection = Bindings.Registry.AppRegistry.At(stage.RegistryFile).FindWorkspace("work")!;
        await stage.NoteAsync(connection with { Account = "somebody@example.com" });
        Assert.Empty(stage.Complete("Get-DifyWorkspaceApp work "));
        Assert.Empty(stage.Requests);
    }

    private static string AppModesText(string mode) => Bindings.Identity.AppModes.Describe(mode);
}
