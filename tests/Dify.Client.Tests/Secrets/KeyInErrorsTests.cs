using System;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Hostilities;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests.Secrets;

/// <summary>
/// Wherever a server repeats the key, no error has it: not in its message, its code, its advice, nor in what lies beneath it.
/// </summary>
public sealed class KeyInErrorsTests
{
    // Signs of HTTP's own would end a header before the key does.
    private const string Key = SecretForms.Key;

    public static TheoryData<string> AllForms => [.. SecretForms.All];

    [Theory]
    [MemberData(nameof(AllForms))]
    public async Task Answers_that_say_no(string form)
    {
        var written = SecretForms.Write(form, Key);
        var json = System.Text.Json.JsonSerializer.Serialize(
            new
            {
                code = written,
                message = "The key " + written + " is bad",
                status = 400,
            }
        );
        await IsSafeAsync(FakeServer.Json(json, HttpStatusCode.BadRequest), "info");
        await IsSafeAsync(FakeServer.Json($"{{\"code\":\"x\",\"message\":\"a {written} b\"}}", HttpStatusCode.BadRequest), "info");
        await IsSafeAsync(FakeServer.Json($"{{\"message\":[\"a {written} b\"]}}", HttpStatusCode.BadRequest), "info");
        await IsSafeAsync(
            FakeServer.Body(
                $"<html><script>x</script><p title='{written}'>Key {written}</p></html>",
                "text/html",
                HttpStatusCode.Forbidden
            ),
            "info"
        );
        await IsSafeAsync(FakeServer.Body(new string('x', 185) + written, "text/plain", HttpStatusCode.Forbidden), "info");
        await IsSafeAsync(FakeServer.Body(written, "text/html", HttpStatusCode.OK), "info");
        await IsSafeAsync(FakeServer.Body(written, "text/html", HttpStatusCode.OK), "chat");
    }

    [Theory]
    [MemberData(nameof(AllForms))]
    public async Task Streams_that_say_no(string form)
    {
        var written = SecretForms.Write(form, Key);
        await IsSafeAsync(
            FakeServer.Events(
                System.Text.Json.JsonSerializer.Serialize(
                    new
                    {
                        @event = "error",
                        code = written,
                        message = "Bad " + written,
                        status = 400,
                    }
                )
            ),
            "chat"
        );
        await IsSafeAsync(FakeServer.Events("{\"event\":\"message\",\"answer\":" + written), "chat");
        await IsSafeAsync(
            FakeServer.Events(System.Text.Json.JsonSerializer.Serialize(new { @event = "workflow_started", workflow_run_id = written })),
            "workflow"
        );
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX-Echo {0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n{0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nBad name {0}: x\r\n\r\n")]
    [InlineData("{0} 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 {0} OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2x0 {0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{0}\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: {0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: {0}/x\r\nContent-Length: 2\r\n\r\n{0}")]
    [InlineData("HTTP/1.1 403 {0}\r\nContent-Type: x/{0}\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: {0}\r\nContent-Length: 2\r\n\r\n{0}")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: https://{0}.evil.test/{0}?{0}\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: {0}://evil.test\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: https://me:{0}@evil.test/\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: //{0}\r\nContent-Length: 0\r\n\r\n")]
    public async Task Headers_that_repeat_it(string answer)
    {
        // As Dify makes them; a gateway's signs are another matter in each of these places.
        const string key = "app-Xa81hL5bWkq9ZrT3mNpYvC2d";
        foreach (var call in Calls)
        {
            await using var server = HostileServer.Answer(answer.Replace("{0}", key, StringComparison.Ordinal));
            var client = new DifyClient(
                DifyServer.Create($"http://{server.Host}"),
                ApiKey.FromString(key),
                new DifyClientOptions { MaxRetries = 0 }
            );

            var error = await Record.ExceptionAsync(() => CallAsync(client, call, Token));

            if (error is not null)
            {
                IsSafe(Assert.IsAssignableFrom<DifyException>(error), key);
            }
            else
            {
                // A download is what it is, whatever its type says.
                Assert.Equal("download", call);
            }
        }
    }

    [Theory]
    [InlineData(HttpRequestError.Unknown)]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    [InlineData(HttpRequestError.InvalidResponse)]
    [InlineData(HttpRequestError.ProxyTunnelError)]
    public async Task What_the_platform_throws(HttpRequestError kind)
    {
        var deep = new HttpRequestException(
            kind,
            "outer " + Key,
            new InvalidOperationException("inner " + SecretForms.Write("json-lower", Key))
        );
        var server = new FakeServer().Answer(deep);

        var error = await Assert.ThrowsAnyAsync<DifyException>(() =>
            server.Client(server.Options(maxRetries: 0), key: Key).Apps.GetInfoAsync(Token)
        );

        IsSafe(error, Key);
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public async Task A_key_that_was_rejected_a_moment_ago_is_as_secret()
    {
        var server = new FakeServer().Answer(FakeServer.Error(401, "unauthorized"))
            .Answer(FakeServer.Error(400, "invalid_param", "It was " + SecretForms.Write("percent", Key)));
        var options = server.Options(refreshKey: (_, _) => Task.FromResult<ApiKey?>(ApiKey.FromString("app-AnotherAnotherAnother12")));

        var error = await Assert.ThrowsAsync<DifyApiException>(() => server.Client(options, key: Key).Apps.GetInfoAsync(Token));

        Assert.Equal("invalid_param", error.Code);
        IsSafe(error, Key);
    }

    private static async Task IsSafeAsync(HttpResponseMessage answer, string call)
    {
        var server = new FakeServer().Answer(answer);

        var error = await Assert.ThrowsAnyAsync<DifyException>(() =>
            CallAsync(server.Client(server.Options(maxRetries: 0), key: Key), call, Token)
        );

        IsSafe(error, Key);
    }

    private static void IsSafe(DifyException error, string key)
    {
        for (Exception? one = error; one is not null; one = one.InnerException)
        {
            Assert.False(SecretForms.Shows(one.Message, key), one.Message);
            Assert.False(SecretForms.Shows(one.ToString(), key), one.ToString());
        }

        Assert.False(SecretForms.Shows(error.Code + " " + error.RecommendedAction, key), error.Code + error.RecommendedAction);
    }
}
