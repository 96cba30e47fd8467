using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Dify.Client.Streaming;
using DifyPS.Runs.Timeline;

namespace DifyPS.Tests.Support.Pages;

/// <summary>Events of runs, as who listens hears them: a run with everything that can happen in one.</summary>
internal sealed class SampleRun(string id = "fb47b2e6-5e43-4f90-be01-d5c5a088d156")
{
    private const long Began = 1_782_900_000;

    private readonly List<JsonObject> _events = [];

    /// <summary>Branches side by side, an iteration with rounds, tries again, a failure and a node that still waits.</summary>
    public static RunTimeline Full(string title = "Send the mail to 猫さん 🐈") => new SampleRun().Started()
        .Node("start", "start", "Start", 0, 0.0004)
        .Begin("facts", "knowledge-retrieval", "Knowledge Retrieval", 0, "start")
        .Begin("http", "http-request", "Weather of tomorrow, with a title that is so long that it goes over several lines", 0, "start")
        .End("facts", "knowledge-retrieval", "Knowledge Retrieval", 0, 0.82)
        .Rounds("iteration_started", "each", "Each ticket", 1)
        .Rounds("iteration_next", "each", "Each ticket", 1, index: 0)
        .Node("llm", "llm", "Answer", 1, 2.41, container: "each", tokens: 1204, price: 0.0128m)
        .Node("code", "code", "Tidy up", 3, 0.02, "llm", container: "each")
        .Rounds("iteration_next", "each", "Each ticket", 3, index: 1)
        .Begin("llm", "llm", "Answer", 3, container: "each", execution: "llm-2")
        .Retry("llm", "llm", "Answer", 3, 0, "The model is overloaded.", "llm-2")
        .Retry("llm", "llm", "Answer", 3, 1, "The model is overloaded, still.", "llm-2")
        .End("llm", "llm", "Answer", 3, 4.6, container: "each", tokens: 980, price: 0.0104m, execution: "llm-2")
        .Node("code", "code", "Tidy up", 7, 0.03, "llm", container: "each", execution: "code-2")
        .Rounds("iteration_completed", "each", "Each ticket", 1, elapsed: 7.2, steps: 2)
        .End("http", "http-request", "Weather of tomorrow, with a title that is so long that it goes over several lines", 0, 3.2)
        .Node("mail", "tool", title, 8, 1.7, "each", error: "550 5.1.1 No such user here: " + title)
        .Begin("form", "human-input", "Review", 9, "mail")
        .Timeline();

    public SampleRun Started(double after = 0) =>
        Add("workflow_started", new JsonObject { ["id"] = id, ["created_at"] = Began + (long)after });

    public SampleRun Finished(string status, double elapsed, long tokens = 0) => Add("workflow_finished", new JsonObject
    {
        ["id"] = id, ["status"] = status, ["elapsed_time"] = elapsed, ["total_tokens"] = tokens, ["created_at"] = Began,
    });

    public SampleRun Node(
        string node,
        string type,
        string title,
        int at,
        double elapsed,
        string? after = null,
        string? container = null,
        int? tokens = null,
        decimal? price = null,
        string? error = null,
        string? execution = null
    ) =>
        Begin(node, type, title, at, after, container, execution)
            .End(node, type, title, at, elapsed, container, tokens, price, error, execution);

    public SampleRun Begin(
        string node,
        string type,
        string title,
        int at,
        string? after = null,
        string? container = null,
        string? execution = null
    ) => Add("node_started", Data(node, type, title, at, after, container, execution));

    public SampleRun End(
        string node,
        string type,
        string title,
        int at,
        double elapsed,
        string? container = null,
        int? tokens = null,
        decimal? price = null,
        string? error = null,
        string? execution = null
    )
    {
        var data = Data(node, type, title, at, null, container, execution);
        (data["elapsed_time"], data["status"], data["error"]) = (elapsed, error is null ? "succeeded" : "failed", error);
        data["execution_metadata"] = tokens is null
            ? null
            : new JsonObject
            {
                ["total_tokens"] = tokens,
                ["total_price"] = price,
                ["currency"] = "USD",
            };
        return Add("node_finished", data);
    }

    public SampleRun Retry(string node, string type, string title, int at, int index, string error, string? execution = null)
    {
        var data = Data(node, type, title, at, null, null, execution);
        (data["retry_index"], data["error"], data["status"]) = (index, error, "retry");
        return Add("node_retry", data);
    }

    public SampleRun Rounds(string type, string node, string title, int at, int? index = null, double? elapsed = null, int? steps = null)
    {
        var data = Data(node, "iteration", title, at, null, null, null);
        data.Remove("index");
        if (index is not null)
            data["index"] = index;
        if (elapsed is not null)
            (data["elapsed_time"], data["status"], data["steps"]) = (elapsed, "succeeded", steps);
        return Add(type, data);
    }

    /// <summary>The events as cmdlets give them.</summary>
    public IEnumerable<DifyStreamEvent> Events(string app = "triage")
    {
        // Events are heard when they are read, and the first of a kind takes long to be: once before, and then in one go.
        var texts = _events.ConvertAll(one => one.ToJsonString());
        foreach (var text in texts)
            DifyEvent.Parse(text);
        return texts.ConvertAll(DifyEvent.Parse).ConvertAll(one => new DifyStreamEvent(app, "alice", one));
    }

    public RunTimeline Timeline(string app = "triage")
    {
        var runs = new EventRuns();
        foreach (var item in Events(app))
            runs.Add(item);
        return runs.Build().Single();
    }

    private static JsonObject Data(string node, string type, string title, int at, string? after, string? container, string? execution) =>
        new()
        {
            ["id"] = execution ?? node,
            ["node_id"] = node,
            ["node_type"] = type,
            ["title"] = title,
            ["created_at"] = Began + at,
            ["predecessor_node_id"] = after,
            ["iteration_id"] = container,
        };

    private SampleRun Add(string type, JsonObject data)
    {
        _events.Add(new JsonObject { ["event"] = type, ["task_id"] = "t", ["workflow_run_id"] = id, ["data"] = data });
        return this;
    }
}
