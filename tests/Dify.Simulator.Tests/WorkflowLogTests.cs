using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>The log of runs: pages and filters.</summary>
public sealed class WorkflowLogTests
{
    [ContractTheory]
    [InlineData("workflow")]
    [InlineData("advanced-chat")]
    public async Task As_described(string mode)
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: mode);
        _ = mode == "workflow" ? await api.RunAsync(app) : await api.ChatAsync(app);
        var logs = await api.GetAsync("/workflows/logs", app);
        await description.CheckAsync("get", "/workflows/logs", logs);
        var item = logs["data"]![0]!.AsObject();
        await description.CheckAsync("WorkflowLogItem", item);
        await description.CheckAsync("WorkflowRunSummary", item["workflow_run"]!.AsObject());
        await description.CheckAsync("EndUserSummary", item["created_by_end_user"]!.AsObject());
        Assert.Equal(app.Runs[0].WorkflowRunId.ToString(), (string?)item["workflow_run"]!["id"]);
        Assert.Equal((string?)item["id"], (string?)(await api.GetAsync("/workflows/logs", app))["data"]![0]!["id"]);
    }

    [Fact]
    public async Task Newest_first_and_page_by_page()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow");
        for (var index = 0; index < 5; index++)
            await api.RunAsync(app, new JsonObject { ["n"] = index });

        var ids = app.Runs.Reverse().Select(run => run.WorkflowRunId.ToString()!).ToList();
        foreach (var (page, more) in new[] { (1, true), (2, true), (3, false), (4, false) })
        {
            var json = await api.GetAsync($"/workflows/logs?page={page}&limit=2", app);
            Assert.Equal(ids.Skip((page - 1) * 2).Take(2), json["data"]!.AsArray().Select(one => (string)one!["workflow_run"]!["id"]!));
            Assert.Equal((5, more, page, 2), ((int)json["total"]!, (bool)json["has_more"]!, (int)json["page"]!, (int)json["limit"]!));
        }
    }

    [Fact]
    public async Task Filters()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp("Writer", "workflow", new ChatScript { Failure = "No.", FailFor = ["bad"] });
        await api.RunAsync(app, new JsonObject { ["topic"] = "cats" });
        await Task.Delay(20, TestContext.Current.CancellationToken);
        await api.RunAsync(app, new JsonObject { ["topic"] = "bad" });
        var bobs = Api.Order(new JsonObject { ["topic"] = "dogs" }, "bob");
        await api.StreamAsync("workflows/run", app, bobs);
        var second = Uri.EscapeDataString(app.Runs[1].CreatedAt.AddMilliseconds(-5).ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal(new List<int> { 0, 1, 2 }, await FindAsync(""));
        Assert.Equal(new List<int> { 1 }, await FindAsync("status=failed"));
        Assert.Equal(new List<int> { 0, 2 }, await FindAsync("status=succeeded"));
        Assert.Empty(await FindAsync("status=stopped"));
        Assert.Equal(new List<int> { 0 }, await FindAsync("keyword=CATS"));
        Assert.Equal(new List<int> { 0, 2 }, await FindAsync("keyword=writer%20here"));
        Assert.Equal(new List<int> { 2 }, await FindAsync("created_by_end_user_session_id=bob"));
        Assert.Equal(new List<int> { 0 }, await FindAsync("created_at__before=" + second));
        Assert.Equal(new List<int> { 1, 2 }, await FindAsync("created_at__after=" + second));
        Assert.Empty(await FindAsync("created_at__after=2999-01-01"));
        Assert.Equal(new List<int> { 1 }, await FindAsync($"status=failed&created_at__after={second}&keyword=bad"));
        Assert.Empty(await FindAsync("created_by_account=admin@example.com"));

        async Task<List<int>> FindAsync(string query)
        {
            var json = await api.GetAsync("/workflows/logs?" + query, app);
            var ids = json["data"]!.AsArray().Select(one => (string?)one!["workflow_run"]!["id"]).ToList();
            return [.. app.Runs.Index().Where(run => ids.Contains(run.Item.WorkflowRunId.ToString())).Select(run => run.Index)];
        }
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("limit=101")]
    [InlineData("limit=0")]
    [InlineData("status=running")]
    [InlineData("created_at__before=yesterday")]
    [InlineData("created_at__after=12")]
    [InlineData("created_by_account=nobody@example.com")]
    [InlineData("user=ann")]
    public async Task Wrong_queries(string query)
    {
        await using var api = await Api.StartAsync();
        var error = await api.GetAsync("/workflows/logs?" + query, api.AddApp(mode: "workflow"), HttpStatusCode.BadRequest);
        Assert.Equal("invalid_param", (string?)error["code"]);
    }

    [Fact]
    public async Task Wrong_modes()
    {
        await using var api = await Api.StartAsync();
        foreach (var mode in new[] { "chat", "agent", "completion" })
        {
            Assert.Equal(
                "not_workflow_app",
                (string?)(await api.GetAsync("/workflows/logs", api.AddApp(mode: mode), HttpStatusCode.BadRequest))["code"]
            );
        }
    }
}
