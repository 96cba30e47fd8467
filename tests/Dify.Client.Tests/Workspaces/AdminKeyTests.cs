using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.SignIn;
using Dify.Simulator;
using Xunit;

namespace Dify.Client.Tests.Workspaces;

/// <summary>The admin key of a server of one's own.</summary>
public sealed class AdminKeyTests
{
    private const string Key = "sk-simulator-admin-key-0123456789";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.8.1")]
    [InlineData("1.11.0")]
    [InlineData("1.14.0")]
    [InlineData("1.20.0")]
    public async Task Key_is_the_owner_of_the_workspace_it_names(string version)
    {
        await using var site = await StartAsync(version);
        var other = site.Console.AddWorkspace("Other");
        site.State.AddApp("theirs", configure: app => app.WorkspaceId = other.Id);
        site.State.AddApp("ours");
        var credential = new AdminKeyCredential(ApiKey.FromString(Key), null);
        var all = await site.Client(credential).Workspaces.ListAllAsync(Token).ToListAsync(Token);
        Assert.Equal(["Simulator", "Other"], all.Select(one => one.Name));

        var client = site.Client(credential.In(all[1].Id));
        Assert.Equal(("Other", "owner"), await CurrentAsync(client));
        Assert.Equal("theirs", Assert.Single(await client.Apps.ListAsync(cancellationToken: Token).ToListAsync(Token)).Name);
        Assert.DoesNotContain(site.Host.Requests.Snapshot(), one => one.Headers.ContainsKey("Cookie"));
    }

    [Theory]
    [InlineData("1.9.2")]
    [InlineData("1.10.0")]
    [InlineData("1.10.1")]
    public async Task Versions_that_take_no_key_do_not_get_it(string version)
    {
        await using var site = await StartAsync(version);
        var client = site.Client(new AdminKeyCredential(ApiKey.FromString(Key), site.State.WorkspaceId.ToString()));

        var error = await Assert.ThrowsAsync<WorkspaceException>(() => client.Workspaces.GetCurrentAsync(Token));

        Assert.Equal(WorkspaceProblem.AdminKeyNotTaken, error.Code);
        Assert.DoesNotContain(site.Host.Requests.Snapshot(), one => one.Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData("wrong key")]
    [InlineData("wrong workspace")]
    public async Task Refusal_tells_what_to_check(string what)
    {
        await using var site = await StartAsync("1.14.0");
        var key = what == "wrong key" ? Key + "x" : Key;
        var workspace = what == "wrong workspace" ? Guid.NewGuid() : site.State.WorkspaceId;
        var client = site.Client(new AdminKeyCredential(ApiKey.FromString(key), workspace.ToString()));

        var error = await Assert.ThrowsAsync<DifyApiException>(() => client.Workspaces.GetCurrentAsync(Token));

        Assert.Equal(401, error.StatusCode);
        Assert.Contains("ADMIN_API_KEY", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(1, site.Count("POST /workspaces/current"));
    }

    [Fact]
    public async Task Session_cannot_list_the_workspaces_of_others()
    {
        await using var site = await StartAsync("1.14.0");
        var client = await site.ConnectAsync();
        Assert.Equal(WorkspaceProblem.NotThisWay, Assert.Throws<WorkspaceException>(() => client.Workspaces.ListAllAsync(Token)).Code);
    }

    private static async Task<(string, string?)> CurrentAsync(WorkspaceClient client)
    {
        var current = await client.Workspaces.GetCurrentAsync(Token);
        return (current.Name, current.Role);
    }

    private static async Task<ConsoleSite> StartAsync(string version)
    {
        var site = await ConsoleSite.StartAsync(version);
        site.Console.AdminKey = Key;
        return site;
    }
}
