using System;
using System.Linq;
using System.Threading.Tasks;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Hostilities;

namespace Dify.Client.Tests.Hostile;

/// <summary>Answers that never get as far as a body, or frame it wrongly.</summary>
public sealed class HostileHeadersTests
{
    private static readonly string LongHeader = "X-More: " + new string('x', 1000) + "\r\n";

    public static TheoryData<string> AllCalls => [.. Calls];

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Endless_headers(string call)
    {
        await using var server = HostileServer.Endless("HTTP/1.1 200 OK\r\n", LongHeader);

        var error = await FailsAsync<DifyConnectionException>(server.Client(), call);

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.Contains("65536", error.Message, StringComparison.Ordinal);
        Assert.InRange(server.Pushed, 1, 20 * 1024 * 1024);
        Assert.Single(server.Requests);
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task One_header_without_end(string call)
    {
        await using var server = HostileServer.Endless("HTTP/1.1 200 OK\r\nX-More: ", new string('x', 1000));

        var error = await FailsAsync<DifyConnectionException>(server.Client(), call);

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.InRange(server.Pushed, 1, 20 * 1024 * 1024);
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Headers_that_drip(string call)
    {
        await using var server = HostileServer.Drip("HTTP/1.1 200 OK\r\n", "X-More: more\r\n");

        var error = await FailsAsync<DifyConnectionException>(server.Client(requestTimeout: Short), call);

        Assert.Equal(DifyConnectionException.RequestTimeout, error.Code);
        Assert.Contains("within 0.5 seconds", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("info")]
    [InlineData("chat")]
    public async Task Endless_interim_answers(string call)
    {
        await using var server = HostileServer.Endless(
            "HTTP/1.1 103 Early Hints\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
        );

        // Together they count as headers do.
        var error = await FailsAsync<DifyConnectionException>(server.Client(), call);

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.InRange(server.Pushed, 1, 20 * 1024 * 1024);
    }

    [Theory]
    [InlineData("info", "0\r\n")]
    [InlineData("upload", "0\r\n")]
    [InlineData("info", "5;")]
    [InlineData("info", "0000000000000000")]
    [InlineData("info", "zz\r\n")]
    public async Task Chunks_framed_without_end(string call, string beginning)
    {
        await using var server = HostileServer.Endless(
            Json + "Transfer-Encoding: chunked\r\n\r\n" + Chunk("{}") + beginning,
            beginning[0] == '0' && beginning.Length > 3 ? "0" : LongHeader
        );

        var error = await FailsAsync<DifyConnectionException>(
            server.Client(
                maxRetries: 3,
                clock: new ManualTime { FireUpTo = TimeSpan.FromMinutes(1) },
                requestTimeout: TimeSpan.FromHours(1)
            ),
            call
        );

        // What is not HTTP is so the next time as well: it is not asked for again.
        Assert.True(error.Code == DifyConnectionException.InvalidResponse, error.ToString());
        Assert.Contains("not proper HTTP", error.Message, StringComparison.Ordinal);
        // What is no number is seen before the server has pushed anything behind it.
        Assert.InRange(server.Pushed, beginning == "zz\r\n" ? 0 : 1, 20 * 1024 * 1024);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("chat", DifyStreamException.StreamBroken)]
    [InlineData("workflow", DifyStreamException.StreamBroken)]
    [InlineData("download", DifyStreamException.StreamBroken)]
    public async Task Trailers_without_end(string call, string code)
    {
        await using var server = HostileServer.Endless(
            Beginning(call) + "Transfer-Encoding: chunked\r\n\r\n" + Chunk(FakeServer.Sse(Streams.Message("a"))) + "0\r\n", LongHeader);

        var error = await FailsAsync<DifyStreamException>(server.Client(), call);

        Assert.Equal(code, error.Code);
        Assert.InRange(server.Pushed, 1, 20 * 1024 * 1024);
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Redirect_to_itself(string call)
    {
        await using var server = HostileServer.Play(async connection =>
        {
            await connection.WriteAsync(
                $"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:{((System.Net.IPEndPoint)connection.Socket.LocalEndPoint!).Port}/v1/info\r\n"
            );
            await connection.WriteAsync("Transfer-Encoding: chunked\r\n\r\n");
            await connection.PushAsync(Utf8(Chunk(new string('x', 1000))));
        });

        var error = await FailsAsync<DifyConnectionException>(server.Client(maxRetries: 3), call);

        Assert.Equal(DifyConnectionException.RedirectRefused, error.Code);
        Assert.Contains("was not followed", error.Message, StringComparison.Ordinal);
        Assert.InRange(server.Pushed, 1, 20 * 1024 * 1024);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Redirect_of_a_files_address_to_itself()
    {
        await using var server = HostileServer.Answer("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n");

        var error = await Assert.ThrowsAsync<DifyConnectionException>(() =>
            server.Client().Files.DownloadAsync(new Uri($"http://{server.Host}/again"), Streams.Token)
        );

        Assert.Equal(DifyConnectionException.RedirectRefused, error.Code);
        Assert.DoesNotContain("Authorization", Assert.Single(server.Requests.ToArray()), StringComparison.OrdinalIgnoreCase);
    }
}
