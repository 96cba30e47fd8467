using System;
using System.Linq;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Hostilities;

namespace Dify.Client.Tests.Hostile;

/// <summary>Streams that are no streams of events, or events that are none.</summary>
[Collection(nameof(FileMemoryTests))]
public sealed class HostileStreamTests
{
    [Theory]
    [InlineData("chat", "xxxxxxxx")]
    [InlineData("workflow", "xxxxxxxx")]
    [InlineData("chat", "\ndata: x")]
    [InlineData("chat", "\nevent: x")]
    [InlineData("chat", "\n: x")]
    [InlineData("workflow", "\nid: x")]
    public async Task Event_without_end(string call, string piece)
    {
        await using var server = HostileServer.Endless(Events + "\r\ndata: {\"event\":\"", string.Concat(Enumerable.Repeat(piece, 4000)));

        var error = await WithinMemoryAsync(() => FailsAsync<DifyStreamException>(server.Client(maxEventBytes: 1024 * 1024), call));

        Assert.Equal(DifyStreamException.EventTooLarge, error.Code);
        Assert.Contains("larger than 1048576 bytes", error.Message, StringComparison.Ordinal);
        Assert.InRange(server.Pushed, 1024 * 1024, 30 * 1024 * 1024);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("workflow")]
    public async Task Event_of_a_gigabyte(string call)
    {
        await using var server = HostileServer.Endless(
            Events + $"Content-Length: {1L << 30}\r\n\r\ndata: {{\"event\":\"message\",\"answer\":\"", new string('x', 64 * 1024));

        var error = await WithinMemoryAsync(() => FailsAsync<DifyStreamException>(server.Client(), call));

        Assert.Equal(DifyStreamException.EventTooLarge, error.Code);
        Assert.InRange(server.Pushed, 16 * 1024 * 1024, 60 * 1024 * 1024);
    }

    [Theory]
    [InlineData("data: {\"event\":\"message\",\"answer\":\"", "x")]
    [InlineData("", ":\n")]
    public async Task Event_that_is_a_gigabyte_once_unpacked(string beginning, string filler)
    {
        var bomb = Bomb(beginning, filler, 1L << 30);
        await using var server = HostileServer.Play(async connection =>
        {
            await connection.WriteAsync(Events + $"Content-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n");
            await connection.WriteAsync(bomb);
            await connection.WaitForEndAsync();
        });

        var error = await WithinMemoryAsync(() => FailsAsync<DifyStreamException>(server.Client(), "chat"));

        Assert.Equal(DifyStreamException.UnpackedTooLarge, error.Code);
        Assert.Contains("100 times", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("workflow")]
    public async Task Event_beyond_the_limit_names_the_server(string call)
    {
        await using var server = HostileServer.Silent(Events + "\r\n" + FakeServer.Sse(Streams.Message(new string('x', 1000))));

        var error = await FailsAsync<DifyStreamException>(server.Client(maxEventBytes: 500), call);

        Assert.Equal(DifyStreamException.EventTooLarge, error.Code);
        Assert.Contains("500", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat", "")]
    [InlineData("chat", "data: {\"event\":\"message\",\"answer\":\"")]
    [InlineData("workflow", "data: {\"event\":\"message\",\"answer\":\"")]
    [InlineData("chat", ": this is a comment that does not come to its end")]
    public async Task Stream_that_drips(string call, string beginning)
    {
        await using var server = HostileServer.Drip(Events + "\r\n" + FakeServer.Sse(Streams.Message("a")) + beginning, "x");

        var error = await FailsAsync<DifyStreamException>(server.Client(idleTimeout: Short), call);

        Assert.Equal(DifyStreamException.StreamIdle, error.Code);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("workflow")]
    public async Task Page_in_place_of_a_stream(string call)
    {
        await using var server = HostileServer.Endless(Html + "\r\n<html><body><h1>Sign in</h1>", " to the network");

        var error = await FailsAsync<DifyConnectionException>(server.Client(), call);

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.Contains("text/html: Sign in to the network", error.Message, StringComparison.Ordinal);
        Assert.InRange(server.Pushed, 1, 20 * 1024 * 1024);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("workflow")]
    public async Task Page_in_place_of_a_stream_that_drips(string call)
    {
        await using var server = HostileServer.Drip(Html + "\r\n<html><body><h1>Sign in</h1>", " to the network");

        var error = await FailsAsync<DifyConnectionException>(server.Client(requestTimeout: Short), call);

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.Contains("text/html: Sign in", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task Stream_that_cannot_be_unpacked(string encoding)
    {
        await using var server = HostileServer.Answer(
            Events + $"Content-Encoding: {encoding}\r\nConnection: close\r\n\r\nThis is not packed at all.\n\n"
        );

        var error = await FailsAsync<DifyStreamException>(server.Client(), "chat");

        Assert.Equal(DifyStreamException.StreamBroken, error.Code);
    }

    [Theory]
    [InlineData("""{"event":"message","answer":"a[x]"}""")]
    [InlineData("""{"event":"[x]"}""")]
    [InlineData("""{"event":"unheard_of","field":"[x]"}""")]
    [InlineData("""{"event":"workflow_finished","data":{"status":"succeeded","outputs":{"text":"[x]"}}}""")]
    [InlineData("""{"event":"message","[x]":1}""")]
    public async Task Bytes_that_are_not_utf8(string json)
    {
        await using var server = HostileServer.Play(connection =>
            connection.WriteAsync(
                System.Text.Encoding.Latin1.GetBytes(
                    Events + "\r\n" + FakeServer.Sse(json.Replace("[x]", "\u00e9", StringComparison.Ordinal))
                )
            )
        );

        var error = await FailsAsync<DifyStreamException>(server.Client(), "chat");

        Assert.Equal(DifyStreamException.EventMalformed, error.Code);
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_becomes_a_replacement_character()
    {
        const string finished =
            """{"event":"workflow_finished","workflow_run_id":"r1","data":{"id":"r1","status":"succeeded","outputs":{"text":"\udc00\\ud83d \uD83D\uDE00"}}}""";
        await using var server = HostileServer.Answer(
            Events
                + "\r\n"
                + FakeServer.Sse("""{"event":"message","answer":"cut \ud83d"}""", """{"event":"message","answer":"\ude00"}""", finished)
        );

        var (events, end) = await Streams.ReadAsync(server.Client().Chat.StreamAsync(Streams.Hello, Streams.Token));

        Assert.Null(end);
        Assert.Equal(["cut \uFFFD", "\uFFFD"], events.OfType<MessageEvent>().Select(one => one.Answer));
        Assert.Equal("cut \uFFFD", events[0].Json.GetProperty("answer").GetString());
        Assert.Equal("\uFFFD\\ud83d \U0001F600", events[2].Json.GetProperty("data").GetProperty("outputs").GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("retry: 99999999999999999999999")]
    [InlineData("retry: 9223372036854775807")]
    [InlineData("id: a\0b")]
    [InlineData("event")]
    [InlineData("nonsense: 5")]
    public async Task Lines_without_sense_are_passed_over(string line)
    {
        await using var server = HostileServer.Answer(
            Events + "\r\n" + line + "\n\n" + FakeServer.Sse(Streams.Message("a"), Streams.MessageEnd())
        );

        var reply = await server.Client().Chat.SendAsync(Streams.Hello, null, Streams.Token);

        Assert.Equal("a", reply.Answer);
    }
}
