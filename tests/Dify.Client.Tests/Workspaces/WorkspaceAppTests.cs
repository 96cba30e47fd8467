using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.Apps;
using Dify.Simulator;
using Xunit;

namespace Dify.Client.Tests.Workspaces;

/// <summary>The apps of a workspace.</summary>
public sealed class WorkspaceAppTests
{
    public static TheoryData<string> Versions => ConsoleSite.Versions;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task List_goes_to_the_last_app_and_asks_for_no_page_twice(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var names = Add(site, 250);
        site.State.AddApp("elsewhere", configure: app => app.WorkspaceId = site.Console.AddWorkspace("Other").Id);
        var client = await site.ConnectAsync();

        var apps = await client.Apps.ListAsync(cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(names.Order(), apps.Select(app => app.Name).Order());
        Assert.Equal(3, site.Count("GET /apps"));
        Assert.Equal(250, apps.Select(app => app.Id).Distinct().Count());
        Assert.Equal((site.Time.GetUtcNow(), "Simulator"), (apps[0].UpdatedAt!.Value.ToUniversalTime(), apps[0].AuthorName));
    }

    [Fact]
    public async Task Reader_who_stops_early_asks_for_no_further_page()
    {
        await using var site = await ConsoleSite.StartAsync();
        Add(site, 250);
        var client = await site.ConnectAsync();
        await foreach (var app in client.Apps.ListAsync(cancellationToken: Token))
        {
            Assert.NotEmpty(app.Id);
            break;
        }

        Assert.Equal(1, site.Count("GET /apps"));
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("deleted")]
    [InlineData("made")]
    [InlineData("deleted and made")]
    public async Task Apps_that_move_between_pages_are_neither_lost_nor_given_twice(string what)
    {
        await using var site = await ConsoleSite.StartAsync();
        var names = Add(site, 350);
        var client = await site.ConnectAsync();
        var seen = new List<string>();

        // The newest stands first. What happens while the first page is read moves those at the edges of the pages.
        await foreach (var app in client.Apps.ListAsync(cancellationToken: Token))
        {
            seen.Add(app.Name);
            if (seen.Count is 50 or 150)
            {
                if (what == "changed")
                    site.State.App(names[20])!.Touch();

                if (what.Contains("deleted", StringComparison.Ordinal))
                    site.State.RemoveApp(site.State.App(seen[^1])!);

                if (what == "made" || (what == "deleted and made" && seen.Count == 150))
                    site.State.AddApp("new " + seen.Count);
            }
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Subset(seen.ToHashSet(), names.ToHashSet());
    }

    [Theory]
    [InlineData("1.8.1", "tag_ids=")]
    [InlineData("1.14.0", "tag_ids=")]
    [InlineData("1.14.1", "tag_ids%5B0%5D=")]
    [InlineData("1.15.0", "tag_ids%5B0%5D=")]
    [InlineData("1.16.0", "tag_ids=")]
    [InlineData("1.20.0", "tag_ids=")]
    public async Task Tags_are_asked_for_as_the_version_wants_them(string version, string query)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        site.State.AddApp("both", configure: app => app.Tags = ["red", "round"]);
        site.State.AddApp("one", configure: app => app.Tags = ["red"]);
        var client = await site.ConnectAsync();
        var tags = await client.Apps.ListTagsAsync(Token);
        Assert.Equal(["red", "round"], tags.Select(tag => tag.Name).Order());

        var found = await client.Apps.ListAsync(new AppFilter { TagIds = [.. tags.Select(tag => tag.Id)] }, Token).ToListAsync(Token);

        Assert.Equal("both", Assert.Single(found).Name);
        Assert.Equal(["red", "round"], found[0].Tags.Select(tag => tag.Name));
        Assert.Contains(query, site.Host.Requests.Snapshot()[^1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_and_modes_are_filters()
    {
        await using var site = await ConsoleSite.StartAsync();
        site.State.AddApp("Cat & dog", "chat");
        site.State.AddApp("cat flow", "workflow");
        site.State.AddApp("mouse", "workflow");
        var client = await site.ConnectAsync();

        Assert.Equal(
            "cat flow",
            (await client.Apps.ListAsync(new AppFilter { Name = "CAT", Mode = "workflow" }, Token).ToListAsync(Token)).Single().Name
        );
        Assert.Equal("Cat & dog", (await client.Apps.ListAsync(new AppFilter { Name = "t & d" }, Token).ToListAsync(Token)).Single().Name);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Api_is_switched_on_and_off(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var app = site.State.AddApp("cat");
        var client = await site.ConnectAsync();

        await client.Apps.SetApiEnabledAsync(app.Id.ToString(), false, Token);
        Assert.Equal((false, false), (app.Enabled, (await client.Apps.GetAsync(app.Id.ToString(), Token)).EnableApi));
        await client.Apps.SetApiEnabledAsync(app.Id.ToString(), true, Token);
        Assert.True(app.Enabled);
    }

    [Theory]
    [InlineData("editor", 200, 403)]
    [InlineData("normal", 403, 403)]
    public async Task Role_that_is_too_low_is_told_what_it_takes(string role, int export, int enable)
    {
        await using var site = await ConsoleSite.StartAsync(role: role);
        var app = site.State.AddApp("cat").Id.ToString();
        var client = await site.ConnectAsync();

        Assert.Equal(export, await StatusAsync(() => client.Apps.ExportDslAsync(app, cancellationToken: Token)));
        Assert.Equal(enable, await StatusAsync(() => client.Apps.SetApiEnabledAsync(app, true, Token)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Exported_app_comes_back_by_import(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var app = site.State.AddApp("cat", "workflow");
        var client = await site.ConnectAsync();
        var dsl = await client.Apps.ExportDslAsync(app.Id.ToString(), cancellationToken: Token);
        Assert.DoesNotContain("top-secret-value", dsl, StringComparison.Ordinal);
        Assert.Contains(
            "top-secret-value",
            await client.Apps.ExportDslAsync(app.Id.ToString(), includeSecret: true, Token),
            StringComparison.Ordinal
        );

        var made = await client.Apps.ImportDslAsync(new DslImport { Content = dsl, Name = "copy" }, Token);
        Assert.Equal((DslImportResult.Completed, "workflow"), (made.Status, made.AppMode));
        Assert.Equal("copy", (await client.Apps.GetAsync(made.AppId!, Token)).Name);

        var over = await client.Apps.ImportDslAsync(
            new DslImport { Content = dsl.Replace("name: cat", "name: tiger", StringComparison.Ordinal), AppId = app.Id.ToString() },
            Token
        );
        Assert.Equal(app.Id.ToString(), over.AppId);
        Assert.Equal("tiger", app.Name);
        Assert.Equal(2, site.State.Apps.Count);
    }

    [Fact]
    public async Task Import_of_another_version_waits_for_a_confirmation()
    {
        await using var site = await ConsoleSite.StartAsync();
        var client = await site.ConnectAsync();
        const string Newer = "app:\n  mode: chat\n  name: cat\n  description: needs:langgenius/openai:0.2.1\nversion: 9.0.0\n";

        var pending = await client.Apps.ImportDslAsync(new DslImport { Content = Newer }, Token);
        Assert.Equal((DslImportResult.Pending, "9.0.0", "0.5.0"), (pending.Status, pending.ImportedDslVersion, pending.CurrentDslVersion));
        Assert.Empty(site.State.Apps);
        var done = await client.Apps.ConfirmImportAsync(pending.Id, Token);
        Assert.Equal(DslImportResult.Completed, done.Status);
        Assert.Equal("langgenius/openai:0.2.1", Assert.Single(await client.Apps.ListMissingPluginsAsync(done.AppId!, Token)));

        var late = await Assert.ThrowsAsync<DifyApiException>(() => client.Apps.ConfirmImportAsync(pending.Id, Token));
        Assert.Contains("expired", late.Message, StringComparison.Ordinal);
        var warned = await client.Apps.ImportDslAsync(
            new DslImport { Content = Newer.Replace("9.0.0", "0.1.0", StringComparison.Ordinal) },
            Token
        );
        Assert.Equal(DslImportResult.CompletedWithWarnings, warned.Status);
        var wrong = await Assert.ThrowsAsync<DifyApiException>(() =>
            client.Apps.ImportDslAsync(new DslImport { Content = "kind: app" }, Token)
        );
        Assert.Contains("Missing app mode", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("app:", "https://example.com/app.yml")]
    public async Task Import_has_one_dsl(string? content, string? address)
    {
        await using var site = await ConsoleSite.StartAsync();
        var client = await site.ConnectAsync();
        await Assert.ThrowsAsync<ArgumentException>(() =>
            client.Apps.ImportDslAsync(new DslImport { Content = content, Address = address }, Token)
        );
    }

    private static List<string> Add(ConsoleSite site, int count)
    {
        var names = Enumerable.Range(0, count).Select(number => $"app {number:D4}").ToList();
        names.ForEach(name => site.State.AddApp(name));
        return names;
    }

    private static async Task<int> StatusAsync(Func<Task> call)
    {
        try
        {
            await call();
            return 200;
        }
        catch (DifyApiException e)
        {
            Assert.Equal(Strings.ActionWorkspaceRole, e.RecommendedAction);
            return e.StatusCode;
        }
    }
}
