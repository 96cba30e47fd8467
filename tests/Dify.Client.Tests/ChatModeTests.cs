using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class ChatModeTests
{
    [Fact]
    public async Task Chatbot()
    {
        var reply = await SendAsync(Message("Hello "), Message("世界"), MessageEnd());

        Assert.Equal("Hello 世界", reply.Answer);
        Assert.Equal("succeeded", reply.Status);
        Assert.Equal(("c1", "m1", "t1", (string?)null), (reply.ConversationId, reply.MessageId, reply.TaskId, reply.WorkflowRunId));
        Assert.Equal(
            (3L, 4L, 7L, 0.0012m, "USD", 0.5),
            (
                reply.Usage!.PromptTokens!.Value,
                reply.Usage.CompletionTokens!.Value,
                reply.Usage.TotalTokens!.Value,
                reply.Usage.TotalPrice!.Value,
                reply.Usage.Currency!,
                reply.Usage.Latency!.Value.TotalSeconds
            )
        );
        Assert.Equal("Cats", Assert.Single(reply.Citations).DocumentName);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1783000000), reply.CreatedAt);
        Assert.Equal(reply.CreatedAt!.Value.ToLocalTime().Offset, reply.CreatedAt.Value.Offset);
        Assert.Equal(7, reply.Metadata!.Value.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.Null(reply.Error);
        Assert.Null(reply.Pause);
        Assert.False(reply.Resumed);
    }

    [Fact]
    public async Task Agent_with_thoughts_and_a_file()
    {
        var reply = await SendAsync(
            Thought("h1", 1, "Let me look", string.Empty),
            AgentMessage("A "),
            Thought("h1", 1, "Let me look", "found"),
            """{"event":"message_file","id":"f1","type":"image","belongs_to":"assistant","url":"https://dify.test/cat.png","message_id":"m1","created_at":1783000000}""",
            AgentMessage("cat"),
            Thought("h2", 2, "Done", string.Empty),
            MessageEnd());

        Assert.Equal("A cat", reply.Answer);
        Assert.Equal(["found", string.Empty], reply.Thoughts.Select(one => one.Observation));
        Assert.Equal([1, 2], reply.Thoughts.Select(one => one.Position!.Value));
        Assert.Equal(["f9"], reply.Thoughts[0].MessageFiles);
        Assert.Equal(("image", "https://dify.test/cat.png"), (Assert.Single(reply.Files).Type!, reply.Files[0].Url!));
    }

    [Fact]
    public async Task New_agents_closing_message_takes_the_place_of_the_pieces()
    {
        Assert.Equal(
            "The whole.",
            (await SendAsync(AgentMessage("The "), AgentMessage("whole"), Message("The whole."), MessageEnd())).Answer
        );
        Assert.Equal("At once.", (await SendAsync(Message("At once."), MessageEnd())).Answer);
    }

    [Fact]
    public async Task Chatflow_that_succeeds()
    {
        var reply = await SendAsync(
            WorkflowStarted(),
            Node("started", "1"),
            Message("yes"),
            Node("finished", "1", "succeeded"),
            Node("started", "2"),
            Node("retry", "2", "failed"),
            Node("finished", "2", "exception"),
            MessageEnd(),
            WorkflowFinished("partial-succeeded", "{\"answer\":\"yes\"}")
        );

        Assert.Equal(("yes", "partial-succeeded", "r1"), (reply.Answer, reply.Status, reply.WorkflowRunId!));
        Assert.Equal(
            ["1 succeeded 1.5", "2 exception 1.5"],
            reply.Steps.Select(step => FormattableString.Invariant($"{step.NodeId![2..]} {step.Status} {step.Elapsed?.TotalSeconds}"))
        );
        Assert.Equal(("Think", "llm"), (reply.Steps[0].Title!, reply.Steps[0].Type!));
        Assert.Equal(7, reply.Usage!.TotalTokens);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chatflow_that_fails_is_a_reply_that_says_so(bool errorFollows)
    {
        string[] events = [WorkflowStarted(), Message("half"), WorkflowFinished("failed", error: "\"Node broke\"")];

        var reply = await SendAsync(errorFollows ? [.. events, Streams.Error(message: "Node broke")] : events);

        Assert.Equal(("half", "failed", "Node broke"), (reply.Answer, reply.Status, reply.Error!));
        Assert.Equal(50, reply.Usage!.TotalTokens);
    }

    [Fact]
    public async Task Chatflow_that_is_stopped()
    {
        var reply = await SendAsync(WorkflowStarted(), Message("half"), WorkflowFinished("stopped"), MessageEnd());

        Assert.Equal(("half", "stopped"), (reply.Answer, reply.Status));
    }

    [Fact]
    public async Task Chatflow_that_waits_for_a_person()
    {
        var reply = await SendAsync(WorkflowStarted(), Required("one"), Required("two"), Paused);

        Assert.Equal(("paused", "r1"), (reply.Status, reply.WorkflowRunId!));
        var pause = reply.Pause!;
        Assert.Equal(
            ("token-one", "one", "Approve", "Please look."),
            (pause.FormToken!, pause.FormId!, pause.NodeTitle!, pause.FormContent!)
        );
        Assert.Equal(("paragraph", "note"), (Assert.Single(pause.Inputs).Type!, pause.Inputs[0].OutputVariableName!));
        Assert.Equal(("yes", "Yes", "primary"), (Assert.Single(pause.Actions).Id!, pause.Actions[0].Title!, pause.Actions[0].ButtonStyle!));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1783090000), pause.ExpiresAt);
        Assert.Equal(["one", "two"], reply.Pauses.Select(one => one.FormId));
    }

    [Fact]
    public async Task Form_that_was_filled_in_is_waited_for_no_more()
    {
        var filled = """{"event":"human_input_form_filled","workflow_run_id":"r1","data":{"node_id":"node-one","action_id":"yes"}}""";

        Assert.Equal("two", (await SendAsync(WorkflowStarted(), Required("one"), Required("two"), filled, Paused)).Pause!.FormId);
        Assert.Null((await SendAsync(WorkflowStarted(), Required("one"), filled, Message("ok"), MessageEnd(), WorkflowFinished())).Pause);
    }

    [Fact]
    public async Task Moderation_replaces_what_was_said()
    {
        var reply = await SendAsync(
            Message("bad "),
            Message("word"),
            """{"event":"message_replace","answer":"[removed] ","reason":"moderation"}""",
            Message("fine"),
            MessageEnd()
        );

        Assert.Equal("[removed] fine", reply.Answer);
    }

    [Fact]
    public async Task Reasoning_is_kept_apart()
    {
        var reply = await SendAsync(
            WorkflowStarted(),
            Reasoning("I ", false),
            Reasoning("think", false),
            Message("so"),
            Reasoning(string.Empty, true),
            MessageEnd(),
            WorkflowFinished()
        );

        Assert.Equal(("so", "I think"), (reply.Answer, reply.Reasoning!));
        Assert.Null((await SendAsync(Message("a"), MessageEnd())).Reasoning);
    }

    [Fact]
    public async Task Sound_may_trail_the_closing_event()
    {
        var server = new FakeServer().Answer(
            FakeServer.Events(
                Message("a"),
                """{"event":"tts_message","audio":"AAA="}""",
                MessageEnd(),
                """{"event":"tts_message","audio":"BBB="}""",
                """{"event":"tts_message_end","audio":""}"""
            )
        );

        var (events, end) = await ReadAsync(server.Client().Chat.StreamAsync(Hello, Token));

        Assert.Null(end);
        Assert.Equal(["AAA=", "BBB=", string.Empty], events.OfType<TtsMessageEvent>().Select(one => one.Audio));
        Assert.IsType<TtsMessageEndEvent>(events[^1]);
    }

    [Fact]
    public async Task Error_event_is_given_and_then_thrown()
    {
        var server = new FakeServer().Answer(
            FakeServer.Events(Message("par"), Message("tial"), Streams.Error(429, "rate_limit_error", "Quota used up"), Message("never"))
        );

        var (events, end) = await ReadAsync(server.Client().Chat.StreamAsync(Hello, Token));

        Assert.Equal(["message", "message", "error"], events.Select(one => one.Event));
        var error = Assert.IsType<DifyApiException>(end);
        Assert.Equal(
            (429, "rate_limit_error", true, "POST /chat-messages"),
            (error.StatusCode, error.Code, error.FromStream, error.Operation!)
        );
        Assert.Contains("Quota used up", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_event_leaves_the_partial_reply()
    {
        var error = await Assert.ThrowsAsync<DifyApiException>(() => SendAsync(Message("partial"), Streams.Error()));

        Assert.Equal(("partial", "failed"), (error.PartialReply!.Answer, error.PartialReply.Status));
    }

    [Fact]
    public async Task Chat_stream_that_breaks_says_what_arrived_and_where_the_rest_may_be()
    {
        var server = new FakeServer().Answer(FakeServer.Events(Message("12345"), Message("678")));

        var broken = await Assert.ThrowsAsync<DifyStreamException>(() => server.Client().Chat.SendAsync(Hello, null, Token));

        Assert.Equal(DifyStreamException.StreamBroken, broken.Code);
        Assert.Contains("8 characters", broken.Message, StringComparison.Ordinal);
        Assert.Contains("m1", broken.Message, StringComparison.Ordinal);
        Assert.Contains("c1", broken.Message, StringComparison.Ordinal);
        Assert.Equal(("12345678", "incomplete"), (broken.PartialReply!.Answer, broken.PartialReply.Status));
        Assert.Single(server.Requests);
    }

    [Fact]
    public void Unknown_events_and_fields_are_kept()
    {
        var item = DifyEvent.Parse("""{"event":"brand_new","task_id":"t","shape":{"round":true}}""");

        Assert.Equal(typeof(DifyEvent), item.GetType());
        Assert.Equal(("brand_new", "t"), (item.Event, item.TaskId!));
        Assert.True(item.Json.GetProperty("shape").GetProperty("round").GetBoolean());
        Assert.Equal("extra", DifyEvent.Parse("""{"event":"message","answer":"a","more":"extra"}""").Json.GetProperty("more").GetString());
    }

    [Fact]
    public async Task Unknown_events_do_not_disturb_a_reply() =>
        Assert.Equal("ab", (await SendAsync(Message("a"), """{"event":"brand_new","answer":"no"}""", Message("b"), MessageEnd())).Answer);

    [Fact]
    public async Task Each_event_is_shown_as_it_comes()
    {
        var seen = new System.Collections.Generic.List<string>();
        var server = new FakeServer().Answer(FakeServer.Events(Message("a"), MessageEnd()));

        await server.Client().Chat.SendAsync(Hello, item => seen.Add(item.Event), Token);

        Assert.Equal(["message", "message_end"], seen);
    }

    [Fact]
    public async Task Stop_names_the_task_and_the_user()
    {
        var server = new FakeServer().Answer(FakeServer.Json("{\"result\":\"success\"}"));

        await server.Client().Chat.StopAsync("t/1", "ann", Token);

        Assert.Equal("https://dify.test/v1/chat-messages/t%2F1/stop", server.Last.Uri.AbsoluteUri);
        Assert.Equal(("POST", "{\"user\":\"ann\"}", "application/json"), (server.Last.Method, server.Last.Body, server.Last.ContentType!));
        Assert.Throws<ArgumentException>(() => { _ = server.Client().Chat.StopAsync("..", "ann", Token); });
        Assert.Throws<ArgumentException>(() => { _ = server.Client().Chat.StopAsync("t1", " ", Token); });
    }

    private const string Paused =
        """{"event":"workflow_paused","task_id":"t1","message_id":"m1","conversation_id":"c1","workflow_run_id":"r1","data":{"workflow_run_id":"r1","paused_nodes":["n"],"outputs":{},"reasons":[{}],"status":"paused","elapsed_time":0.5,"total_tokens":0,"total_steps":1}}""";

    private static string Required(string id) =>
        $$$"""{"event":"human_input_required","workflow_run_id":"r1","data":{"form_id":"{{{id}}}","form_token":"token-{{{id}}}","node_id":"node-{{{id}}}","node_title":"Approve","form_content":"Please look.","inputs":[{"type":"paragraph","output_variable_name":"note","default":null}],"actions":[{"id":"yes","title":"Yes","button_style":"primary"}],"display_in_ui":false,"resolved_default_values":{},"expiration_time":1783090000}}""";

    private static string Reasoning(string text, bool final) =>
        $$$"""{"event":"reasoning_chunk","data":{"message_id":"m1","reasoning":{{{JsonSerializer.Serialize(text)}}},"node_id":"n1","is_final":{{{(final ? "true" : "false")}}}}}""";

    private static string Thought(string id, int position, string thought, string observation) =>
        $$"""{"event":"agent_thought","id":"{{id}}","task_id":"t1","message_id":"m1","position":{{position}},"thought":"{{thought}}","observation":"{{observation}}","tool":"look","tool_input":"{}","message_files":["f9"],"created_at":1783000000}""";

    private static Task<ChatReply> SendAsync(params string[] events) =>
        new FakeServer().Answer(FakeServer.Events(events)).Client().Chat.SendAsync(Hello, null, Token);
}
