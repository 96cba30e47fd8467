using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Completions;
using Dify.Client.Rest;
using Dify.Client.Streaming;
using Dify.Client.Tests.Fakes;
using Dify.Client.Workflows;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

/// <summary>A closing event ends a reply, whatever the server does with the connection.</summary>
public sealed class ClosingEventTests
{
    private const string Ping = "event: ping\n\n";
    private const string Paused =
        """{"event":"workflow_paused","workflow_run_id":"r1","data":{"workflow_run_id":"r1","status":"paused","paused_nodes":["n1"],"reasons":[]}}""";
    private const string Filled =
        """{"event":"human_input_form_filled","workflow_run_id":"r1","data":{"node_id":"n1","action_id":"approve"}}""";
    private const string Sound = """{"event":"tts_message","task_id":"t1","message_id":"m1","audio":"AAAA"}""";
    private const string SoundEnd = """{"event":"tts_message_end","task_id":"t1","message_id":"m1","audio":""}""";

    private readonly ManualTime _clock = new();
    private int _pings;

    [Theory]
    [InlineData("event: ping\n\n")]
    [InlineData("event: ping\r\n\r\n")]
    [InlineData("data: {\"event\":\"ping\"}\n\n")]
    [InlineData(": still here\n\n")]
    [InlineData(": still here\n")]
    [InlineData(":\n")]
    [InlineData("\n")]
    [InlineData("data: {\"event\":\"keepalive\"}\n\n")]
    [InlineData("x")]
    public async Task Pings_behind_it_are_quiet(string ping)
    {
        var reply = await Client(Open(ping, Message("hello"), MessageEnd())).Chat.SendAsync(Hello, null, Token);

        Assert.Equal(("hello", "succeeded"), (reply.Answer, reply.Status));
        Assert.Equal(7, reply.Usage!.TotalTokens);
        Assert.InRange(_pings, 1, 4);
    }

    [Fact]
    public async Task Pings_that_come_faster_than_they_are_read_are_quiet()
    {
        var reply = await Client(
            Open(string.Concat(Enumerable.Repeat(Ping, 3000)), TimeSpan.FromMilliseconds(1), Message("hello"), MessageEnd())
        )
            .Chat.SendAsync(Hello, null, Token);

        Assert.Equal("hello", reply.Answer);
        Assert.InRange(_pings, 1, 20_000);
    }

    [Fact]
    public async Task Every_kind_of_reply_ends()
    {
        var workflow = await Client(Open(Ping, WorkflowStarted(), WorkflowFinished(outputs: "{\"a\":1}")))
            .Workflows.RunAsync(new WorkflowRequest { User = "ann" }, null, Token);
        Assert.Equal("succeeded", workflow.Status);
        var paused = await Client(Open(Ping, WorkflowStarted(), Paused))
            .Workflows.RunAsync(new WorkflowRequest { User = "ann" }, null, Token);
        Assert.Equal("paused", paused.Status);
        var chatflow = await Client(Open(Ping, WorkflowStarted(), Message("a"), WorkflowFinished(), MessageEnd()))
            .Chat.SendAsync(Hello, null, Token);
        Assert.Equal(("a", "succeeded"), (chatflow.Answer, chatflow.Status));
        var waiting = await Client(Open(Ping, WorkflowStarted(), Paused)).Chat.SendAsync(Hello, null, Token);
        Assert.Equal("paused", waiting.Status);
        var agent = await Client(Open(Ping, AgentMessage("a"), MessageEnd())).Chat.SendAsync(Hello, null, Token);
        Assert.Equal("a", agent.Answer);
        var text = await Client(Open(Ping, Message("a"), MessageEnd()))
            .Completions.SendAsync(new CompletionRequest { User = "ann" }, null, Token);
        Assert.Equal("a", text.Answer);
        var followed = await Client(Open(Ping, WorkflowStarted(), WorkflowFinished()))
            .Workflows.FollowAsync("r1", "ann", cancellationToken: Token);
        Assert.Equal("succeeded", followed.Status);
        var failed = await Client(Open(Ping, WorkflowStarted(), WorkflowFinished("failed", error: "\"no\"")))
            .Workflows.RunAsync(new WorkflowRequest { User = "ann" }, null, Token);
        Assert.Equal("failed", failed.Status);
    }

    [Fact]
    public async Task Every_stream_of_events_ends()
    {
        var (chat, end) = await Streams.ReadAsync(Client(Open(Ping, Message("a"), MessageEnd())).Chat.StreamAsync(Hello, Token));
        Assert.Null(end);
        Assert.Equal(2, chat.Count);
        (var resumed, end) = await Streams.ReadAsync(Client(Open(Ping, WorkflowStarted(), Paused)).Chat.ResumeAsync("r1", "ann", Token));
        Assert.Null(end);
        Assert.Equal(2, resumed.Count);
        (var received, end) = await Streams.ReadAsync(
            Client(Open(Ping, WorkflowFinished())).Workflows.ReceiveAsync("r1", "ann", cancellationToken: Token)
        );
        Assert.Null(end);
        Assert.Single(received);
        using var raw = await Client(Open(Ping, Message("a"), MessageEnd())).Rest.SendAsync(
            new RestRequest { Method = System.Net.Http.HttpMethod.Post, Path = "chat-messages", Stream = true }, Token);
        (chat, end) = await Streams.ReadAsync(raw.ReadEventsAsync(Token));
        Assert.Null(end);
        Assert.Equal(2, chat.Count);
    }

    [Fact]
    public async Task An_error_ends_it_at_once()
    {
        var error = await Assert.ThrowsAsync<DifyApiException>(() =>
            Client(Open(Ping, Message("a"), Error())).Chat.SendAsync(Hello, null, Token)
        );

        Assert.Equal("invalid_param", error.Code);
        Assert.Equal("a", error.PartialReply!.Answer);
        Assert.Equal(0, _pings);
    }

    [Fact]
    public async Task What_trails_is_taken()
    {
        var reply = await Client(Timed((0, WorkflowStarted()), (0, Message("a")), (0, WorkflowFinished()), (0.7, MessageEnd())))
            .Chat.SendAsync(Hello, null, Token);
        Assert.Equal(7, reply.Usage!.TotalTokens);

        var (events, end) = await Streams.ReadAsync(
            Client(Timed((0, Message("a")), (0, MessageEnd()), (1.9, Sound), (1.9, Sound), (1.9, Sound), (1.9, SoundEnd)))
                .Chat.StreamAsync(Hello, Token)
        );
        Assert.Null(end);
        Assert.Equal("tts_message_end", events[^1].Event);

        // Pings between do not make it shorter, or longer.
        (events, end) = await Streams.ReadAsync(
            Client(
                Timed(
                    (0, Message("a")),
                    (0, MessageEnd()),
                    (0.9, null),
                    (0.9, SoundEnd),
                    (0.9, null),
                    (0.9, null),
                    (0.9, null),
                    (0.9, SoundEnd)
                )
            )
                .Chat.StreamAsync(Hello, Token)
        );
        Assert.Null(end);
        Assert.Equal(["message", "message_end", "tts_message_end"], events.Select(one => one.Event));
    }

    [Fact]
    public async Task A_large_event_on_its_way_is_not_quiet()
    {
        var large = FakeServer.Sse(MessageEnd().Replace("Cats", new string('x', 200_000), StringComparison.Ordinal));
        var position = -1;
        var body = new StepStream(() =>
        {
            if (position < 0)
            {
                position = 0;
                return FakeServer.Sse(WorkflowStarted(), Message("a"), WorkflowFinished());
            }

            _clock.Advance(TimeSpan.FromSeconds(1.5));
            var piece = large.Substring(position, Math.Min(20_000, large.Length - position));
            position += piece.Length;
            return piece;
        });

        Assert.NotNull((await Client(body).Chat.SendAsync(Hello, null, Token)).Usage);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_never_ends_is_no_trail(bool isKnown)
    {
        var (seen, end) = await Streams.ReadAsync(
            Client(Open(FakeServer.Sse(isKnown ? Sound : """{"event":"unheard_of"}"""), Message("a"), MessageEnd()))
                .Chat.StreamAsync(Hello, Token)
        );
        Assert.Null(end);
        Assert.InRange(seen.Count, 3, isKnown ? 110 : 7);
    }

    [Fact]
    public async Task A_pause_is_no_end_for_who_listens_over_it()
    {
        var minutes = 0;
        var body = new StepStream(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            return minutes++ switch
            {
                0 => FakeServer.Sse(WorkflowStarted(), Paused),
                < 20 => Ping,
                20 => FakeServer.Sse(Filled, WorkflowFinished()),
                _ => string.Empty,
            };
        });

        var (events, end) = await Streams.ReadAsync(
            Client(body).Workflows.ReceiveAsync("r1", "ann", continueOnPause: true, cancellationToken: Token)
        );

        Assert.Null(end);
        Assert.Equal(
            ["workflow_started", "workflow_paused", "human_input_form_filled", "workflow_finished"],
            events.Select(one => one.Event)
        );
    }

    [Fact]
    public async Task A_run_that_goes_on_after_its_pause_is_not_over()
    {
        var reply = await Client(
            Timed((0, WorkflowStarted()), (0, Paused), (1.5, Filled), (30, Message("a")), (1, WorkflowFinished()), (0, MessageEnd()))
        )
            .Chat.SendAsync(Hello, null, Token);

        Assert.Equal(("a", "succeeded"), (reply.Answer, reply.Status));
    }

    [Theory]
    [InlineData(200, "partial-succeeded")]
    [InlineData(404, "succeeded")]
    public async Task A_chatflow_whose_run_does_not_tell_of_its_end_is_asked_for(int status, string expected)
    {
        var server = new FakeServer()
            .Answer(FakeServer.Events(Open(Ping, WorkflowStarted(), Message("a"), MessageEnd())))
            .Answer(
                status == 200
                    ? FakeServer.Json("""{"id":"r1","status":"partial-succeeded","outputs":{"answer":"a"}}""")
                    : FakeServer.Error(status, "not_found")
            );

        var reply = await server.Client(Options()).Chat.SendAsync(Hello, null, Token);

        Assert.Equal(("a", expected), (reply.Answer, reply.Status));
        Assert.Equal("/v1/workflows/run/r1", server.Last.Uri.AbsolutePath);
    }

    [Fact]
    public async Task The_quiet_is_no_part_of_the_time_taken()
    {
        var reply = await Client(Timed((1, Message("a")), (2, MessageEnd()), (1.9, null))).Chat.SendAsync(Hello, null, Token);

        Assert.Equal(TimeSpan.FromSeconds(3), reply.Elapsed);
    }

    [Fact]
    public async Task A_reader_may_be_slow()
    {
        var seen = 0;
        await foreach (
            var item in Client(Timed((0, Message("a")), (0, MessageEnd()), (0.1, Sound), (0.1, Sound), (0.1, SoundEnd)))
                .Chat.StreamAsync(Hello, Token)
        )
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            seen++;
        }

        Assert.Equal(5, seen);
    }

    [Fact]
    public async Task What_breaks_behind_it_does_no_harm()
    {
        var (events, end) = await Streams.ReadAsync(
            Client(new PieceStream(FakeServer.Sse(Message("a"), MessageEnd()) + "data: {\"event\": \"mess\n\n"))
                .Chat.StreamAsync(Hello, Token)
        );

        Assert.Null(end);
        Assert.Equal(2, events.Count);
    }

    private DifyClientOptions Options() => new() { TimeProvider = _clock, RequestTimeout = TimeSpan.FromDays(1) };

    private DifyClient Client(Stream body) => new FakeServer().Answer(FakeServer.Events(body)).Client(Options());

    private StepStream Open(string ping, params string[] events) => Open(ping, TimeSpan.FromMilliseconds(600), events);

    /// <summary>Events, and then something over and over; a client that waits a thousand times would wait for ever.</summary>
    private StepStream Open(string ping, TimeSpan interval, params string[] events)
    {
        var isFirst = true;
        _pings = 0;
        return new StepStream(() =>
        {
            if (isFirst)
            {
                isFirst = false;
                return FakeServer.Sse(events);
            }

            _clock.Advance(interval);
            return _pings++ < 100_000 ? ping : throw new InvalidOperationException("Nobody has had enough.");
        });
    }

    /// <summary>Events and pings (null), each after so many seconds; then silence until the client goes.</summary>
    private StepStream Timed(params (double After, string? Json)[] events)
    {
        var next = 0;
        return new StepStream(() =>
        {
            var (after, json) = next < events.Length ? events[next++] : (0.9, null);
            _clock.Advance(TimeSpan.FromSeconds(after));
            return json is null ? Ping : FakeServer.Sse(json);
        });
    }
}
