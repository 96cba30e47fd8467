using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>Forms that runs wait for.</summary>
public sealed class FormTests
{
    private static readonly SimulatedForm Full = new()
    {
        Inputs =
        [
            new("paragraph", "feedback", "none"),
            new("paragraph", "draft", "The draft.", Selector: ["llm_node", "text"]),
            new("select", "priority", Options: ["low", "high"]),
            new("file", "attachment") { AllowedFileTypes = ["document"] },
            new("file-list", "attachments") { NumberLimit = 1 },
        ],
    };

    [ContractFact]
    public async Task As_described()
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow", script: new ChatScript { Pause = Full });
        var form = await api.GetAsync(await PauseAsync(api, app), app);
        await description.CheckAsync("get", "/form/human_input/{form_token}", form);
        Assert.Equal(
            ["feedback", "draft", "priority", "attachment", "attachments"],
            form["inputs"]!.AsArray().Select(one => (string?)one!["output_variable_name"])
        );
        Assert.Equal("variable", (string?)form["inputs"]![1]!["default"]!["type"]);
        Assert.Equal(["low", "high"], form["inputs"]![2]!["option_source"]!["value"]!.AsArray().Select(one => (string?)one));
        Assert.Null(form["inputs"]![3]!["number_limits"]);
        Assert.Equal(1, (int?)form["inputs"]![4]!["number_limits"]);
        Assert.Equal("The draft.", (string?)form["resolved_default_values"]!["draft"]);
        Assert.Equal(["approve", "reject"], form["user_actions"]!.AsArray().Select(one => (string?)one!["id"]));
    }

    [Theory]
    [InlineData("workflow")]
    [InlineData("advanced-chat")]
    public async Task It_is_submitted_once_and_the_run_goes_on(string mode)
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: mode, script: new ChatScript { Pause = new SimulatedForm(), HoldWhileUnwatched = true });
        var form = await PauseAsync(api, app);
        var run = app.Runs[0];
        Assert.Equal("paused", (string?)(await api.GetAsync($"/workflows/run/{run.WorkflowRunId}", app))["status"]);
        var rest = api.EventsAsync($"/workflow/{run.WorkflowRunId}/events?user=ann", app);

        // Whoever has the token may answer.
        Assert.Empty(await api.PostAsync(form, app, Answer("approve", new JsonObject { ["comment"] = "Fine." }, "bob")));
        var events = await rest;
        Assert.Equal("human_input_form_filled", (string?)events[0]["event"]);
        Assert.Equal("Fine.", (string?)events[0]["data"]!["submitted_data"]!["comment"]);
        Assert.Equal("Approve", (string?)events[0]["data"]!["action_text"]);
        Assert.Equal(("workflow_finished", "succeeded"), ((string?)events[^1]["event"], (string?)events[^1]["data"]!["status"]));
        foreach (var error in new[]
        {
            await api.PostAsync(form, app, Answer("approve", new JsonObject { ["comment"] = "Again." }), HttpStatusCode.PreconditionFailed),
            await api.GetAsync(form, app, HttpStatusCode.PreconditionFailed),
        })
        {
            Assert.Equal("human_input_form_submitted", (string?)error["code"]);
        }
    }

    [Fact]
    public async Task Two_forms_one_after_the_other_on_one_stream()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(
            mode: "workflow",
            script: new ChatScript
            {
                Pauses = [new SimulatedForm { Title = "First" }, new SimulatedForm { Title = "Second" }],
                HoldWhileUnwatched = true,
            }
        );
        var form = await PauseAsync(api, app);
        var run = app.Runs[0];
        var rest = api.EventsAsync($"/workflow/{run.WorkflowRunId}/events?user=ann&continue_on_pause=true", app);
        await api.PostAsync(form, app, Answer("approve", new JsonObject { ["comment"] = "1" }));
        while (run.Status != "paused")
            await Task.Delay(5, TestContext.Current.CancellationToken);

        Assert.True(run.Submit("reject"));
        Assert.Equal(
            ["human_input_form_filled", "workflow_paused", "human_input_form_filled", "workflow_finished"],
            (await rest)
                .Select(json => (string)json["event"]!)
                .Where(type => type is "human_input_form_filled" or "workflow_paused" or "workflow_finished")
        );
        Assert.False(run.Submit("approve"));
    }

    [Fact]
    public async Task Without_continuing_on_pause_the_stream_ends_at_the_next_form()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(
            mode: "workflow",
            script: new ChatScript { Pauses = [new SimulatedForm(), new SimulatedForm()], HoldWhileUnwatched = true }
        );
        var form = await PauseAsync(api, app);
        await api.PostAsync(form, app, Answer("approve", new JsonObject { ["comment"] = "1" }));
        var events = await api.EventsAsync($"/workflow/{app.Runs[0].WorkflowRunId}/events?user=ann&include_state_snapshot=true", app);
        Assert.Equal("workflow_started", (string?)events[0]["event"]);
        Assert.Equal("workflow_paused", (string?)events[^1]["event"]);
        Assert.NotEqual(form, Path(events));
    }

    [Fact]
    public async Task Who_joins_a_run_that_waits_is_told_what_for()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow", script: new ChatScript { Pause = new SimulatedForm() });
        var form = await PauseAsync(api, app);
        var events = await api.EventsAsync($"/workflow/{app.Runs[0].WorkflowRunId}/events?user=ann&include_state_snapshot=true", app);
        Assert.Equal(["human_input_required", "workflow_paused"], events.TakeLast(2).Select(json => (string)json["event"]!));
        Assert.Equal(form, Path(events));
    }

    [Fact]
    public async Task It_expires()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(
            mode: "workflow",
            script: new ChatScript { Pause = new SimulatedForm { Timeout = TimeSpan.FromMilliseconds(20) } }
        );
        var form = await PauseAsync(api, app);
        await app.Runs[0].Ended.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var error = await api.PostAsync(
            form,
            app,
            Answer("approve", new JsonObject { ["comment"] = "Late." }),
            HttpStatusCode.PreconditionFailed
        );
        Assert.Equal("human_input_form_expired", (string?)error["code"]);
        Assert.Equal("human_input_form_expired", (string?)(await api.GetAsync(form, app, HttpStatusCode.PreconditionFailed))["code"]);
    }

    [Fact]
    public async Task Forms_that_are_not_there()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow", script: new ChatScript { Pause = new SimulatedForm() });
        var form = await PauseAsync(api, app);
        await api.GetAsync("/form/human_input/nothing", app, HttpStatusCode.NotFound);
        await api.GetAsync(form, api.AddApp("dog", "workflow"), HttpStatusCode.NotFound);
        await api.PostAsync(form, api.AddApp("fox"), Answer("approve", []), HttpStatusCode.NotFound);
        app.Script = new ChatScript { Pause = new SimulatedForm { WebApp = false } };
        var required = (await api.RunAsync(app)).Single(json => (string?)json["event"] == "human_input_required");
        Assert.True(required["data"]!.AsObject().ContainsKey("form_token"));
        Assert.Null(required["data"]!["form_token"]);
    }

    [Theory]
    [InlineData("""{"action":"burn"}""", "Invalid action: burn")]
    [InlineData("""{"inputs":{"feedback":"x","draft":"y"}}""", "Missing required inputs: priority, attachment, attachments")]
    [InlineData("""{"feedback":3}""", "'feedback'")]
    [InlineData("""{"priority":"urgent"}""", "low, high")]
    [InlineData("""{"attachment":"a.md"}""", "attachment must be an object")]
    [InlineData("""{"attachment":{"type":"image","transfer_method":"remote_url","url":"https://example.com/a.png"}}""", "image")]
    [InlineData("""{"attachments":{}}""", "list of files")]
    [InlineData(
        """{"attachments":[{"type":"image","transfer_method":"remote_url","url":"https://example.com/a.png"},{"type":"image","transfer_method":"remote_url","url":"https://example.com/b.png"}]}""",
        "1 files at most"
    )]
    [InlineData(
        """{"attachments":[{"type":"image","transfer_method":"local_file","upload_file_id":"7c3e33d4-2a8b-4e5f-9b1a-d3c6e8f12345"}]}""",
        "upload file id"
    )]
    public async Task Wrong_answers_leave_it_open(string change, string message)
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow", script: new ChatScript { Pause = Full });
        var form = await PauseAsync(api, app);
        var right = Answer(
            "approve",
            JsonNode
                .Parse(
                    """{"feedback":"x","draft":"y","priority":"low","attachment":{"type":"document","transfer_method":"remote_url","url":"https://example.com/a.md"},"attachments":[]}"""
                )!
                .AsObject()
        );
        var wrong = right.DeepClone().AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            (name is "action" or "inputs" ? wrong : wrong["inputs"]!)[name] = value?.DeepClone();
        }

        var error = await api.PostAsync(form, app, wrong, HttpStatusCode.BadRequest);
        Assert.Equal("invalid_form_data", (string?)error["code"]);
        Assert.Contains(message, (string?)error["message"], StringComparison.Ordinal);
        right["extra"] = 1;
        Assert.Equal("invalid_param", (string?)(await api.PostAsync(form, app, right, HttpStatusCode.BadRequest))["code"]);
        right.Remove("extra");
        await api.PostAsync(form, app, right);
    }

    private static JsonObject Answer(string action, JsonObject inputs, string user = "ann") =>
        new()
        {
            ["action"] = action,
            ["inputs"] = inputs,
            ["user"] = user,
        };

    private static async Task<string> PauseAsync(Api api, SimulatedApp app) =>
        Path(app.Mode == "workflow" ? await api.RunAsync(app) : await api.ChatAsync(app));

    private static string Path(IReadOnlyList<JsonObject> events) =>
        "/form/human_input/" + events.Last(json => (string?)json["event"] == "human_input_required")["data"]!["form_token"];
}
