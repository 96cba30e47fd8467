using System;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>Text Generators.</summary>
public sealed class CompletionMessageTests
{
    [Fact]
    public async Task Its_events()
    {
        await using var api = await Api.StartAsync();
        var script = new ChatScript { Files = [new("image", "https://example.com/cat.png")], Speech = [1], Replace = "Something else." };
        var events = await api.StreamAsync("completion-messages", api.AddApp("Gen", "completion", script), Api.Order());
        Assert.Equal(
            ["message_file", "message", "tts_message", "message", "message", "message_replace", "message_end", "tts_message_end"],
            events.Select(json => (string?)json["event"])
        );
        Assert.Equal(
            "Gen here: topic='x'",
            string.Concat(events.Where(json => (string?)json["event"] == "message").Select(json => (string?)json["answer"]))
        );
    }

    [ContractFact]
    public async Task A_blocking_answer()
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp("Gen", "completion", new ChatScript { Citations = [new("Docs", "a.md", "Some text.")] });
        var order = Api.Order(streams: false);
        order["query"] = "hi";
        order.Remove("response_mode");
        var reply = await api.PostAsync("/completion-messages", app, order);
        await description.CheckAsync("post", "/completion-messages", reply);
        await description.CheckAsync("RetrieverResource", reply["metadata"]!["retriever_resources"]![0]!.AsObject());
        Assert.Equal("Gen here: topic='x', query='hi'", (string?)reply["answer"]);
        Assert.Equal(app.Runs[0].MessageId.ToString(), (string?)reply["message_id"]);
        Assert.Null(app.Runs[0].ConversationId);
    }

    [Fact]
    public async Task Only_its_own_user_stops_it()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "completion", script: new ChatScript { Events = 1000, Delay = TimeSpan.FromMilliseconds(20) });
        var events = api.StreamAsync("completion-messages", app, Api.Order());
        while (app.Runs.Count == 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);

        var stop = $"/completion-messages/{app.Runs[0].TaskId}/stop";
        await api.PostAsync(stop, app, new JsonObject { ["user"] = "bob" });
        Assert.Equal("running", app.Runs[0].Status);
        await api.PostAsync(stop, app, new JsonObject { ["user"] = "ann" });
        Assert.Equal("message_end", (string?)(await events)[^1]["event"]);
        Assert.Equal("stopped", app.Runs[0].Status);
        await api.PostAsync(stop, app, new JsonObject(), HttpStatusCode.BadRequest);
        var error = await api.PostAsync(stop, api.AddApp("dog"), new JsonObject { ["user"] = "ann" }, HttpStatusCode.BadRequest);
        Assert.Equal("app_unavailable", (string?)error["code"]);
    }
}
