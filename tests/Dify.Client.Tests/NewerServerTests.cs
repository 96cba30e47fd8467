using System.Linq;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Completions;
using Dify.Client.Runs;
using Dify.Client.Tests.Fakes;
using Dify.Client.Workflows;
using Dify.Simulator;
using Dify.TestSupport;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

/// <summary>What servers since 1.16 do in another way.</summary>
public sealed class NewerServerTests
{
    [Theory]
    [InlineData("""{"topic":"mice"}""", """{"topic":"mice"}""")]
    [InlineData("\"{\\\"topic\\\":\\\"mice\\\"}\"", """{"topic":"mice"}""")]
    [InlineData("[1,2]", "[1,2]")]
    [InlineData("\"[1,2]\"", "[1,2]")]
    [InlineData("5", "5")]
    [InlineData("true", "true")]
    [InlineData("\"hello\"", "\"hello\"")]
    [InlineData("\"5\"", "\"5\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("null", null)]
    [InlineData("\"null\"", null)]
    public async Task Inputs_of_a_run_are_any_json(string sent, string? expected)
    {
        var server = new FakeServer().Answer(FakeServer.Json($$$"""{"id":"r1","status":"succeeded","inputs":{{{sent}}},"outputs":{}}"""));

        var run = await server.Client().Workflows.GetRunAsync("r1", Token);

        Assert.Equal(expected, run.Inputs?.GetRawText());
        Assert.Equal("succeeded", run.Status);
    }

    [Fact]
    public async Task A_stream_may_begin_with_a_warning()
    {
        const string warning = """{"event":"warning","warning":"sys.files is deprecated."}""";
        var (events, end) = await Streams.ReadAsync(
            new FakeServer()
                .Answer(FakeServer.Events(warning, WorkflowStarted(), WorkflowFinished()))
                .Client()
                .Workflows.StreamAsync(new WorkflowRequest { User = "ann" }, Token)
        );
        Assert.Null(end);
        Assert.Equal(["warning", "workflow_started", "workflow_finished"], events.Select(one => one.Event));
        Assert.Equal("sys.files is deprecated.", events[0].Json.GetProperty("warning").GetString());

        var reply = await new FakeServer()
            .Answer(FakeServer.Events(warning, Message("a"), MessageEnd()))
            .Client()
            .Chat.SendAsync(Hello, null, Token);
        Assert.Equal(("a", "succeeded"), (reply.Answer, reply.Status));
    }

    [Fact]
    public async Task An_answer_in_one_piece_is_a_reply()
    {
        var server = new FakeServer().Answer(
            FakeServer.Json(
                """{"event":"message","task_id":"t1","id":"m1","message_id":"m1","conversation_id":"c1","mode":"chat","answer":"whole","metadata":{"usage":{"total_tokens":7}},"created_at":1783000000}"""
            )
        );

        var reply = await server.Client().Chat.SendAsync(Hello, null, Token);

        Assert.Equal(
            ("whole", "succeeded", "c1", "m1", "t1"),
            (reply.Answer, reply.Status, reply.ConversationId, reply.MessageId, reply.TaskId)
        );
        Assert.Equal(7, reply.Usage!.TotalTokens);
        var text = await new FakeServer()
            .Answer(FakeServer.Json("""{"event":"message","message_id":"m1","mode":"completion","answer":"text"}"""))
            .Client()
            .Completions.SendAsync(new CompletionRequest { User = "ann" }, null, Token);
        Assert.Equal(("text", "succeeded"), (text.Answer, text.Status));
    }

    [Theory]
    [InlineData("succeeded")]
    [InlineData("failed")]
    [InlineData("partial-succeeded")]
    public async Task A_run_in_one_piece_is_a_result(string status)
    {
        var server = new FakeServer().Answer(
            FakeServer.Json(
                $$$"""{"task_id":"t1","workflow_run_id":"r1","data":{"id":"r1","workflow_id":"w1","status":"{{{status}}}","outputs":{"text":"x"},"error":null,"elapsed_time":1.5,"total_tokens":5,"total_steps":2,"created_at":1783000000,"finished_at":1783000003}}"""
            )
        );

        var result = await server.Client().Workflows.RunAsync(new WorkflowRequest { User = "ann" }, null, Token);

        Assert.Equal(
            (status, "r1", "t1", "x"),
            (result.Status, result.WorkflowRunId, result.TaskId, result.Outputs!.Value.GetProperty("text").GetString())
        );
    }

    [Fact]
    public async Task A_paused_run_in_one_piece_waits_for_its_form()
    {
        const string data =
            """{"workflow_run_id":"r1","status":"paused","paused_nodes":["n1"],"reasons":[{"TYPE":"human_input_required","form_id":"f1","form_token":"k1","node_id":"n1","approval_channels":[],"message":"x"}],"outputs":{}}""";
        var result = await new FakeServer()
            .Answer(FakeServer.Json($$"""{"task_id":"t1","workflow_run_id":"r1","data":{{data}}}"""))
            .Client()
            .Workflows.RunAsync(new WorkflowRequest { User = "ann" }, null, Token);
        Assert.Equal(("paused", "r1", "k1"), (result.Status, result.WorkflowRunId, result.Pauses.Single().FormToken));

        var reply = await new FakeServer()
            .Answer(
                FakeServer.Json(
                    $$"""{"event":"workflow_paused","task_id":"t1","message_id":"m1","conversation_id":"c1","workflow_run_id":"r1","answer":"so far","data":{{data}}}"""
                )
            )
            .Client()
            .Chat.SendAsync(Hello, null, Token);
        Assert.Equal(
            ("paused", "so far", "c1", "r1", "k1"),
            (reply.Status, reply.Answer, reply.ConversationId, reply.WorkflowRunId, reply.Pause!.FormToken)
        );
    }

    [Fact]
    public async Task The_simulator_does_all_of_that()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "workflow", script: new ChatScript { Warning = "old", PlainInputs = true, Pause = new SimulatedForm() });
        var blocked = await api.PostAsync("/workflows/run", app, Api.Order(streams: false));
        Assert.Equal("paused", (string?)blocked["data"]!["status"]);
        Assert.NotEmpty(blocked["data"]!["reasons"]!.AsArray());
        var chatflow = api.AddApp(mode: "advanced-chat", script: new ChatScript { Pause = new SimulatedForm() });
        blocked = await api.PostAsync("/chat-messages", chatflow, Api.Question(streams: false));
        Assert.Equal("workflow_paused", (string?)blocked["event"]);
        Assert.Equal("paused", (string?)blocked["data"]!["status"]);
    }
}
