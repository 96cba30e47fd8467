using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Tests.Fakes;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.SignIn;
using Dify.Simulator;
using Xunit;

namespace Dify.Client.Tests.Workspaces;

/// <summary>The programmatic API, by a device that somebody allows in their browser.</summary>
public sealed class DeviceCodeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.16.0")]
    [InlineData("1.20.0")]
    public async Task Device_that_was_allowed_lists_and_exports_apps(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var app = site.State.AddApp("cat");
        site.State.AddApp("off", configure: one => one.Enabled = false);
        site.State.AddApp("agent", "agent");
        var credential = await ConnectAsync(site);
        var client = site.Client(credential);

        Assert.Equal("cat", Assert.Single(await client.Apps.ListAsync(cancellationToken: Token).ToListAsync(Token)).Name);
        Assert.Contains(
            "name: cat",
            await client.Apps.ExportDslAsync(app.Id.ToString(), cancellationToken: Token),
            StringComparison.Ordinal
        );
        Assert.Equal(ConsoleSite.Email, (await client.Workspaces.GetAccountAsync(Token)).Email);
        Assert.Equal("owner", (await client.Workspaces.RequireCurrentAsync(credential.WorkspaceId!, Token)).Role);
        Assert.Equal(ConsoleSite.Email, credential.Account);
        Assert.Equal(14, Math.Round((credential.ExpiresAt!.Value - site.Time.GetUtcNow()).TotalDays));
    }

    [Fact]
    public async Task Keys_are_not_made_this_way_and_nothing_is_sent()
    {
        await using var site = await ConsoleSite.StartAsync();
        var app = site.State.AddApp("cat").Id.ToString();
        var client = site.Client(await ConnectAsync(site));
        var before = site.Requests.Count;
        Func<Task>[] calls =
        [
            () => client.AppKeys.CreateAsync(client.AppKeys.Begin(app), Token),
            () => client.AppKeys.ListAsync(app, Token),
            () => client.AppKeys.DeleteAsync(app, "x", Token),
            () => client.KnowledgeKeys.ListAsync(Token),
            () => client.Apps.SetApiEnabledAsync(app, true, Token),
            () => client.Apps.GetAsync(app, Token),
            () => client.Workspaces.SwitchAsync(app, Token),
            () => client.Apps.ListTagsAsync(Token),
        ];
        foreach (var call in calls)
            Assert.Equal(WorkspaceProblem.NotThisWay, (await Assert.ThrowsAsync<WorkspaceException>(call)).Code);

        Assert.Equal(before, site.Requests.Count);
    }

    [Fact]
    public async Task Catalog_that_changed_costs_one_more_request()
    {
        await using var site = await ConsoleSite.StartAsync();
        site.State.AddApp("cat");
        var client = site.Client(await ConnectAsync(site));
        await client.Apps.ListAsync(cancellationToken: Token).ToListAsync(Token);
        site.Console.ChangeCatalog();
        var before = site.Requests.Count;

        Assert.Single(await client.Apps.ListAsync(cancellationToken: Token).ToListAsync(Token));

        Assert.Equal(before + 2, site.Requests.Count);
        Assert.Equal(1, site.Count("GET /openapi/v1/_catalog"));
    }

    [Fact]
    public async Task Server_is_asked_no_faster_than_it_wants_and_a_stumble_is_no_end()
    {
        await using var site = await ConsoleSite.StartAsync();
        var code = await site.SignIn.BeginDeviceAsync("DifyPS test", Token);
        Assert.EndsWith("/device", code.Address.AbsoluteUri, StringComparison.Ordinal);
        site.Console.DeviceInterval = 20;
        using var stumble = site.Host.Faults.Add(
            new Fault
            {
                Path = "/openapi/v1/oauth/device/token",
                Status = 503,
                Skip = 3,
                Count = 1,
            }
        );
        var asked = 0;

        var credential = await site.SignIn.WaitForDeviceAsync(
            code,
            left =>
            {
                Assert.InRange(left, TimeSpan.Zero, TimeSpan.FromMinutes(15));
                if (++asked == 7)
                    Assert.True(site.Console.ApproveDevice(code.UserCode, site.Owner));
            },
            Token
        );

        // Told to slow down, it waits twice as long: 5, 10, 20, 40 seconds.
        Assert.NotNull(credential.WorkspaceId);
        Assert.Equal(
            [5, 5, 10, 20],
            site.Time.Waits.Where(wait => wait >= TimeSpan.FromSeconds(5)).Take(4).Select(wait => (int)wait.TotalSeconds)
        );
    }

    [Theory]
    [InlineData("denied", WorkspaceProblem.DeviceDenied)]
    [InlineData("late", WorkspaceProblem.DeviceCodeExpired)]
    public async Task Device_that_was_not_allowed_is_told_why(string what, string expected)
    {
        await using var site = await ConsoleSite.StartAsync();
        var code = await site.SignIn.BeginDeviceAsync("DifyPS test", Token);
        var error = await Assert.ThrowsAsync<WorkspaceException>(() =>
            site.SignIn.WaitForDeviceAsync(
                code,
                _ =>
                {
                    if (what == "denied")
                        site.Console.DenyDevice(code.UserCode);
                },
                Token
            )
        );
        Assert.Equal(expected, error.Code);
    }

    [Theory]
    [InlineData("1.8.1", true)]
    [InlineData("1.20.0", false)]
    public async Task Api_that_is_off_is_told_as_such(string version, bool isOn)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        site.Console.IsProgrammaticApiOn = isOn;
        Assert.Equal(
            WorkspaceProblem.ProgrammaticApiOff,
            (await Assert.ThrowsAsync<WorkspaceException>(() => site.SignIn.BeginDeviceAsync("x", Token))).Code
        );
        var client = site.Client(new DeviceCodeCredential(ApiKey.FromString("dfoa_token"), "x"));
        Assert.Equal(
            WorkspaceProblem.ProgrammaticApiOff,
            (await Assert.ThrowsAsync<WorkspaceException>(() => client.Workspaces.GetAccountAsync(Token))).Code
        );
    }

    [Fact]
    public async Task Token_that_ended_is_told_as_such()
    {
        await using var site = await ConsoleSite.StartAsync();
        var client = site.Client(await ConnectAsync(site));
        Assert.True(await client.Sessions.SignOutAsync(Token));
        var error = await Assert.ThrowsAsync<DifyApiException>(() => client.Workspaces.GetAccountAsync(Token));
        Assert.Equal((401, Strings.ActionConnectAgain), (error.StatusCode, error.RecommendedAction));
        Assert.False(await client.Sessions.SignOutAsync(Token));
    }

    private static async Task<DeviceCodeCredential> ConnectAsync(ConsoleSite site)
    {
        var code = await site.SignIn.BeginDeviceAsync("DifyPS test", Token);
        Assert.True(site.Console.ApproveDevice(code.UserCode, site.Owner));
        return await site.SignIn.WaitForDeviceAsync(code, cancellationToken: Token);
    }
}
