using System;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Streaming;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class StreamGuardTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Silence_beyond_the_limit_is_an_idle_stream()
    {
        var clock = new ManualTime();
        var body = new PieceStream(FakeServer.Sse(Message("a"))) { FallsSilent = true };
        var reading = Streams.ReadAsync(Idly(clock, body).Chat.StreamAsync(Hello, Token));

        await body.Silent;
        await clock.WaitForTimerAsync(Idle);
        clock.Advance(Idle - TimeSpan.FromTicks(1));
        Assert.False(reading.IsCompleted);
        clock.Advance(TimeSpan.FromTicks(1));

        var (events, end) = await reading;
        Assert.Single(events);
        Assert.Equal(DifyStreamException.StreamIdle, Assert.IsType<DifyStreamException>(end).Code);
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task Pings_keep_a_stream_alive()
    {
        var clock = new ManualTime();
        var pings = 0;
        var body = new StepStream(() =>
        {
            // Half of the limit passes before each ping; many limits in all.
            clock.Advance(Idle / 2);
            return pings++ < 20 ? "event: ping\n\n" : pings == 21 ? FakeServer.Sse(Message("a"), MessageEnd()) : string.Empty;
        });

        var (events, end) = await Streams.ReadAsync(Idly(clock, body).Chat.StreamAsync(Hello, Token));

        Assert.Null(end);
        Assert.Equal(2, events.Count);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\ndata: x")]
    [InlineData("\nid: x\n")]
    public async Task Trickle_of_an_event_is_an_idle_stream(string drop)
    {
        var clock = new ManualTime();
        var drops = 0;
        var body = new StepStream(() =>
        {
            // Never silent for long, and never at an end.
            clock.Advance(Idle / 6);
            return drops++ == 0 ? FakeServer.Sse(Message("a")) + "data: " : drops < 10_000 ? drop : string.Empty;
        });

        var (events, end) = await Streams.ReadAsync(Idly(clock, body).Chat.StreamAsync(Hello, Token));

        Assert.Single(events);
        var idle = Assert.IsType<DifyStreamException>(end);
        Assert.Equal(DifyStreamException.StreamIdle, idle.Code);
        Assert.Contains("no whole event", idle.Message, StringComparison.Ordinal);
        Assert.Contains("60 seconds", idle.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(": still here\n", 1)]
    [InlineData(":\r\n", 1)]
    [InlineData(": still here\n\n", 1)]
    [InlineData("event: ping\n|\n", 2)]
    [InlineData("event: ping\r\n\r|\n", 2)]
    public async Task Whatever_comes_to_its_end_keeps_a_stream_alive(string sign, int pieces)
    {
        var clock = new ManualTime();
        var parts = sign.Split('|');
        var step = 0;
        var body = new StepStream(() =>
        {
            clock.Advance(Idle / (2 * pieces));
            var now = step++;
            return now < 40 ? parts[now % pieces] : now == 40 ? "\n" + FakeServer.Sse(Message("a"), MessageEnd()) : string.Empty;
        });

        var (events, end) = await Streams.ReadAsync(Idly(clock, body).Chat.StreamAsync(Hello, Token));

        Assert.Null(end);
        Assert.Equal(2, events.Count);
    }

    [Fact]
    public async Task Large_event_over_a_slow_line_is_taken()
    {
        var clock = new ManualTime();
        var json = Message(new string('x', 20 * 16 * 1024));
        var text = FakeServer.Sse(json, MessageEnd());
        var position = 0;
        var body = new StepStream(() =>
        {
            clock.Advance(Idle / 2);
            var piece = text.Substring(position, Math.Min(16 * 1024, text.Length - position));
            position += piece.Length;
            return piece;
        });

        var (events, end) = await Streams.ReadAsync(Idly(clock, body).Chat.StreamAsync(Hello, Token));

        Assert.Null(end);
        Assert.Equal(2, events.Count);
    }

    [Fact]
    public async Task Silence_behind_the_closing_event_is_no_failure()
    {
        var clock = new ManualTime();
        var body = new PieceStream(FakeServer.Sse(Message("a"), MessageEnd())) { FallsSilent = true };
        var reading = Streams.ReadAsync(Idly(clock, body).Chat.StreamAsync(Hello, Token));

        await body.Silent;
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.False(reading.IsCompleted);
        clock.Advance(TimeSpan.FromTicks(1));

        var (events, end) = await reading;
        Assert.Null(end);
        Assert.Equal(2, events.Count);
    }

    [Fact]
    public async Task Cancelling_ends_a_silent_stream_with_the_callers_token()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var body = new PieceStream(FakeServer.Sse(Message("a"))) { FallsSilent = true };
        var reading = Streams.ReadAsync(Idly(new ManualTime(), body).Chat.StreamAsync(Hello, source.Token));

        await body.Silent;
        await source.CancelAsync();

        var (_, end) = await reading;
        Assert.Equal(source.Token, Assert.IsAssignableFrom<OperationCanceledException>(end).CancellationToken);
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task Leaving_early_closes_the_connection()
    {
        var body = new PieceStream(FakeServer.Sse(Message("a"))) { Repeats = true };
        var server = new FakeServer().Answer(FakeServer.Events(body));

        await foreach (var item in server.Client().Chat.StreamAsync(Hello, Token))
        {
            Assert.Equal("message", item.Event);
            break;
        }

        Assert.True(body.IsDisposed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Event_without_end_is_cut_off_before_it_fills_the_memory(bool inLines)
    {
        const int limit = 100_000;
        var piece = inLines ? "data: xxxxxxxxxxxxxxxxxxxxxxxxxxxx\n" : "data: xxxxxxxxxxxxxxxxxxxxxxxxxxx";
        var body = new PieceStream(Encoding.UTF8.GetBytes(piece)) { Repeats = true };

        var (events, end) = await Streams.ReadAsync(body, limit);

        Assert.Empty(events);
        var large = Assert.IsType<DifyStreamException>(end);
        Assert.Equal(DifyStreamException.EventTooLarge, large.Code);
        Assert.Contains("100000", large.Message, StringComparison.Ordinal);
        Assert.InRange(body.Delivered, limit, 4 * limit);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Limit_of_an_event_is_exact(int beyond, bool taken)
    {
        const int limit = 5000;
        var json = Message(new string('x', limit - Message(string.Empty).Length + beyond));
        Assert.Equal(limit + beyond, json.Length);

        var (events, end) = await Streams.ReadAsync(new PieceStream(FakeServer.Sse(json, MessageEnd())), limit);

        Assert.Equal(taken, end is null);
        Assert.Equal(taken ? 2 : 0, events.Count);
    }

    [Fact]
    public async Task Many_small_events_are_not_one_large_one()
    {
        var text = FakeServer.Sse([.. Enumerable.Repeat(Message("abc"), 1000), MessageEnd()]);

        var (events, end) = await Streams.ReadAsync(new PieceStream(text, 333), maxEventBytes: 400);

        Assert.Null(end);
        Assert.Equal(1001, events.Count);
    }

    [Fact]
    public async Task Pings_without_end_are_not_one_large_event()
    {
        var pings = 0;
        var body = new StepStream(() => pings++ < 5000 ? "event: ping\n\n" : pings == 5001 ? FakeServer.Sse(MessageEnd()) : string.Empty);

        var (events, end) = await Streams.ReadAsync(body, maxEventBytes: 1000);

        Assert.Null(end);
        Assert.Single(events);
    }

    [Theory]
    [InlineData("text/html", "<html><body><h1>Sign in</h1></body></html>")]
    [InlineData("application/json", "{\"event\":\"message\"}")]
    public async Task Other_body_than_a_stream_is_refused(string type, string text)
    {
        var server = new FakeServer().Answer(FakeServer.Body(text, type, System.Net.HttpStatusCode.OK));

        var (events, end) = await Streams.ReadAsync(server.Client().Chat.StreamAsync(Hello, Token));

        Assert.Empty(events);
        var invalid = Assert.IsType<DifyConnectionException>(end);
        Assert.Equal(DifyConnectionException.InvalidResponse, invalid.Code);
        Assert.Contains(type, invalid.Message, StringComparison.Ordinal);
    }

    private static DifyClient Idly(ManualTime clock, System.IO.Stream body) =>
        new FakeServer()
            .Answer(FakeServer.Events(body))
            .Client(
                new DifyClientOptions
                {
                    TimeProvider = clock,
                    IdleTimeout = Idle,
                    RequestTimeout = TimeSpan.FromDays(1),
                }
            );
}
