using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.SignIn;
using Dify.Simulator;
using Xunit;

namespace Dify.Client.Tests.Workspaces;

/// <summary>Sessions that grow old, are shared, and end.</summary>
public sealed class SessionTests
{
    public static TheoryData<string> Versions => ConsoleSite.Versions;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Session_is_renewed_once_each_time_it_has_grown_old(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var client = await site.ConnectAsync();
        for (var time = 1; time <= 2; time++)
        {
            site.Console.ExpireSessions();
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.Workspaces.GetAccountAsync(Token)));
            Assert.Equal(time, site.Count("POST /refresh-token"));
        }

        Assert.Equal(1, site.Count("POST /login"));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Session_that_is_over_is_signed_in_again_where_the_password_is_known(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var store = new SharedStore();
        var client = site.Client(new ConsoleSessionCredential(null, ConsoleSite.Credentials, store));
        await client.Workspaces.GetAccountAsync(Token);
        site.Console.EndSessions();

        await client.Workspaces.GetAccountAsync(Token);

        Assert.Equal(2, site.Count("POST /login"));
        Assert.Equal(2, store.Writes);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Session_that_is_over_is_told_as_such_and_its_token_is_not_given_again(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var client = await site.ConnectAsync();
        site.Console.EndSessions();

        for (var time = 0; time < 2; time++)
        {
            var error = await Assert.ThrowsAsync<WorkspaceException>(() => client.Workspaces.GetAccountAsync(Token));
            Assert.Equal(WorkspaceProblem.SessionEnded, error.Code);
        }

        Assert.Equal(1, site.Count("POST /refresh-token"));
    }

    [Fact]
    public async Task Remembered_password_that_was_refused_is_not_given_again()
    {
        await using var site = await ConsoleSite.StartAsync();
        site.Owner.Password = "changed meanwhile";
        var client = site.Client(new ConsoleSessionCredential(null, ConsoleSite.Credentials));

        for (var time = 0; time < 7; time++)
        {
            var error = await Assert.ThrowsAsync<WorkspaceException>(() => client.Workspaces.GetAccountAsync(Token));
            Assert.Equal(WorkspaceProblem.PasswordRefused, error.Code);
        }

        Assert.Equal(1, site.Count("POST /login"));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Processes_that_share_a_session_do_not_kick_each_other_out(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var browser = site.Console.SignInBrowser(site.Owner);
        var session = await site.SignIn.WithPasswordAsync(ConsoleSite.Credentials, Token);
        var store = new SharedStore { Kept = session.ToSecret() };
        var processes = Enumerable
            .Range(0, 3)
            .Select(_ => site.Client(new ConsoleSessionCredential(ConsoleSession.FromSecret(store.Kept), store: store)))
            .ToList();
        for (var time = 1; time <= 3; time++)
        {
            site.Console.ExpireSessions();
            await Task.WhenAll(processes.Select(client => client.Workspaces.GetAccountAsync(Token)));
            Assert.Equal(time, site.Count("POST /refresh-token"));
        }

        Assert.Equal(1, site.Count("POST /login"));
        Assert.True(site.Console.TakesRefresh(browser));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Session_that_another_process_kept_and_that_has_grown_old_since_is_renewed(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var session = await site.SignIn.WithPasswordAsync(ConsoleSite.Credentials, Token);
        var store = new SharedStore { Kept = session.ToSecret() };
        var asleep = site.Client(new ConsoleSessionCredential(session, store: store));
        var awake = site.Client(new ConsoleSessionCredential(session, store: store));
        site.Console.ExpireSessions();
        await awake.Workspaces.GetAccountAsync(Token);
        site.Console.ExpireSessions();

        await asleep.Workspaces.GetAccountAsync(Token);
        await awake.Workspaces.GetAccountAsync(Token);

        Assert.Equal(2, site.Count("POST /refresh-token"));
    }

    [Fact]
    public async Task Caller_that_gives_up_while_a_session_is_renewed_does_not_lose_it()
    {
        await using var site = await ConsoleSite.StartAsync();
        var credential = new ConsoleSessionCredential(await site.SignIn.WithPasswordAsync(ConsoleSite.Credentials, Token));
        var client = site.Client(credential);
        site.Console.ExpireSessions();
        using var held = site.Host.Faults.Add(new Fault { Path = "/console/api/refresh-token", Latency = TimeSpan.FromMinutes(5) });
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var call = client.Workspaces.GetAccountAsync(cancelled.Token);
        await site.Time.WaitForTimerAsync(TimeSpan.FromMinutes(5));
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        var next = client.Workspaces.GetAccountAsync(Token);
        site.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(ConsoleSite.Email, (await next).Email);
        Assert.Equal(1, site.Count("POST /refresh-token"));
    }

    [Fact]
    public async Task Session_whose_renewal_was_lost_on_the_way_is_signed_in_again()
    {
        await using var site = await ConsoleSite.StartAsync();
        var client = site.Client(
            new ConsoleSessionCredential(await site.SignIn.WithPasswordAsync(ConsoleSite.Credentials, Token), ConsoleSite.Credentials)
        );
        site.Console.ExpireSessions();
        using (
            site.Host.Faults.Add(
                new Fault
                {
                    Path = "/console/api/refresh-token",
                    Kind = FaultKind.ErrorAfterwards,
                    Status = 502,
                    Count = 1,
                }
            )
        )
        {
            var lost = await Assert.ThrowsAsync<DifyApiException>(() => client.Workspaces.GetAccountAsync(Token));
            Assert.Equal(502, lost.StatusCode);
        }

        Assert.Equal(ConsoleSite.Email, (await client.Workspaces.GetAccountAsync(Token)).Email);
        Assert.Equal(2, site.Count("POST /login"));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Signing_out_ends_the_session_and_no_other_one_of_the_person(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var credential = new ConsoleSessionCredential(await site.SignIn.WithPasswordAsync(ConsoleSite.Credentials, Token));
        var client = site.Client(credential);
        var browser = site.Console.SignInBrowser(site.Owner);

        Assert.True(await client.Sessions.SignOutAsync(Token));

        Assert.True(site.Console.TakesRefresh(browser));
        site.Console.ExpireSessions();
        var error = await Assert.ThrowsAsync<WorkspaceException>(() => client.Workspaces.GetAccountAsync(Token));
        Assert.Equal(WorkspaceProblem.SessionEnded, error.Code);
        Assert.False(await client.Sessions.SignOutAsync(Token));
        Assert.Equal(
            version == "1.8.1" ? "GET /logout" : "POST /logout",
            site.Requests.Single(one => one.EndsWith("/logout", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Server_that_was_updated_to_cookies_is_signed_in_to_again()
    {
        await using var site = await ConsoleSite.StartAsync("1.8.1");
        var client = site.Client(new ConsoleSessionCredential(null, ConsoleSite.Credentials));
        await client.Workspaces.GetAccountAsync(Token);
        site.Console.Version = "1.14.0";

        Assert.Equal(ConsoleSite.Email, (await client.Workspaces.GetAccountAsync(Token)).Email);
    }

    [Fact]
    public void Session_comes_back_from_a_vault_as_it_was()
    {
        var session = new ConsoleSession(
            "access-access-access",
            "refresh-refresh",
            "csrf-csrf-csrf",
            "__Host-",
            DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)
        );
        var back = ConsoleSession.FromSecret(session.ToSecret());
        Assert.Equal(session, back);
        Assert.Equal((session.CookiePrefix, session.ObtainedAt), (back.CookiePrefix, back.ObtainedAt));
        Assert.DoesNotContain("access-access", session.ToString(), StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => ConsoleSession.FromSecret("{\"access\":1}"));
        Assert.Throws<FormatException>(() => ConsoleSession.FromSecret("no session"));
    }
}
