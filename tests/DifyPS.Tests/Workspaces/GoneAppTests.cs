using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Apps that were deleted in Dify, ids that are none, and roles that are too low are told as such by all that is about keys.</summary>
public sealed class GoneAppTests
{
    private const string Id = "123e4567-e89b-12d3-a456-426614174000";

    public static TheoryData<string> OfNames =>
    [
        "Get-DifyAppKey cat",
        "New-DifyAppKey cat",
        $"Remove-DifyAppKey cat {Id}",
        "Update-DifyAppKey cat",
        "Update-DifyAppKey *",
        "$app | Register-DifyApp -Name cat",
        "$app | Register-DifyApp -Name cat -EnableApi -Force",
        "Enable-DifyAppApi -App cat",
        "Disable-DifyAppApi -App cat -Confirm:$false",
        "Export-DifyAppDsl -App cat",
    ];

    public static TheoryData<string> OfIds =>
    [
        $"Get-DifyAppKey -AppId {Id}",
        $"New-DifyAppKey -AppId {Id}",
        $"Remove-DifyAppKey -AppId {Id} -KeyId {Id}",
        $"Register-DifyApp x -AppId {Id}",
        $"Enable-DifyAppApi -Workspace work -AppId {Id}",
        $"Disable-DifyAppApi -Workspace work -AppId {Id} -Confirm:$false",
        $"Export-DifyAppDsl -Workspace work -AppId {Id}",
    ];

    [Theory]
    [MemberData(nameof(OfNames))]
    public async Task A_bound_app_that_was_deleted_is_told_with_what_to_do(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        stage.Dify.State.RemoveApp(app);
        var error = stage.Bad(command, "WorkspaceAppNotFound");
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Contains("deleted", error.Exception.Message);
        Assert.Contains("'Cat'", error.Exception.Message);
        Assert.Contains("Unregister-DifyApp cat", error.ErrorDetails.RecommendedAction);
        Assert.Empty(stage.Journal());
    }

    [Theory]
    [MemberData(nameof(OfIds))]
    public async Task An_app_that_is_not_there_is_told_by_its_id(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var error = stage.Bad(command, "WorkspaceAppNotFound");
        Assert.Contains(Id, error.Exception.Message);
        Assert.Contains("Get-DifyWorkspaceApp work", error.ErrorDetails.RecommendedAction);
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task An_app_of_a_workspace_that_the_browser_has_left_is_not_taken_for_deleted()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        stage.Dify.State.RemoveApp(app);
        var account = stage.Dify.State.Console.Accounts.Single();
        var other = stage.Dify.State.Console.AddWorkspace("Other");
        account.Roles[other.Id] = "owner";
        account.CurrentWorkspaceId = other.Id;
        stage.Bad("Get-DifyAppKey cat", "WorkspaceChanged");
    }

    [Fact]
    public async Task Work_that_was_cut_off_on_an_app_that_is_gone_is_forgotten()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        stage.Kill(KeyPoint.Noted, "Update-DifyAppKey cat");
        Assert.Single(stage.Journal());
        stage.Dify.State.RemoveApp(app);
        stage.Good("Get-DifyKnowledgeKey -WarningAction Stop");
        Assert.Empty(stage.Journal());
    }

    [Theory]
    [InlineData("Get-DifyAppKey -AppId nonsense")]
    [InlineData("New-DifyAppKey -AppId nonsense")]
    [InlineData("Remove-DifyAppKey -AppId nonsense -KeyId " + Id)]
    [InlineData("Remove-DifyAppKey cat nonsense")]
    [InlineData("[pscustomobject]@{ App = 'cat'; KeyId = 'nonsense' } | Remove-DifyAppKey")]
    [InlineData("Update-DifyAppKey -AppId nonsense")]
    [InlineData("Register-DifyApp x -AppId nonsense")]
    [InlineData("Register-DifyApp x -ApiKey $key -AppId nonsense")]
    [InlineData("Register-DifyApp x -ApiKey $key -KeyId nonsense")]
    [InlineData("Register-DifyApp x -ApiKey $key -KnowledgeBaseId nonsense")]
    [InlineData("Set-DifyApp cat -KnowledgeBaseId nonsense")]
    [InlineData("New-DifyKnowledgeKey work nonsense")]
    [InlineData("New-DifyKnowledgeKey work " + Id + ", nonsense")]
    [InlineData("Remove-DifyKnowledgeKey work nonsense")]
    [InlineData("Get-DifyWorkspaceApp -AppId nonsense")]
    [InlineData("Enable-DifyAppApi -Workspace work -AppId nonsense")]
    [InlineData("Disable-DifyAppApi -Workspace work -AppId nonsense")]
    [InlineData("Export-DifyAppDsl -Workspace work -AppId nonsense")]
    [InlineData("Import-DifyAppDsl cat.yml work -AppId nonsense")]
    public async Task What_is_no_id_is_refused_by_one_rule_before_anything_is_sent(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        stage.SetKey("key", Canary.NewKey());
        stage.ForgetRequests();
        var error = stage.Bad(command, "InvalidArgument");
        Assert.IsType<Common.DifyCommandException>(error.Exception);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain("nonsense", error.ToString());
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("normal", "Get-DifyAppKey cat")]
    [InlineData("normal", "New-DifyAppKey cat")]
    [InlineData("normal", "Update-DifyAppKey cat -KeepOld")]
    [InlineData("normal", "$tiger | Register-DifyApp")]
    [InlineData("normal", "Get-DifyAppKey -AppId $($tiger.AppId)")]
    [InlineData("normal", "Export-DifyAppDsl -App cat")]
    [InlineData("dataset_operator", "New-DifyAppKey cat")]
    [InlineData("dataset_operator", "$tiger | Register-DifyApp -EnableApi")]
    public async Task A_role_that_makes_no_keys_is_told_which_does_before_anything_is_made(string role, string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        var tiger = stage.Dify.State.AddApp("Tiger");
        stage.Shell.SetVariable("tiger", stage.Offer(tiger));
        stage.BecomeRole(role);
        // The connection still has the role of before.
        foreach (var known in new[] { "owner", role })
        {
            await stage.ConnectAsync(known);
            stage.ForgetRequests();
            var error = stage.Bad(command, "WorkspaceRoleTooLow");
            Assert.Equal(ErrorCategory.PermissionDenied, error.CategoryInfo.Category);
            Assert.Contains("an editor, an admin or the owner", error.Exception.Message);
            Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        }

        Assert.Single(cat.Keys);
        Assert.Empty(tiger.Keys);
        Assert.Empty(stage.Journal());
    }
}
