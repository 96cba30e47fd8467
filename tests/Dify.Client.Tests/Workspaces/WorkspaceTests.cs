using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Workspaces;
using Xunit;

namespace Dify.Client.Tests.Workspaces;

/// <summary>The workspaces of an account.</summary>
public sealed class WorkspaceTests
{
    public static TheoryData<string> Versions => ConsoleSite.Versions;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Session_that_followed_the_browser_to_another_workspace_is_noticed(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var other = site.Console.AddWorkspace("Other");
        site.Owner.Roles[other.Id] = "editor";
        var client = await site.ConnectAsync();
        var first = site.State.WorkspaceId.ToString();
        await client.Workspaces.RequireCurrentAsync(first.ToUpperInvariant(), Token);

        site.Owner.CurrentWorkspaceId = other.Id;

        var error = await Assert.ThrowsAsync<WorkspaceException>(() => client.Workspaces.RequireCurrentAsync(first, Token));
        Assert.Equal(WorkspaceProblem.WorkspaceChanged, error.Code);
        Assert.Contains("Other", error.Message, StringComparison.Ordinal);
        Assert.Equal([true, false], (await client.Workspaces.ListAsync(Token)).Select(one => one.Current).OrderByDescending(one => one));

        await client.Workspaces.SwitchAsync(first, Token);
        Assert.Equal(first, (await client.Workspaces.RequireCurrentAsync(first, Token)).Id);
    }

    [Fact]
    public async Task Workspace_of_others_is_not_switched_to()
    {
        await using var site = await ConsoleSite.StartAsync();
        var client = await site.ConnectAsync();
        var error = await Assert.ThrowsAsync<DifyApiException>(() =>
            client.Workspaces.SwitchAsync(site.Console.AddWorkspace("Other").Id.ToString(), Token)
        );
        Assert.Equal("account_not_link_tenant", error.Code);
        Assert.Equal(Strings.ActionNotAMember, error.RecommendedAction);
    }

    [Theory]
    [InlineData("owner", true, true)]
    [InlineData("admin", true, true)]
    [InlineData("editor", true, false)]
    [InlineData("normal", false, false)]
    [InlineData("dataset_operator", false, false)]
    [InlineData("a role of their own", null, null)]
    public void Role_tells_what_an_account_may_do(string role, bool? edits, bool? manages) =>
        Assert.Equal((edits, manages), (WorkspaceRole.CanEdit(role), WorkspaceRole.CanManage(role)));
}
