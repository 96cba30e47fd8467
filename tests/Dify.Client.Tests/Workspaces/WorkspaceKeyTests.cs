using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.Keys;
using Dify.Client.Workspaces.SignIn;
using Dify.Simulator;
using Xunit;

namespace Dify.Client.Tests.Workspaces;

/// <summary>Keys that are made, found and deleted over the console.</summary>
public sealed class WorkspaceKeyTests
{
    private const string KeysPath = "/console/api/apps/*/api-keys";

    public static TheoryData<string> Versions => ConsoleSite.Versions;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Key_opens_its_app_until_it_is_deleted(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var app = site.State.AddApp("cat").Id.ToString();
        var client = await site.ConnectAsync();
        var before = site.Requests.Count;

        var key = await client.AppKeys.CreateAsync(client.AppKeys.Begin(app), Token);

        Assert.Equal(before + 1, site.Requests.Count);
        var service = new DifyClient(DifyServer.Create(site.Host.BaseUri.AbsoluteUri), key.Key!, site.Options);
        Assert.Equal("cat", (await service.Apps.GetInfoAsync(Token)).Name);
        var listed = Assert.Single(await client.AppKeys.ListAsync(app, Token));
        Assert.Equal((key.Id, key.Masked, true), (listed.Id, listed.Masked, listed.LastUsedAt is not null));
        Assert.Equal(version == "1.20.0" ? null : key.Key, listed.Key);

        Assert.Equal(KeyRemoval.Deleted, await client.AppKeys.DeleteAsync(app, key.Id, Token));
        Assert.Equal(401, (await Assert.ThrowsAsync<DifyApiException>(() => service.Apps.GetInfoAsync(Token))).StatusCode);
        Assert.Equal(KeyRemoval.WasGone, await client.AppKeys.DeleteAsync(app, key.Id, Token));
    }

    [Fact]
    public async Task Deleting_tells_an_app_that_is_not_there_from_a_key_that_is_gone()
    {
        await using var site = await ConsoleSite.StartAsync();
        var client = await site.ConnectAsync();
        Assert.Equal(KeyRemoval.AppNotFound, await client.AppKeys.DeleteAsync(Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), Token));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Eleventh_key_is_refused_as_such(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var app = site.State.AddApp("cat");
        Enumerable.Range(0, 10).ToList().ForEach(_ => app.CreateKey());
        var client = await site.ConnectAsync();

        var error = await Assert.ThrowsAsync<WorkspaceException>(() =>
            client.AppKeys.CreateAsync(client.AppKeys.Begin(app.Id.ToString()), Token)
        );

        Assert.Equal(WorkspaceProblem.KeyLimitReached, error.Code);
        Assert.Equal(10, app.Keys.Count);
    }

    [Theory]
    [InlineData(FaultKind.ErrorAfterwards, 1)]
    [InlineData(FaultKind.Drop, 1)]
    [InlineData(FaultKind.TruncatedJson, 1)]
    [InlineData(FaultKind.Abort, 0)]
    public async Task Key_whose_answer_was_lost_is_found_and_no_second_one_is_made(FaultKind fault, int made)
    {
        await using var site = await ConsoleSite.StartAsync("1.14.0");
        var app = site.State.AddApp("cat");
        app.CreateKey();
        var client = await site.ConnectAsync();
        site.Time.Advance(TimeSpan.FromHours(1));
        var attempt = client.AppKeys.Begin(app.Id.ToString(), await client.AppKeys.ListAsync(app.Id.ToString(), Token));
        using (
            site.Host.Faults.Add(
                new Fault
                {
                    Method = "POST",
                    Path = KeysPath,
                    Kind = fault,
                    Status = 502,
                }
            )
        )
        {
            var error = await Assert.ThrowsAsync<WorkspaceException>(() => client.AppKeys.CreateAsync(attempt, Token));
            Assert.Equal(WorkspaceProblem.KeyCreationUncertain, error.Code);
            Assert.Equal(attempt, error.Attempt! with { EndedAt = null });
            attempt = error.Attempt;
            Assert.All(app.Keys, key => Assert.DoesNotContain(key[4..20], error.ToString(), StringComparison.Ordinal));
        }

        Assert.Equal(
            1,
            site.Host.Requests.Snapshot().Count(one => one.Method == "POST" && one.Path.EndsWith("/api-keys", StringComparison.Ordinal))
        );
        Assert.Equal(made + 1, app.Keys.Count);
        var found = await client.AppKeys.FindAsync(attempt, Token);
        Assert.Equal(app.Keys.Skip(1).Select(ApiKey.FromString), found.Select(key => key.Key));
    }

    [Theory]
    [InlineData(500, true, 3)]
    [InlineData(502, false, 31)]
    public async Task Key_that_somebody_makes_later_is_not_taken_for_the_one_that_was_lost(int status, bool isAnswered, int seconds)
    {
        await using var site = await ConsoleSite.StartAsync("1.14.0");
        var app = site.State.AddApp("cat");
        var client = await site.ConnectAsync();
        site.Host.Faults.Add(new Fault { Method = "POST", Path = KeysPath, Kind = FaultKind.Error, Status = status });
        var error = await Assert.ThrowsAsync<WorkspaceException>(() =>
            client.AppKeys.CreateAsync(client.AppKeys.Begin(app.Id.ToString()), Token)
        );
        Assert.Equal(isAnswered, error.Attempt!.IsAnswered);
        // In the moment nobody can tell; a while later, everybody.
        app.CreateKey();
        Assert.Single(await client.AppKeys.FindAsync(error.Attempt, Token));
        site.Time.Advance(TimeSpan.FromSeconds(seconds));
        app.CreateKey();
        Assert.Single(await client.AppKeys.FindAsync(error.Attempt, Token));
    }

    [Fact]
    public async Task Key_is_found_without_a_list_by_its_time_and_by_nobody_using_it()
    {
        await using var site = await ConsoleSite.StartAsync();
        var app = site.State.AddApp("cat");
        app.CreateKey();
        var client = await site.ConnectAsync();

        // The clock of this machine is an hour behind the server's.
        site.State.Time = new Shifted(site.Time, TimeSpan.FromHours(1));
        await client.Workspaces.GetAccountAsync(Token);
        var attempt = client.AppKeys.Begin(app.Id.ToString());
        var used = app.CreateKey();
        await new DifyClient(DifyServer.Create(site.Host.BaseUri.AbsoluteUri), ApiKey.FromString(used), site.Options).Apps.GetInfoAsync(
            Token
        );
        var ours = app.CreateKey();

        var found = Assert.Single(await client.AppKeys.FindAsync(attempt, Token));

        Assert.Null(found.Key);
        Assert.EndsWith(ours[^4..], found.Masked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app-A...wxyz", true)]
    [InlineData("app-A...wxyy", false)]
    [InlineData("app-B...wxyz", false)]
    [InlineData("app-****************wxyz", true)]
    [InlineData("app-ABCDEFG…", true)]
    [InlineData("app-AB*", null)]
    [InlineData("app-***", null)]
    [InlineData("***", null)]
    [InlineData("dataset-***", false)]
    [InlineData("app-ABCDEFGHIJKLMNOPQRSTwxyz", true)]
    [InlineData("app-ABCDEFGHIJKLMNOPQRSTwxyy", false)]
    public async Task Key_is_compared_with_as_much_as_the_server_shows(string shown, bool? expected)
    {
        await using var site = await ConsoleSite.StartAsync();
        var client = await site.ConnectAsync();
        site.Host.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Error,
                Status = 200,
                Path = "/console/api/datasets/api-keys",
                Body = $$"""{"data":[{"id":"1","token":"{{shown}}"}]}""",
            }
        );
        var listed = Assert.Single(await client.KnowledgeKeys.ListAsync(Token));
        Assert.Equal(expected, listed.Fits(ApiKey.FromString("app-ABCDEFGHIJKLMNOPQRSTwxyz")));
    }

    [Fact]
    public async Task Request_that_makes_a_key_has_a_body()
    {
        await using var site = await ConsoleSite.StartAsync();
        var client = await site.ConnectAsync();
        await client.AppKeys.CreateAsync(client.AppKeys.Begin(site.State.AddApp("cat").Id.ToString()), Token);
        await client.KnowledgeKeys.CreateAsync(client.KnowledgeKeys.Begin(), cancellationToken: Token);
        await client.Workspaces.GetCurrentAsync(Token);
        Assert.All(site.Host.Requests.Snapshot().Where(one => one.Method == "POST"), one =>
            Assert.False(string.IsNullOrEmpty(one.Body), one.ToString())
        );
    }

    [Fact]
    public async Task Connection_that_dies_under_the_request_makes_one_key()
    {
        await using var site = await ConsoleSite.StartAsync();
        var app = site.State.AddApp("cat");
        var client = await site.ConnectAsync();

        // Over the connection that the sign-in left open.
        using var cut = site.Host.Faults.Add(
            new Fault
            {
                Method = "POST",
                Path = KeysPath,
                Kind = FaultKind.Abort,
            }
        );
        await Assert.ThrowsAsync<WorkspaceException>(() => client.AppKeys.CreateAsync(client.AppKeys.Begin(app.Id.ToString()), Token));
        Assert.Equal(
            1,
            site.Host.Requests.Snapshot().Count(one => one.Method == "POST" && one.Path.EndsWith("/api-keys", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Key_of_a_session_that_has_grown_old_is_made_once()
    {
        await using var site = await ConsoleSite.StartAsync();
        var app = site.State.AddApp("cat");
        var client = await site.ConnectAsync();
        site.Console.ExpireSessions();
        await client.AppKeys.CreateAsync(client.AppKeys.Begin(app.Id.ToString()), Token);
        Assert.Single(app.Keys);
    }

    [Fact]
    public async Task Editor_makes_keys_and_may_not_delete_them()
    {
        await using var site = await ConsoleSite.StartAsync(role: "editor");
        var app = site.State.AddApp("cat").Id.ToString();
        var client = await site.ConnectAsync();
        var key = await client.AppKeys.CreateAsync(client.AppKeys.Begin(app), Token);
        var error = await Assert.ThrowsAsync<DifyApiException>(() => client.AppKeys.DeleteAsync(app, key.Id, Token));
        Assert.Equal((403, Strings.ActionWorkspaceRole), (error.StatusCode, error.RecommendedAction));
        Assert.Equal(403, (await Assert.ThrowsAsync<DifyApiException>(() => client.KnowledgeKeys.ListAsync(Token))).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Knowledge_key_opens_all_bases(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        site.State.AddKnowledge().AddDataset("docs");
        var client = await site.ConnectAsync();
        var key = await client.KnowledgeKeys.CreateAsync(client.KnowledgeKeys.Begin(), cancellationToken: Token);
        Assert.Null(key.KnowledgeBaseIds);
        await new DifyClient(DifyServer.Create(site.Host.BaseUri.AbsoluteUri), key.Key!, site.Options).Knowledge.VerifyAsync(Token);
        Assert.Equal(version == "1.20.0", Assert.Single(await client.KnowledgeKeys.ListAsync(Token)).Key is null);
        Assert.Equal(KeyRemoval.Deleted, await client.KnowledgeKeys.DeleteAsync(key.Id, Token));
        Assert.Equal(KeyRemoval.WasGone, await client.KnowledgeKeys.DeleteAsync(key.Id, Token));
    }

    [Fact]
    public async Task Knowledge_key_is_limited_to_chosen_bases_where_the_server_can()
    {
        await using var site = await ConsoleSite.StartAsync();
        var knowledge = site.State.AddKnowledge();
        var docs = (string)knowledge.AddDataset("docs")["id"]!;
        var other = (string)knowledge.AddDataset("other")["id"]!;
        var client = await site.ConnectAsync();
        var key = await client.KnowledgeKeys.CreateAsync(client.KnowledgeKeys.Begin(), [docs], Token);
        Assert.Equal([docs], key.KnowledgeBaseIds);
        var service = new DifyClient(DifyServer.Create(site.Host.BaseUri.AbsoluteUri), key.Key!, site.Options).Knowledge;
        await service.VerifyAsync(docs, Token);
        Assert.Equal(403, (await Assert.ThrowsAsync<DifyApiException>(() => service.VerifyAsync(other, Token))).StatusCode);
    }

    [Theory]
    [InlineData("1.8.1", true)]
    [InlineData("1.14.0", true)]
    [InlineData("1.17.0", true)]
    [InlineData("1.14.0", false)]
    public async Task Server_that_cannot_limit_a_key_leaves_none_behind(string version, bool isKnown)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var knowledge = site.State.AddKnowledge();
        var docs = (string)knowledge.AddDataset("docs")["id"]!;
        var session = await site.SignIn.WithPasswordAsync(ConsoleSite.Credentials, Token);
        site.Console.TellsVersion = isKnown;
        var client = site.Client(new ConsoleSessionCredential(session));
        await client.Workspaces.GetAccountAsync(Token);

        var error = await Assert.ThrowsAsync<WorkspaceException>(() =>
            client.KnowledgeKeys.CreateAsync(client.KnowledgeKeys.Begin(), [docs], Token)
        );

        Assert.Equal(WorkspaceProblem.KeyScopeNotTaken, error.Code);
        Assert.Empty(knowledge.Keys);
        Assert.Equal(isKnown ? 0 : 1, site.Count("POST /datasets/api-keys"));
    }

    private sealed class Shifted(TimeProvider time, TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + by;
    }
}
