using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Dify.Client.Streaming;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class SseReaderTests
{
    private static readonly string[] Reply = [Message("Grüße "), Message("猫 "), Message("🐈‍⬛\n\"quoted\""), MessageEnd()];

    private static readonly string[] Chatflow =
        [WorkflowStarted(), Node("started", "1"), Message("é"), Node("finished", "1", "succeeded"), MessageEnd(), WorkflowFinished()];

    public static TheoryData<string> Shapes => ["\n", "\r\n", "\r", "chatflow", "bom", "pings"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Cut_at_any_byte_gives_a_prefix_and_says_that_it_broke(string shape)
    {
        var (whole, expected) = Shape(shape);
        Assert.Null((await ReadAsync(new PieceStream(whole))).End);
        var full = 0;
        for (var cut = 0; cut <= whole.Length; cut++)
        {
            var (events, end) = await ReadAsync(new PieceStream(whole[..cut]));

            Assert.Equal(expected.Take(events.Count), events.Select(one => one.ToString()));
            if (events.Count == expected.Length)
            {
                full++;
                Assert.Null(end);
            }
            else
            {
                Assert.Equal(DifyStreamException.StreamBroken, Assert.IsType<DifyStreamException>(end).Code);
            }
        }

        // Only the last line end can be missing without an event missing.
        Assert.InRange(full, 1, 2);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Broken_connection_at_any_byte_gives_a_prefix_and_the_cause(string shape)
    {
        var (whole, expected) = Shape(shape);
        for (var cut = 0; cut < whole.Length - 4; cut += 3)
        {
            var cause = new IOException("reset");
            var (events, end) = await ReadAsync(new PieceStream(whole[..cut], 100) { BreaksWith = cause, Yields = cut % 2 == 0 });

            Assert.Equal(expected.Take(events.Count), events.Select(one => one.ToString()));
            var broken = Assert.IsType<DifyStreamException>(end);
            Assert.Equal(DifyStreamException.StreamBroken, broken.Code);
            Assert.Same(cause, broken.InnerException);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Pieces_of_any_size_give_the_same_events(string shape)
    {
        var (whole, expected) = Shape(shape);
        foreach (var size in Enumerable.Range(1, 64).Append(whole.Length))
        {
            var (events, end) = await ReadAsync(new PieceStream(whole, size) { Yields = size % 2 == 0 });

            Assert.Null(end);
            Assert.Equal(expected, events.Select(one => one.ToString()));
            Assert.Equal(
                events.OfType<MessageEvent>().Select(one => one.Json.GetProperty("answer").GetString()),
                events.OfType<MessageEvent>().Select(one => one.Answer)
            );
            Assert.All(events, one =>
                Assert.Equal(
                    (
                        one.Json.GetProperty("event").GetString(),
                        Text(one, "task_id"),
                        Text(one, "message_id"),
                        Text(one, "conversation_id"),
                        Text(one, "workflow_run_id")
                    ),
                    (one.Event, one.TaskId, one.MessageId, one.ConversationId, one.WorkflowRunId)
                )
            );
        }
    }

    [Fact]
    public async Task Pings_comments_and_empty_events_are_passed_over()
    {
        var text =
            "event: ping\n\n: hello\n\ndata: {\"event\":\"ping\"}\n\nevent: ping\ndata:\n\nevent: ping\ndata: {}\n\nid: 5\nretry: 10\n\ndata:\n\n"
            + FakeServer.Sse(Message("a"), MessageEnd())
            + "event: ping\n\n";

        var (events, end) = await ReadAsync(new PieceStream(text));

        Assert.Null(end);
        Assert.Equal(["message", "message_end"], events.Select(one => one.Event));
    }

    [Fact]
    public async Task Event_behind_a_bare_ping_is_not_taken_for_a_ping()
    {
        var (events, end) = await ReadAsync(new PieceStream("event: ping\n\n" + FakeServer.Sse(Message("a"), MessageEnd())));

        Assert.Null(end);
        Assert.Equal("a", Assert.IsType<MessageEvent>(events[0]).Answer);
    }

    [Fact]
    public async Task Several_data_lines_are_one_event()
    {
        var text = "data: {\"event\":\"message\",\ndata: \"answer\":\ndata:\"two lines\"}\n\n" + FakeServer.Sse(MessageEnd());

        var (events, end) = await ReadAsync(new PieceStream(text, 7));

        Assert.Null(end);
        Assert.Equal("two lines", Assert.IsType<MessageEvent>(events[0]).Answer);
    }

    [Fact]
    public async Task Event_named_only_by_its_event_line_is_known()
    {
        var (events, end) = await ReadAsync(
            new PieceStream("event: agent_message\ndata: {\"answer\":\"x\"}\n\n" + FakeServer.Sse(MessageEnd()))
        );

        Assert.Null(end);
        Assert.Equal("x", Assert.IsType<AgentMessageEvent>(events[0]).Answer);
    }

    [Theory]
    [InlineData("{\"event\":\"message\",\"answer\":\"a")]
    [InlineData("{\"event\":\"message\",\"answer\":\"a\"")]
    [InlineData("{\"event\":\"message\"}}")]
    [InlineData("{\"event\":\"message\"} {}")]
    [InlineData("[1]")]
    [InlineData("42")]
    [InlineData("[DONE]")]
    [InlineData("<html>")]
    [InlineData("{\"event\":\"workflow_finished\",\"data\":{\"files\":\"not a list\"}}")]
    public async Task Malformed_event_ends_the_stream_with_a_clear_error(string json)
    {
        var (events, end) = await ReadAsync(new PieceStream(FakeServer.Sse(Message("a"), json, Message("b"), MessageEnd())));

        Assert.Equal("message", Assert.Single(events).Event);
        var malformed = Assert.IsType<DifyStreamException>(end);
        Assert.Equal(DifyStreamException.EventMalformed, malformed.Code);
        Assert.NotNull(malformed.RecommendedAction);
        Assert.Equal("POST /chat-messages", malformed.Operation);
    }

    [Fact]
    public async Task Invalid_utf8_in_an_answer_is_malformed()
    {
        byte[] bytes =
        [
            .. Encoding.UTF8.GetBytes("data: {\"event\":\"message\",\"answer\":\""),
            0xC3,
            0x28,
            .. Encoding.UTF8.GetBytes("\"}\n\n"),
        ];

        var (events, end) = await ReadAsync(new PieceStream(bytes));

        Assert.Empty(events);
        Assert.Equal(DifyStreamException.EventMalformed, Assert.IsType<DifyStreamException>(end).Code);
    }

    private static string? Text(DifyEvent item, string name) => item.Json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static (byte[] Bytes, string[] Expected) Shape(string shape)
    {
        var events = shape == "chatflow" ? Chatflow : Reply;
        var text = shape switch
        {
            "bom" => "\uFEFF" + FakeServer.Sse(events),
            "pings" => string.Concat(events.Select(one => "event: ping\n\n: still here\n" + FakeServer.Sse(one))),
            "chatflow" => FakeServer.Sse(events),
            _ => FakeServer.Sse(events).Replace("\n", shape, StringComparison.Ordinal),
        };
        return (Encoding.UTF8.GetBytes(text), events);
    }
}
