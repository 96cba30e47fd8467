using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Rest;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class RetryTests
{
    private static readonly string[] Idempotent = ["GET", "PUT", "DELETE", "HEAD"];

    private static readonly string[] Others = ["POST", "PATCH"];

    /// <summary>Failure, then whether methods that may be repeated are, then whether the others are.</summary>
    private static readonly (string Failure, bool Idempotent, bool Others)[] Matrix =
    [
        ("refused", true, true),
        ("no such host", true, true),
        ("connect timeout", true, true),
        ("reset", true, false),
        ("ended early", true, false),
        ("certificate", false, false),
        ("not http", false, false),
        ("408 request_timeout", true, false),
        ("429 too_many_requests", true, true),
        ("429 rate_limit_error", false, false),
        ("429 html", true, true),
        ("429 rate_limited_by_gateway", true, true),
        ("500 internal_server_error", true, false),
        ("502 html", true, false),
        ("503 html", true, false),
        ("504 html", true, false),
        ("400 invalid_param", false, false),
        ("401 unauthorized", false, false),
        ("403 forbidden", false, false),
        ("404 not_found", false, false),
        ("409 conflict", false, false),
        ("413 file_too_large", false, false),
        ("302 elsewhere", false, false),
    ];

    public static TheoryData<string, string, bool> Cases()
    {
        var cases = new TheoryData<string, string, bool>();
        foreach (var (failure, idempotent, others) in Matrix)
        {
            foreach (var method in Idempotent)
                cases.Add(method, failure, idempotent);

            foreach (var method in Others)
                cases.Add(method, failure, others);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Retried_only_where_it_does_no_harm(string method, string failure, bool retried)
    {
        var server = new FakeServer();
        for (var i = 0; i < 4; i++)
            Fail(server, failure);

        await Assert.ThrowsAnyAsync<DifyException>(() => SendAsync(server.Client(server.Options(maxRetries: 3)), method));

        Assert.Equal(retried ? 4 : 1, server.Requests.Count);
    }

    [Theory]
    [InlineData("GET", "500 internal_server_error")]
    [InlineData("POST", "refused")]
    [InlineData("POST", "429 too_many_requests")]
    [InlineData("POST", "429 html")]
    public async Task Retry_that_succeeds_is_a_success_with_the_same_body(string method, string failure)
    {
        var server = new FakeServer();
        Fail(server, failure);
        server.Answer(FakeServer.Json("{\"ok\":true}"));

        using var response = await SendAsync(server.Client(), method);

        Assert.True((await response.ReadJsonAsync(Token)).GetProperty("ok").GetBoolean());
        Assert.Equal(2, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => request.Body).Distinct());
    }

    [Theory]
    [InlineData("reset", true)]
    [InlineData("502 html", true)]
    [InlineData("refused", false)]
    [InlineData("429 too_many_requests", false)]
    public async Task A_deletion_whose_answer_was_lost_is_done_when_there_is_nothing_left_to_delete(string failure, bool done)
    {
        var server = new FakeServer();
        Fail(server, failure);
        Fail(server, "404 not_found");

        var deletion = server.Client().Conversations.DeleteAsync("c-1", "alice", Token);

        if (done)
            await deletion;
        else
            Assert.Equal(404, (await Assert.ThrowsAsync<DifyApiException>(() => deletion)).StatusCode);

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task No_retries_means_none()
    {
        var server = new FakeServer();
        Fail(server, "500 internal_server_error");

        await Assert.ThrowsAsync<DifyApiException>(() => SendAsync(server.Client(server.Options(maxRetries: 0)), "GET"));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Body_that_breaks_off_is_asked_for_again()
    {
        var server = new FakeServer();
        var broken = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StreamContent(new PieceStream("{\"name\":") { BreaksWith = new IOException("reset") }),
        };
        server.Answer(broken).Answer(FakeServer.Json("{\"name\":\"cat\",\"mode\":\"chat\"}"));

        Assert.Equal("cat", (await server.Client().Apps.GetInfoAsync(Token)).Name);
    }

    [Fact]
    public async Task Waits_grow()
    {
        var clock = new ManualTime { FireUpTo = TimeSpan.FromMinutes(2) };
        var server = new FakeServer();
        for (var i = 0; i < 4; i++)
            Fail(server, "503 html");

        await Assert.ThrowsAsync<DifyApiException>(() => SendAsync(server.Client(server.Options(clock: clock)), "GET"));

        Assert.Equal(3, clock.Waits.Count);
        Assert.All(clock.Waits, wait => Assert.InRange(wait, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30)));
        Assert.Equal(3, clock.Waits.Distinct().Count());
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("90", 90)]
    [InlineData("1.5", 1.5)]
    [InlineData("0", 0)]
    [InlineData("Wed, 01 Jul 2026 12:00:20 GMT", 20)]
    [InlineData("Wed, 01 Jul 2026 11:00:00 GMT", 0)]
    public async Task What_was_refused_gets_its_turn_after_the_time_asked_for(string header, double seconds)
    {
        var clock = new ManualTime { FireUpTo = TimeSpan.FromMinutes(2) };
        var busy = FakeServer.Error(429, "too_many_requests");
        busy.Headers.TryAddWithoutValidation("Retry-After", header);
        var server = new FakeServer().Answer(busy).Answer(FakeServer.Json("{}"));

        using var response = await SendAsync(server.Client(server.Options(clock: clock)), "POST");

        Assert.Equal([TimeSpan.FromSeconds(seconds)], clock.Waits.DefaultIfEmpty());
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("")]
    public async Task A_time_that_cannot_be_understood_is_none(string header)
    {
        var clock = new ManualTime { FireUpTo = TimeSpan.FromMinutes(1) };
        var busy = FakeServer.Body("<h1>Busy</h1>", "text/html", (HttpStatusCode)429);
        busy.Headers.TryAddWithoutValidation("Retry-After", header);
        var server = new FakeServer().Answer(busy).Answer(FakeServer.Json("{}"));

        using var response = await SendAsync(server.Client(server.Options(clock: clock)), "POST");

        Assert.InRange(Assert.Single(clock.Waits), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("text/html", "<html><title>Access denied | example.com used Cloudflare to restrict access</title>error code: 1015</html>")]
    [InlineData("application/json", "{\"message\":\"API rate limit exceeded\"}")]
    [InlineData("application/json", "{\"code\":429,\"error\":{\"type\":\"rate_limit_error\"}}")]
    [InlineData("text/plain", "")]
    public async Task A_gateway_that_refuses_is_told_of_and_its_word_is_advice(string type, string body)
    {
        TimeSpan? told = null;
        var busy = FakeServer.Body(body, type, (HttpStatusCode)429);
        busy.Headers.TryAddWithoutValidation("Retry-After", "3600");
        var server = new FakeServer().Answer(busy);
        var options = new DifyClientOptions { TimeProvider = new ManualTime(), OnTooManyRequests = wait => told = wait };

        var error = await Assert.ThrowsAsync<DifyApiException>(() => SendAsync(server.Client(options), "POST"));

        Assert.True(error is { IsThrottled: true, IsQuota: false, Code: "http_429" });
        Assert.Equal(TimeSpan.FromHours(1), told);
        Assert.Contains("3600 seconds", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task No_server_is_waited_for_longer_than_the_limit()
    {
        var busy = FakeServer.Error(429, "too_many_requests");
        busy.Headers.TryAddWithoutValidation("Retry-After", "99999999999999999999");
        var server = new FakeServer().Answer(busy);

        var error = await Assert.ThrowsAsync<DifyApiException>(() => SendAsync(
            server.Client(new DifyClientOptions { TimeProvider = new ManualTime(), RequestTimeout = Timeout.InfiniteTimeSpan }), "POST"));

        Assert.Equal(TimeSpan.FromDays(365), error.RetryAfter);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        var clock = new ManualTime();
        using var source = new CancellationTokenSource();
        var busy = FakeServer.Error(429, "too_many_requests");
        busy.Headers.TryAddWithoutValidation("Retry-After", "50");
        var server = new FakeServer().Answer(busy);
        var asking = server.Client(new DifyClientOptions { TimeProvider = clock }).Apps.GetInfoAsync(source.Token);

        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(50));
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Retry_after_beyond_the_time_left_is_not_waited_for()
    {
        var busy = FakeServer.Error(503, "unavailable");
        busy.Headers.TryAddWithoutValidation("Retry-After", "30");
        var server = new FakeServer().Answer(busy);
        var clock = new ManualTime();

        var error = await Assert.ThrowsAsync<DifyApiException>(() =>
            server
                .Client(new DifyClientOptions { TimeProvider = clock, RequestTimeout = TimeSpan.FromSeconds(20) })
                .Apps.GetInfoAsync(Token)
        );

        Assert.Equal(TimeSpan.FromSeconds(30), error.RetryAfter);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Time_limit_ends_a_call_that_gets_no_answer(string method)
    {
        var clock = new ManualTime();
        var server = new FakeServer().Answer(
            async (_, token) =>
            {
                await Task.Delay(Timeout.Infinite, token);
                throw new InvalidOperationException();
            }
        );
        var sending = SendAsync(
            server.Client(new DifyClientOptions { TimeProvider = clock, RequestTimeout = TimeSpan.FromSeconds(5) }),
            method
        );

        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(5));
        clock.Advance(TimeSpan.FromSeconds(5));

        var late = await Assert.ThrowsAsync<DifyConnectionException>(() => sending);
        Assert.Equal(DifyConnectionException.RequestTimeout, late.Code);
        Assert.Contains("5 seconds", late.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Time_limit_covers_the_body()
    {
        var clock = new ManualTime();
        var body = new PieceStream("{") { FallsSilent = true };
        var server = new FakeServer().Answer(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) });
        var asking = server
            .Client(new DifyClientOptions { TimeProvider = clock, RequestTimeout = TimeSpan.FromSeconds(5) })
            .Apps.GetInfoAsync(Token);

        await body.Silent;
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(DifyConnectionException.RequestTimeout, (await Assert.ThrowsAsync<DifyConnectionException>(() => asking)).Code);
    }

    [Fact]
    public async Task Cancelling_is_not_wrapped_and_not_retried()
    {
        using var source = new CancellationTokenSource();
        var server = new FakeServer().Answer(async (_, token) =>
        {
            await source.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException();
        });

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Client().Apps.GetInfoAsync(source.Token));

        Assert.Equal(source.Token, cancelled.CancellationToken);
        Assert.Single(server.Requests);
    }

    private static Task<RestResponse> SendAsync(DifyClient client, string method) =>
        client.Rest.SendAsync(
            new RestRequest
            {
                Method = new HttpMethod(method),
                Path = "/things/1",
                JsonBytes = method is "GET" or "HEAD" ? null : "{\"a\":1}"u8.ToArray(),
            },
            Token
        );

    private static void Fail(FakeServer server, string failure) =>
        _ = failure switch
        {
            "refused" => server.Answer(
                new HttpRequestException(
                    HttpRequestError.ConnectionError,
                    "refused",
                    new SocketException((int)SocketError.ConnectionRefused)
                )
            ),
            "no such host" => server.Answer(
                new HttpRequestException(
                    HttpRequestError.NameResolutionError,
                    "no host",
                    new SocketException((int)SocketError.HostNotFound)
                )
            ),
            "connect timeout" => server.Answer(new TaskCanceledException("late", new TimeoutException())),
            "reset" => server.Answer(
                new HttpRequestException(
                    HttpRequestError.Unknown,
                    "reset",
                    new IOException("reset", new SocketException((int)SocketError.ConnectionReset))
                )
            ),
            "ended early" => server.Answer(new HttpRequestException(HttpRequestError.ResponseEnded, "ended")),
            "certificate" => server.Answer(
                new HttpRequestException(HttpRequestError.SecureConnectionError, "tls", new AuthenticationException("untrusted"))
            ),
            "not http" => server.Answer(new HttpRequestException(HttpRequestError.InvalidResponse, "garbage")),
            "302 elsewhere" => server.Answer(new HttpResponseMessage(HttpStatusCode.Found)),
            _ when failure.EndsWith(" html", StringComparison.Ordinal) => server.Answer(
                FakeServer.Body(
                    "<h1>Busy</h1>",
                    "text/html",
                    (HttpStatusCode)int.Parse(failure[..3], System.Globalization.CultureInfo.InvariantCulture)
                )
            ),
            _ => server.Answer(FakeServer.Error(int.Parse(failure[..3], System.Globalization.CultureInfo.InvariantCulture), failure[4..])),
        };
}
