using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Files;
using Dify.Client.Rest;
using Dify.Client.Streaming;
using Dify.Client.Tests.Fakes;
using Dify.Client.Workflows;
using Dify.Simulator;
using Dify.TestSupport;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

/// <summary>Whatever a server can make long has a limit, and what had come before it is kept.</summary>
[Collection(nameof(FileMemoryTests))]
public sealed class LimitTests
{
    private const int Limit = 10_000;

    public static TheoryData<string> Texts => [Message("xxxx"), Message("ééé"), AgentMessage("xxxx"), Reasoning("xxxx"), TextChunk("xxxx")];

    [Fact]
    public void They_are_what_they_should_be()
    {
        var options = new DifyClientOptions();

        Assert.Equal(
            (32 << 20, 16 << 20, 64 << 20, 100),
            (options.MaxTextBytes, options.MaxEventBytes, options.MaxReplyBytes, options.MaxDecompressionRatio)
        );
        foreach (
            var wrong in (DifyClientOptions[])
                [
                    new() { MaxTextBytes = 0 },
                    new() { MaxEventBytes = 0 },
                    new() { MaxReplyBytes = -1 },
                    new() { MaxDecompressionRatio = 0 },
                    new() { QuietTimeout = TimeSpan.Zero },
                ]
        )
        {
            Assert.Throws<ArgumentException>(() => new FakeServer().Client(wrong));
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_text_without_end(string piece)
    {
        var body = Endless(piece);
        var error = await FailsAsync(
            body,
            piece.Contains("text_chunk", StringComparison.Ordinal),
            new DifyClientOptions { MaxTextBytes = Limit }
        );

        Assert.Contains("10000 bytes", error.Message, StringComparison.Ordinal);
        var kept = error.PartialReply is { } reply ? reply.Reasoning ?? reply.Answer : error.PartialResult!.Text;
        Assert.InRange(Encoding.UTF8.GetByteCount(kept), Limit - 8, Limit);
        Assert.Equal("incomplete", error.PartialReply?.Status ?? error.PartialResult!.Status);
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task A_text_of_the_very_size_is_taken()
    {
        var options = new DifyClientOptions { MaxTextBytes = Limit };

        var reply = await Client(
            FakeServer.Events(Message(new string('x', Limit / 2)), Message(new string('é', Limit / 4)), MessageEnd()),
            options
        )
            .Chat.SendAsync(Hello, null, Token);

        Assert.Equal(Limit, Encoding.UTF8.GetByteCount(reply.Answer));
    }

    [Theory]
    [InlineData("""{"event":"agent_thought","id":"ID","thought":"I think."}""", false)]
    [InlineData("""{"event":"agent_thought","thought":"I think."}""", false)]
    [InlineData("""{"event":"message_file","id":"ID","type":"image","url":"https://x.test/y"}""", false)]
    [InlineData("""{"event":"node_started","workflow_run_id":"r1","data":{"id":"ID","node_id":"n","title":"Title"}}""", true)]
    [InlineData("""{"event":"node_retry","workflow_run_id":"r1","data":{"id":"same","node_id":"n","error":"No."}}""", true)]
    [InlineData("""{"event":"iteration_started","workflow_run_id":"r1","data":{"id":"ID","node_id":"n","title":"Title"}}""", true)]
    [InlineData("""{"event":"human_input_required","workflow_run_id":"r1","data":{"form_id":"ID","form_token":"t","node_id":"n"}}""", true)]
    public async Task Parts_without_end(string json, bool isWorkflow)
    {
        var next = 0;
        var body = new StepStream(() =>
            FakeServer.Sse(
                json.Replace("ID", (next++).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            )
        );

        var error = await FailsAsync(body, isWorkflow, new DifyClientOptions { MaxReplyBytes = 100_000 });

        Assert.Contains("100000 bytes", error.Message, StringComparison.Ordinal);
        Assert.InRange(next, 50, 500);
    }

    [Fact]
    public async Task Texts_and_parts_count_together()
    {
        var error = await FailsAsync(
            new PieceStream(FakeServer.Sse(Message(new string('x', 60)), Reasoning(new string('x', 60)))),
            false,
            new DifyClientOptions { MaxTextBytes = 100, MaxReplyBytes = 100 }
        );

        Assert.Equal(60, error.PartialReply!.Answer.Length);
    }

    [Fact]
    public async Task What_is_replaced_or_only_passed_on_does_not_count()
    {
        var thought = """{"event":"agent_thought","id":"a1","thought":"THOUGHT"}""".Replace(
            "THOUGHT",
            new string('x', 1000),
            StringComparison.Ordinal
        );
        var outputs = Node("finished", "a", "succeeded")
            .Replace("\"index\"", "\"outputs\":{\"text\":\"" + new string('x', 1000) + "\"},\"index\"", StringComparison.Ordinal);
        string[] many =
        [
            .. Enumerable.Repeat(thought, 100),
            .. Enumerable.Repeat(outputs, 100),
            .. Enumerable.Repeat("""{"event":"message_replace","answer":"REPLACED"}""", 1000),
        ];

        var reply = await Client(
            FakeServer.Events([.. many, MessageEnd(), WorkflowFinished()]),
            new DifyClientOptions { MaxReplyBytes = Limit }
        )
            .Chat.SendAsync(Hello, null, Token);

        Assert.Equal(("REPLACED", 1, 1), (reply.Answer, reply.Thoughts.Count, reply.Steps.Count));
    }

    [Fact]
    public async Task Events_that_nobody_collects_may_come_without_end()
    {
        var count = 0;
        await foreach (
            var item in Client(
                FakeServer.Events(Endless(Message("xxxx"))),
                new DifyClientOptions { MaxTextBytes = Limit, MaxReplyBytes = Limit }
            )
                .Chat.StreamAsync(Hello, Token)
        )
        {
            if (count++ > 10_000)
                break;
        }

        Assert.True(count > 10_000);
    }

    [Fact]
    public void Who_collects_by_himself_has_them_too()
    {
        var builder = new ChatReplyBuilder();
        var piece = Streaming.DifyEvent.Parse(Message(new string('x', 1 << 20)));
        for (var i = 0; i < 32; i++)
            builder.Add(piece);

        Assert.Equal(DifyStreamException.ReplyTooLarge, Assert.Throws<DifyStreamException>(() => builder.Add(piece)).Code);
        Assert.Equal(32 << 20, builder.Build(TimeSpan.Zero).Answer.Length);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_body_of_the_very_size_is_taken(int beyond, bool taken)
    {
        var json = "{\"name\":\"" + new string('x', Limit - 11 + beyond) + "\"}";
        Assert.Equal(Limit + beyond, json.Length);
        var client = Client(FakeServer.Json(json), new DifyClientOptions { MaxTextBytes = Limit });

        if (taken)
        {
            Assert.NotNull((await client.Apps.GetInfoAsync(Token)).Name);
            return;
        }

        var error = await Assert.ThrowsAsync<DifyConnectionException>(() => client.Apps.GetInfoAsync(Token));
        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.Contains("larger than 10000 bytes", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("address", error.RecommendedAction!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_raw_text_has_the_limit_of_a_text(bool streams)
    {
        var client = Client(
            FakeServer.Body(new string('x', Limit + 1), "text/plain", HttpStatusCode.OK),
            new DifyClientOptions { MaxTextBytes = Limit }
        );

        var error = await Assert.ThrowsAsync<DifyConnectionException>(async () =>
        {
            using var response = await client.Rest.SendAsync(
                new RestRequest
                {
                    Method = HttpMethod.Get,
                    Path = "x",
                    Stream = streams,
                },
                Token
            );
            await response.ReadTextAsync(Token);
        });

        Assert.Contains("larger than 10000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1 << 20, 100, true)]
    [InlineData((1 << 20) + 1, 100, false)]
    [InlineData(8 << 20, 100, false)]
    [InlineData(8 << 20, int.MaxValue, true)]
    public async Task What_comes_out_of_a_packed_body_is_limited_beyond_the_first_mebibyte(int size, int ratio, bool taken)
    {
        var json = Encoding.UTF8.GetBytes("{\"name\":\"" + new string('x', size - 11) + "\"}");
        var client = Client(Packed(json), new DifyClientOptions { MaxDecompressionRatio = ratio });

        if (taken)
        {
            Assert.Equal(size - 11, (await client.Apps.GetInfoAsync(Token)).Name!.Length);
            return;
        }

        var error = await Assert.ThrowsAsync<DifyConnectionException>(() => client.Apps.GetInfoAsync(Token));
        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.Contains("100 times", error.Message, StringComparison.Ordinal);
        Assert.Contains("GET /info", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_packed_body_of_proper_text_is_taken()
    {
        var random = new Random(5);
        var name = string.Concat(Enumerable.Range(0, 300_000).Select(_ => random.Next(10_000, 99_999)));

        Assert.Equal(name, (await Client(Packed(Encoding.UTF8.GetBytes("{\"name\":\"" + name + "\"}"))).Apps.GetInfoAsync(Token)).Name);
        var reply = await Client(Packed(Encoding.UTF8.GetBytes(FakeServer.Sse(Message("packed"), MessageEnd())), "text/event-stream"))
            .Chat.SendAsync(Hello, null, Token);
        Assert.Equal("packed", reply.Answer);
    }

    [Fact]
    public async Task A_download_is_asked_for_as_it_is()
    {
        await using var server = HostileServer.Answer(Hostilities.Json + "Content-Length: 2\r\nConnection: close\r\n\r\n{}");
        await Hostilities.CallAsync(server.Client(), "download", Token);
        await Hostilities.CallAsync(server.Client(), "info", Token);
        using var saved = await server
            .Client()
            .Rest.SendAsync(
                new RestRequest
                {
                    Method = HttpMethod.Get,
                    Path = "x",
                    Stream = true,
                    IsDownload = true,
                },
                Token
            );

        Assert.Equal(
            ["identity", "gzip", "identity"],
            server.Requests.Select(head =>
                head.Split("\r\n").Single(line => line.StartsWith("Accept-Encoding: ", StringComparison.Ordinal))[17..]
            )
        );
    }

    [Fact]
    public async Task A_download_that_comes_packed_tells_no_size_of_its_packing()
    {
        using var file = await Client(Packed(new byte[5000], "text/plain")).Files.DownloadAsync("f1", cancellationToken: Token);
        var all = new MemoryStream();
        await file.Stream.CopyToAsync(all, Token);

        Assert.Null(file.Length);
        Assert.Equal(5000, all.Length);
    }

    [Fact]
    public async Task A_chat_of_a_real_server_that_never_ends()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.Endless, AfterEvents = 1 });
        var client = new DifyClient(DifyServer.Create(api.Host.BaseUri.AbsoluteUri), ApiKey.FromString(app.Keys.First()));

        var error = await Assert.ThrowsAsync<DifyStreamException>(() => client.Chat.SendAsync(Hello, null, Token));

        Assert.Equal(DifyStreamException.ReplyTooLarge, error.Code);
        Assert.InRange(error.PartialReply!.Answer.Length, (32 << 20) - 70_000, 32 << 20);
    }

    [Fact]
    public async Task A_text_of_a_real_server_that_is_a_bomb()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.Bomb, Size = 200_000_000 });
        var client = new DifyClient(DifyServer.Create(api.Host.BaseUri.AbsoluteUri), ApiKey.FromString(app.Keys.First()));

        using var response = await client.Rest.SendAsync(new RestRequest { Method = HttpMethod.Get, Path = "info", Stream = true }, Token);
        var error = await Hostilities.WithinMemoryAsync(() => Assert.ThrowsAsync<DifyStreamException>(() => response.ReadTextAsync(Token)));

        Assert.Equal(DifyStreamException.UnpackedTooLarge, error.Code);
    }

    private static string Reasoning(string text) =>
        $$$"""{"event":"reasoning_chunk","message_id":"m1","data":{"reasoning":"{{{text}}}"}}""";

    private static string TextChunk(string text) => $$$"""{"event":"text_chunk","workflow_run_id":"r1","data":{"text":"{{{text}}}"}}""";

    private static PieceStream Endless(string json) => new(FakeServer.Sse(json)) { Repeats = true };

    private static DifyClient Client(HttpResponseMessage answer, DifyClientOptions? options = null) =>
        new FakeServer().Answer(answer).Client(options ?? new DifyClientOptions());

    private static async Task<DifyStreamException> FailsAsync(Stream body, bool isWorkflow, DifyClientOptions options)
    {
        var client = Client(FakeServer.Events(body), options);
        var error = await Assert.ThrowsAsync<DifyStreamException>(() => isWorkflow
            ? client.Workflows.RunAsync(new WorkflowRequest { User = "ann" }, null, Token)
            : (Task)client.Chat.SendAsync(Hello, null, Token));
        Assert.Equal(DifyStreamException.ReplyTooLarge, error.Code);
        Assert.Contains("dify.test", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RecommendedAction);
        return error;
    }

    private static HttpResponseMessage Packed(byte[] bytes, string type = "application/json")
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);

        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        content.Headers.ContentEncoding.Add("gzip");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }
}
