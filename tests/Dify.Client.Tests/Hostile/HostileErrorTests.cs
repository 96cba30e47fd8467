using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Hostilities;

namespace Dify.Client.Tests.Hostile;

/// <summary>Refusals that are no words of Dify's: the status is told all the same, and soon.</summary>
public sealed class HostileErrorTests
{
    private const string BadGateway = "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n";

    public static TheoryData<string> AllCalls => [.. Calls];

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Page_of_a_gateway(string call)
    {
        await using var server = HostileServer.Answer(
            BadGateway + "Connection: close\r\n\r\n<html><style>h1 { }</style><body><h1>Bad gateway</h1></body></html>"
        );

        var error = await FailsAsync<DifyApiException>(server.Client(), call);

        Assert.Equal((502, "http_502"), (error.StatusCode, error.Code));
        Assert.Contains("text/html: Bad gateway", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Page_without_end(string call)
    {
        await using var server = HostileServer.Endless(BadGateway + "\r\n<html><body>Bad gateway", "<script>very </b> bad ");

        var error = await FailsAsync<DifyApiException>(server.Client(), call);

        Assert.Equal(502, error.StatusCode);
        Assert.Contains("Bad gateway", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 1, 1000);
        Assert.InRange(server.Pushed, 1, 20 * 1024 * 1024);
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Page_that_is_a_gigabyte_once_unpacked(string call)
    {
        var bomb = Bomb("<html><body>Bad gateway", "very bad ", 100L * 1024 * 1024);
        await using var server = HostileServer.Play(async connection =>
        {
            await connection.WriteAsync(BadGateway + $"Content-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n");
            await connection.WriteAsync(bomb);
            await connection.WaitForEndAsync();
        });

        var error = await FailsAsync<DifyApiException>(server.Client(), call);

        Assert.Equal(502, error.StatusCode);
        Assert.Contains("Bad gateway", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Page_that_drips(string call)
    {
        await using var server = HostileServer.Drip(BadGateway + "\r\n<html><body>Bad gateway", " very bad");

        // The time is over before the page is, but the status was there long before.
        var error = await FailsAsync<DifyApiException>(server.Client(requestTimeout: Short, maxRetries: 3), call);

        Assert.Equal(502, error.StatusCode);
        Assert.Contains("Bad gateway", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Cancelling_while_a_page_drips_is_a_cancellation()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Streams.Token);
        await using var server = HostileServer.Play(async connection =>
        {
            await connection.WriteAsync(BadGateway + "\r\n<html><body>Bad gateway");
            await source.CancelAsync();
            await connection.WaitForEndAsync();
        });

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Client().Apps.GetInfoAsync(source.Token));

        Assert.Equal(source.Token, error.CancellationToken);
    }

    [Fact]
    public async Task Explanation_that_is_not_utf8_is_read_as_far_as_it_goes()
    {
        await using var server = HostileServer.Play(connection =>
            connection.WriteAsync(
                System.Text.Encoding.Latin1.GetBytes(
                    "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"code\":\"invalid_param\",\"message\":\"Caf\u00e9 \\ud83d is closed\",\"status\":400}"
                )
            )
        );

        var error = await FailsAsync<DifyApiException>(server.Client(), "chat");

        Assert.Equal("invalid_param", error.Code);
        Assert.Contains("Caf\uFFFD \uFFFD is closed", error.Message, StringComparison.Ordinal);
    }
}
