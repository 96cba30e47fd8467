using System;
using System.Linq;
using System.Text.Json;
using Dify.Client.Streaming;
using Xunit;

namespace Dify.Client.Tests;

public sealed class EventTypeTests
{
    /// <summary>Type, its own fields, and what of them is looked at afterwards.</summary>
    private static readonly (string Type, string Fields, Func<DifyEvent, object?> Look, object Expected)[] All =
    [
        ("message", "\"answer\":\"a\"", e => ((MessageEvent)e).Answer, "a"),
        ("agent_message", "\"answer\":\"a\"", e => ((AgentMessageEvent)e).Answer, "a"),
        (
            "message_replace",
            "\"answer\":\"b\",\"reason\":\"r\"",
            e => ((MessageReplaceEvent)e).Answer + ((MessageReplaceEvent)e).Reason,
            "br"
        ),
        ("message_end", "\"metadata\":{\"usage\":{\"total_tokens\":9}}", e => ((MessageEndEvent)e).Usage!.TotalTokens, 9L),
        (
            "message_file",
            "\"type\":\"image\",\"belongs_to\":\"assistant\",\"url\":\"u\"",
            e => ((MessageFileEvent)e).File is { Type: "image", BelongsTo: "assistant", Url: "u", Id: "i1" },
            true
        ),
        (
            "agent_thought",
            "\"position\":2,\"thought\":\"t\",\"observation\":\"o\",\"tool\":\"x\",\"tool_input\":\"{}\",\"message_files\":[\"f\"]",
            e =>
                ((AgentThoughtEvent)e).Thought
                    is { Position: 2, Thought: "t", Observation: "o", Tool: "x", ToolInput: "{}", MessageFiles: ["f"] },
            true
        ),
        ("tts_message", "\"audio\":\"QUJD\"", e => ((TtsMessageEvent)e).Audio, "QUJD"),
        ("tts_message_end", "\"audio\":\"\"", e => ((TtsMessageEndEvent)e).Audio, string.Empty),
        (
            "reasoning_chunk",
            "\"data\":{\"message_id\":\"m\",\"reasoning\":\"r\",\"node_id\":null,\"is_final\":true}",
            e => ((ReasoningChunkEvent)e).Data is { MessageId: "m", Reasoning: "r", NodeId: null, IsFinal: true },
            true
        ),
        (
            "text_chunk",
            "\"data\":{\"text\":\"t\",\"from_variable_selector\":[\"n\",\"v\"]}",
            e => ((TextChunkEvent)e).Data is { Text: "t", FromVariableSelector: ["n", "v"] },
            true
        ),
        (
            "error",
            "\"status\":429,\"code\":\"c\",\"message\":\"m\"",
            e => ((ErrorEvent)e) is { Status: 429, Code: "c", Message: "m" },
            true
        ),
        (
            "workflow_started",
            "\"data\":{\"id\":\"r\",\"workflow_id\":\"w\",\"inputs\":{\"a\":1},\"reason\":\"initial\",\"created_at\":5}",
            e => ((WorkflowStartedEvent)e).Data is { Id: "r", WorkflowId: "w", Reason: "initial", CreatedAt: not null },
            true
        ),
        (
            "workflow_finished",
            "\"data\":{\"id\":\"r\",\"status\":\"failed\",\"error\":\"x\",\"outputs\":null,\"elapsed_time\":1.5,\"total_tokens\":7,\"total_steps\":3,\"exceptions_count\":1,\"files\":[{}],\"finished_at\":6}",
            e =>
                ((WorkflowFinishedEvent)e).Data
                    is {
                        Status: "failed",
                        Error: "x",
                        Outputs: null,
                        Elapsed: { TotalSeconds: 1.5 },
                        TotalTokens: 7,
                        TotalSteps: 3,
                        ExceptionsCount: 1,
                        Files.Count: 1,
                        FinishedAt: not null
                    },
            true
        ),
        (
            "workflow_paused",
            "\"data\":{\"workflow_run_id\":\"r\",\"paused_nodes\":[\"n\"],\"reasons\":[{}],\"status\":\"paused\"}",
            e => ((WorkflowPausedEvent)e).Data is { WorkflowRunId: "r", PausedNodes: ["n"], Reasons.Count: 1, Status: "paused" },
            true
        ),
        (
            "human_input_required",
            "\"data\":{\"form_id\":\"f\",\"form_token\":null,\"inputs\":[{\"type\":\"select\",\"output_variable_name\":\"v\",\"default\":{\"type\":\"constant\",\"value\":\"x\"}}],\"actions\":[{\"id\":\"ok\"}],\"expiration_time\":9}",
            e =>
                ((HumanInputRequiredEvent)e).Data
                    is {
                        FormId: "f",
                        FormToken: null,
                        Inputs: [{ Type: "select", Default: not null }],
                        Actions: [{ Id: "ok" }],
                        ExpiresAt: not null
                    },
            true
        ),
        (
            "human_input_form_filled",
            "\"data\":{\"node_id\":\"n\",\"node_title\":\"t\",\"rendered_content\":\"c\",\"action_id\":\"a\",\"action_text\":\"b\",\"submitted_data\":{}}",
            e =>
                ((HumanInputFormFilledEvent)e).Data
                    is { NodeId: "n", NodeTitle: "t", RenderedContent: "c", ActionId: "a", ActionText: "b", SubmittedData: not null },
            true
        ),
        (
            "human_input_form_timeout",
            "\"data\":{\"node_id\":\"n\",\"expiration_time\":7}",
            e => ((HumanInputFormTimeoutEvent)e).Data is { NodeId: "n", ExpiresAt: not null },
            true
        ),
        (
            "node_started",
            "\"data\":{\"id\":\"x\",\"node_id\":\"n\",\"node_type\":\"llm\",\"title\":\"t\",\"index\":2,\"predecessor_node_id\":\"p\",\"iteration_id\":\"i\",\"loop_id\":\"l\"}",
            e =>
                ((NodeStartedEvent)e).Data
                    is {
                        Id: "x",
                        NodeId: "n",
                        NodeType: "llm",
                        Title: "t",
                        Index: 2,
                        PredecessorNodeId: "p",
                        IterationId: "i",
                        LoopId: "l"
                    },
            true
        ),
        (
            "node_finished",
            "\"data\":{\"node_id\":\"n\",\"status\":\"succeeded\",\"elapsed_time\":2,\"outputs\":{\"a\":{}},\"process_data\":{},\"execution_metadata\":{}}",
            e =>
                ((NodeFinishedEvent)e).Data
                    is {
                        NodeId: "n",
                        Status: "succeeded",
                        Elapsed: { TotalSeconds: 2.0 },
                        Outputs: not null,
                        ProcessData: not null,
                        ExecutionMetadata: not null
                    },
            true
        ),
        (
            "node_retry",
            "\"data\":{\"node_id\":\"n\",\"retry_index\":3,\"error\":\"x\"}",
            e => ((NodeRetryEvent)e).Data is { RetryIndex: 3, Error: "x" },
            true
        ),
        (
            "iteration_started",
            "\"data\":{\"node_id\":\"n\",\"metadata\":{},\"inputs\":{}}",
            e => ((IterationStartedEvent)e).Data is { NodeId: "n", Metadata: not null, Inputs: not null },
            true
        ),
        ("iteration_next", "\"data\":{\"index\":4}", e => ((IterationNextEvent)e).Data.Index, 4),
        (
            "iteration_completed",
            "\"data\":{\"steps\":5,\"status\":\"succeeded\",\"total_tokens\":6}",
            e => ((IterationCompletedEvent)e).Data is { Steps: 5, Status: "succeeded", TotalTokens: 6 },
            true
        ),
        ("loop_started", "\"data\":{\"node_id\":\"n\"}", e => ((LoopStartedEvent)e).Data.NodeId, "n"),
        (
            "loop_next",
            "\"data\":{\"index\":4,\"pre_loop_output\":{\"a\":1}}",
            e => ((LoopNextEvent)e).Data is { Index: 4, PreLoopOutput: not null },
            true
        ),
        ("loop_completed", "\"data\":{\"steps\":5,\"error\":\"x\"}", e => ((LoopCompletedEvent)e).Data is { Steps: 5, Error: "x" }, true),
        (
            "agent_log",
            "\"data\":{\"node_execution_id\":\"x\",\"id\":\"l\",\"label\":\"a\",\"parent_id\":\"p\",\"status\":\"s\",\"data\":{},\"metadata\":{},\"node_id\":\"n\"}",
            e =>
                ((AgentLogEvent)e).Data
                    is {
                        NodeExecutionId: "x",
                        Id: "l",
                        Label: "a",
                        ParentId: "p",
                        Status: "s",
                        Data: not null,
                        Metadata: not null,
                        NodeId: "n"
                    },
            true
        ),
    ];

    public static TheoryData<string> Types => [.. All.Select(one => one.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_is_known_with_its_fields(string type)
    {
        var (_, fields, look, expected) = All.Single(one => one.Type == type);
        foreach (var json in Orders(type, fields))
        {
            var item = DifyEvent.Parse(json);

            Assert.NotEqual(typeof(DifyEvent), item.GetType());
            Assert.Equal(
                (type, "t1", "m1", "c1", "r1", "i1"),
                (item.Event, item.TaskId!, item.MessageId!, item.ConversationId!, item.WorkflowRunId!, item.Id!)
            );
            Assert.Equal(1783000000, item.CreatedAt!.Value.ToUnixTimeSeconds());
            Assert.Equal(expected, look(item));
            Assert.Equal(json, item.ToString());
            Assert.Equal(JsonValueKind.Object, item.Json.ValueKind);
        }
    }

    [Fact]
    public void All_known_types_are_tried() =>
        Assert.Equal(EventTypes.Names.Where(name => name != "ping").Order(), All.Select(one => one.Type).Order());

    [Theory]
    [MemberData(nameof(Types))]
    public void Bare_event_and_null_fields_do_no_harm(string type)
    {
        Assert.NotEqual(typeof(DifyEvent), DifyEvent.Parse($$"""{"event":"{{type}}"}""").GetType());
        var item = DifyEvent.Parse(
            $$"""{"event":"{{type}}","data":null,"metadata":null,"answer":null,"audio":null,"id":null,"task_id":null,"created_at":null,"thought":null,"message_files":null,"status":null,"code":null,"message":null}"""
        );

        Assert.Null(item.TaskId);
        Assert.Null(item.CreatedAt);
    }

    [Fact]
    public void Fields_of_another_kind_do_no_harm()
    {
        var item = Assert.IsType<WorkflowFinishedEvent>(
            DifyEvent.Parse(
                """{"event":"workflow_finished","task_id":5,"created_at":"now","data":{"total_tokens":"12","elapsed_time":"1.5","status":3,"error":{"a":1},"total_steps":2.0,"created_at":true,"exceptions_count":[1]}}"""
            )
        );

        Assert.True(
            item.Data
                is {
                    TotalTokens: 12,
                    Elapsed: { TotalSeconds: 1.5 },
                    Status: "3",
                    Error: "{\"a\":1}",
                    TotalSteps: 2,
                    CreatedAt: null,
                    ExceptionsCount: null
                }
        );
        Assert.Null(item.TaskId);
        Assert.Equal("true", Assert.IsType<ErrorEvent>(DifyEvent.Parse("""{"event":"error","code":true}""")).Code);
    }

    [Fact]
    public void Escaped_names_and_values_are_read()
    {
        var item = DifyEvent.Parse("""{"ev\u0065nt":"m\u0065ssage","\u0061nswer":"\u732b \ud83d\udc08","task\u005fid":"t\u0031"}""");

        // A type written with escapes is as good as unknown: nobody writes it so, and its fields are all there.
        Assert.Equal(("message", "t1"), (item.Event, item.TaskId!));
        Assert.Equal("猫 🐈", item.Json.GetProperty("answer").GetString());
    }

    [Fact]
    public void Ids_are_not_carried_over_from_one_event_to_the_next()
    {
        var parser = new EventParser(1000);
        var first = parser.Parse("message", """{"event":"message","task_id":"t1","message_id":"m1"}"""u8)!;
        var second = parser.Parse("message", """{"event":"message","task_id":"t1","message_id":"m2"}"""u8)!;
        var third = parser.Parse("message", """{"event":"message","task_id":"t\u0032"}"""u8)!;

        Assert.Same(first.TaskId, second.TaskId);
        Assert.Equal(("m2", "t2", null), (second.MessageId, third.TaskId, third.MessageId));
    }

    [Fact]
    public void What_stands_before_the_text_may_be_the_same_and_the_rest_not()
    {
        const string before = "{\"event\":\"message\",\"task_id\":\"t1\",\"id\":\"i1\",\"answer\":";
        var parser = new EventParser(1000);
        DifyEvent Next(string rest) => parser.Parse("message", System.Text.Encoding.UTF8.GetBytes(before + rest))!;

        Assert.Equal("a", Assert.IsType<MessageEvent>(Next("\"a\",\"message_id\":\"m1\",\"created_at\":5}")).Answer);
        var second = Assert.IsType<MessageEvent>(Next(" \"b\" }"));
        Assert.Equal(("b", "t1", "i1", null, null), (second.Answer, second.TaskId!, second.Id!, second.MessageId, second.CreatedAt));
        Assert.Equal(string.Empty, Assert.IsType<MessageEvent>(Next("null}")).Answer);
        Assert.Equal("{\"answer\":\"inner\"}", Assert.IsType<MessageEvent>(Next("{\"answer\":\"inner\"}}")).Answer);
        Assert.Equal(
            "x",
            Assert.IsType<WorkflowStartedEvent>(Next("\"c\",\"data\":{\"id\":\"x\"},\"event\":\"workflow_started\"}")).Data.Id
        );
        Assert.Equal("d", Assert.IsType<AgentMessageEvent>(parser.Parse("message", """{"event":"agent_message","answer":"d"}"""u8)).Answer);
        Assert.Equal("e", Assert.IsType<MessageEvent>(Next("\"e\"}")).Answer);
        foreach (var broken in new[] { string.Empty, "\"f", "\"f\"", "\"f\"}}", "\"f\"} 1", "\"f\",}", "}", ":\"f\"}", "\"f\" \"g\"}" })
            Assert.Equal(DifyStreamException.EventMalformed, Assert.Throws<DifyStreamException>(() => Next(broken)).Code);

        Assert.Equal("g", Assert.IsType<MessageEvent>(Next("\"g\"}")).Answer);
    }

    [Fact]
    public void Deep_json_is_read()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 300)) + string.Concat(Enumerable.Repeat("]", 300));

        var item = Assert.IsType<NodeFinishedEvent>(
            DifyEvent.Parse("{\"event\":\"node_finished\",\"data\":{\"outputs\":{\"a\":" + deep + "}}}")
        );

        Assert.NotNull(item.Data.Outputs);
        Assert.Equal(JsonValueKind.Object, item.Json.ValueKind);
    }

    [Theory]
    [InlineData("99999999999999")]
    [InlineData("-99999999999999")]
    [InlineData("1e300")]
    [InlineData("\"soon\"")]
    public void Impossible_time_is_no_time(string value) =>
        Assert.Null(DifyEvent.Parse($$"""{"event":"message","created_at":{{value}}}""").CreatedAt);

    private static string[] Orders(string type, string fields)
    {
        const string common =
            "\"task_id\":\"t1\",\"message_id\":\"m1\",\"conversation_id\":\"c1\",\"workflow_run_id\":\"r1\",\"id\":\"i1\",\"created_at\":1783000000,\"unknown\":{\"event\":\"x\",\"answer\":\"y\",\"data\":[{}]}";
        return
        [
            $"{{\"event\":\"{type}\",{common},{fields}}}",
            $"{{{fields},{common},\"event\":\"{type}\"}}",
            $"{{ {common} , \"event\" : \"{type}\" , {fields} }}",
        ];
    }
}
