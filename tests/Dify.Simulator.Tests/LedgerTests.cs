using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>What a fault test needs: faults by chance, and the count of what has really run.</summary>
public sealed class LedgerTests
{
    [Fact]
    public async Task Runs_are_counted_by_their_inputs()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow", script: new ChatScript { FailFor = ["bad"] });
        foreach (var (topic, tone) in new[] { ("a", "x"), ("a", "y"), ("a", "y"), ("bad", "x") })
        {
            await api.RunAsync(app, new JsonObject { ["topic"] = topic, ["tone"] = tone });
        }

        Assert.Equal(new RunCount(4, 3, 1, 0), app.Ledger.Total);
        Assert.Equal(new RunCount(3, 3, 0, 0), app.Ledger.By("topic")["a"]);
        Assert.Equal(new RunCount(1, 0, 1, 0), app.Ledger.By("topic")["bad"]);
        Assert.Equal(new RunCount(2, 2, 0, 0), app.Ledger.By()["""{"topic":"a","tone":"y"}"""]);
        using var control = new HttpClient { BaseAddress = new Uri(api.Host.BaseUri, "/_simulator/") };
        var json = JsonNode.Parse(await control.GetStringAsync("ledger?app=cat&input=tone", TestContext.Current.CancellationToken))!;
        Assert.Equal((2, 1, 1), ((int)json["x"]!["started"]!, (int)json["x"]!["succeeded"]!, (int)json["x"]!["failed"]!));
        var runs = JsonNode
            .Parse(await control.GetStringAsync("runs?app=cat&skip=3&limit=1", TestContext.Current.CancellationToken))!
            .AsArray();
        Assert.Equal(("bad", "failed"), ((string?)Assert.Single(runs)!["inputs"]!["topic"], (string?)runs[0]!["status"]));
        using var deleted = await control.DeleteAsync("ledger?app=cat", TestContext.Current.CancellationToken);
        Assert.Empty(app.Ledger.By());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_can_be_carried_out_and_answered_with_an_error(bool streams)
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow");
        using var fault = api.Host.Faults.Add(new Fault { Kind = FaultKind.ErrorAfterwards, Path = "/workflows/run", Count = 1 });
        var error = await api.PostAsync("workflows/run", app, Api.Order(streams: streams), HttpStatusCode.InternalServerError);
        Assert.Equal("internal_server_error", (string?)error["code"]);
        Assert.Equal(new RunCount(1, 1, 0, 0), app.Ledger.Total);
        await api.PostAsync("workflows/run", app, Api.Order(streams: false));
    }

    [Fact]
    public async Task Chance_is_the_same_for_the_same_seed()
    {
        var first = await HitsAsync(7);
        Assert.Equal(first, await HitsAsync(7));
        Assert.NotEqual(first, await HitsAsync(8));
        Assert.InRange(first.Count, 20, 60);
    }

    [Fact]
    public async Task Some_streams_break()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow");
        using var fault = api.Host.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Drop,
                AfterEvents = 2,
                Chance = 0.5,
                Seed = 1,
                Path = "/workflows/run",
            }
        );
        var broken = 0;
        for (var index = 0; index < 40; index++)
        {
            try
            {
                await api.RunAsync(app, new JsonObject { ["n"] = index });
            }
            catch (HttpRequestException)
            {
                broken++;
            }
        }

        Assert.InRange(broken, 8, 32);
        Assert.All(app.Ledger.By("n").Values, count => Assert.Equal(1, count.Started));
        Assert.Throws<ArgumentException>(() => api.Host.Faults.Add(new Fault { Chance = 1.5 }));
    }

    private static async Task<List<int>> HitsAsync(int seed)
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow");
        using var fault = api.Host.Faults.Add(new Fault { Status = 429, RetryAfter = 1, Chance = 0.2, Seed = seed });
        var hits = new List<int>();
        for (var index = 0; index < 200; index++)
        {
            using var response = await api.SendAsync(HttpMethod.Get, "info", app);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
                Assert.Equal("too_many_requests", (string?)(await Api.ReadAsync(response, HttpStatusCode.TooManyRequests))["code"]);
                hits.Add(index);
            }
        }

        return hits;
    }
}
