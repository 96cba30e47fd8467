using System;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>What another process can do over the control surface.</summary>
public sealed class ControlTests
{
    [Fact]
    public async Task Apps_and_keys()
    {
        await using var api = await Api.StartAsync();
        using var control = Control(api);
        var made = await PostAsync(
            control,
            "apps",
            """{"name":"cat","mode":"advanced-chat","inputs":[{"type":"select","variable":"size","options":["S"]}],"script":{"answer":"Meow.","delayMs":1}}""",
            201
        );
        var app = api.State.App("cat")!;
        Assert.Equal(app.Keys.Single(), (string?)made["key"]);
        Assert.Equal(("Meow.", TimeSpan.FromMilliseconds(1)), (app.Script.Answer, app.Script.Delay));
        var key = await PostAsync(control, "apps/cat/keys", "{}", 201);
        Assert.Contains((string)key["key"]!, app.Keys);
        await SendAsync(control, HttpMethod.Delete, $"apps/cat/keys/{key["key"]}", null, 204);
        Assert.Single(app.Keys);
        await SendAsync(control, HttpMethod.Patch, "apps/cat", """{"name":"tiger","enabled":false}""", 200);
        Assert.Equal(("tiger", false), (app.Name, app.Enabled));
        await PostAsync(control, "knowledge", """{"datasets":["Docs"]}""", 201);
        Assert.Single(api.State.Knowledge.Single().Datasets);
        await SendAsync(control, HttpMethod.Get, "apps/cat", null, 404);
        await SendAsync(control, HttpMethod.Post, "apps", """{"nme":"x"}""", 400);
        for (var count = 1; count <= 10; count++)
            await SendAsync(control, HttpMethod.Post, "apps/tiger/keys", null, count < 10 ? 201 : 409);

        await SendAsync(control, HttpMethod.Post, "reset", null, 204);
        Assert.Empty(api.State.Apps);
    }

    [Fact]
    public async Task What_json_leaves_out_has_its_default()
    {
        await using var api = await Api.StartAsync();
        using var control = Control(api);
        await PostAsync(
            control,
            "apps",
            """{"name":"cat","script":{"events":2,"pause":{},"thoughts":[{"thought":"Hm."}],"error":{"afterEvents":1}}}""",
            201
        );
        var script = api.State.App("cat")!.Script;
        Assert.Equal(new ChatScript().EventText, script.EventText);
        Assert.Equal("succeeded", script.Outcome);
        Assert.Equal(new SimulatedForm().Timeout, script.Pause!.Timeout);
        Assert.Equal(new SimulatedThought("Hm."), script.Thoughts.Single());
        Assert.Equal(new SimulatedError { AfterEvents = 1 }, script.Error);
        Assert.Empty(script.Citations);
        var made = await PostAsync(control, "faults", """{"status":503,"path":"/info"}""", 201);
        Assert.Equal("Error", (string?)made["fault"]!["kind"]);
        Assert.Equal(200, (int?)made["fault"]!["intervalMs"]);
        made = await PostAsync(control, "faults", """{"redirectTo":"/x"}""", 201);
        Assert.Equal("Redirect", (string?)made["fault"]!["kind"]);
    }

    [Fact]
    public async Task A_script_of_a_workflow()
    {
        await using var api = await Api.StartAsync();
        using var control = Control(api);
        await PostAsync(control, "apps", """
            {"name":"Writer","mode":"workflow","inputs":[{"type":"file","variable":"doc","allowedFileTypes":["document"]}],
             "script":{"durationMs":5,"outputs":{"score":3},"retries":1,"iterations":[{}],"loops":[{"title":"Again","count":1}],
                       "agentLogs":[{"label":"Look","data":{"tool":"search"}}],"failFor":["bad"],
                       "pauses":[{"inputs":[{"type":"select","name":"size","options":["S"]},{"type":"file-list","name":"docs","numberLimit":2}]}]}}
            """, 201);
        var app = api.State.App("Writer")!;
        Assert.Equal(TimeSpan.FromMilliseconds(5), app.Script.Duration);
        Assert.Equal(new SimulatedIteration(), app.Script.Iterations.Single());
        Assert.Equal(new SimulatedLoop("Again", 1), app.Script.Loops.Single());
        Assert.Equal((2, 3), (app.Script.Pauses[0].Inputs[1].NumberLimit, (int?)app.Script.Outputs!["score"]));
        Assert.Contains("local_file", app.Script.Pauses[0].Inputs[1].AllowedUploadMethods);
        Assert.Equal("document", (string?)app.Parameters["user_input_form"]![0]!["file"]!["allowed_file_types"]![0]);
        Assert.Equal("workflow_paused", (string?)(await api.RunAsync(app))[^1]["event"]);
        Assert.Equal(1, app.Ledger.By("topic")["x"].Started);
        Assert.Equal(
            "paused",
            (string?)JsonNode.Parse(await control.GetStringAsync("runs?app=Writer", TestContext.Current.CancellationToken))![0]!["status"]
        );
    }

    [Fact]
    public async Task Faults_and_requests()
    {
        await using var api = await Api.StartAsync();
        using var control = Control(api);
        var app = api.AddApp();
        var fault = await PostAsync(control, "faults", """{"kind":"error","path":"/info","status":503,"count":1,"latencyMs":1}""", 201);
        using (var response = await api.SendAsync(HttpMethod.Get, "/info", app))
            Assert.Equal(503, (int)response.StatusCode);

        await SendAsync(control, HttpMethod.Delete, $"faults/{fault["id"]}", null, 204);
        await api.GetAsync("/info", app);
        var text = await control.GetStringAsync("requests?path=/info", TestContext.Current.CancellationToken);
        Assert.DoesNotContain(app.Keys.Single(), text, StringComparison.Ordinal);
        var requests = JsonNode.Parse(text)!.AsArray();
        Assert.Equal([503, 200], requests.Select(request => (int)request!["status"]!));
        Assert.Equal("Error", (string?)requests[0]!["fault"]);
        await SendAsync(control, HttpMethod.Get, "requests/wait?path=/nothing&timeoutMs=20", null, 408);
        await SendAsync(control, HttpMethod.Get, "requests/wait?path=/info&completed=true", null, 200);
    }

    [Fact]
    public async Task Stops_and_forms()
    {
        await using var api = await Api.StartAsync();
        using var control = Control(api);
        var app = api.AddApp(mode: "advanced-chat", script: new ChatScript { Pause = new SimulatedForm() });
        var last = (await api.ChatAsync(app))[^1];
        var stop = control.GetFromJsonAsync<JsonObject>(
            $"stops/wait?app=cat&taskId={last["task_id"]}",
            TestContext.Current.CancellationToken
        );
        await SendAsync(control, HttpMethod.Post, $"runs/{last["workflow_run_id"]}/submit", """{"action":"approve"}""", 204);
        await app.Runs[0].Ended.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await api.PostAsync($"/chat-messages/{last["task_id"]}/stop", app, new JsonObject { ["user"] = "ann" });
        Assert.Equal("ann", (string?)(await stop)!["user"]);
        Assert.Equal("succeeded", app.Runs[0].Status);
    }

    private static HttpClient Control(Api api) => new() { BaseAddress = new Uri(api.Host.BaseUri, "/_simulator/") };

    private static async Task<JsonObject> PostAsync(HttpClient control, string path, string json, int status) =>
        JsonNode.Parse(await SendAsync(control, HttpMethod.Post, path, json, status))!.AsObject();

    private static async Task<string> SendAsync(HttpClient control, HttpMethod method, string path, string? json, int status)
    {
        using var request = new HttpRequestMessage(method, path) { Content = json is null ? null : Api.Json(json) };
        using var response = await control.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == (int)response.StatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return text;
    }
}
