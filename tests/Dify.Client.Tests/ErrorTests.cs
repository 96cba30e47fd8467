using System;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class ErrorTests
{
    [Fact]
    public async Task Difys_own_words_are_kept()
    {
        var error = await FailAsync(FakeServer.Error(401, "unauthorized", "Access token is invalid"));

        Assert.Equal("unauthorized", error.Code);
        Assert.Equal(401, error.StatusCode);
        Assert.Equal("GET /info", error.Operation);
        Assert.False(error.FromStream);
        Assert.Equal("dify.test refused GET /info with 401 unauthorized: Access token is invalid.", error.Message);
        Assert.Contains("key", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "<html><head><title>T</title><style>p { color: red }</style></head><body><h1>502 Bad&nbsp;Gateway</h1>\n<script>alert(1)</script><p>nginx &amp; co</p></body></html>",
        "text/html",
        "http_502",
        "text/html: 502 Bad Gateway nginx & co."
    )]
    [InlineData("plain trouble", "text/plain", "http_502", "text/plain: plain trouble.")]
    [InlineData("", null, "http_502", "no explanation (no content type).")]
    [InlineData("{\"message\":\"no Route matched\"}", "application/json", "http_502", "502: no Route matched.")]
    [InlineData("{\"code\":\"x\"}", "application/json", "x", "application/json: {\"code\":\"x\"}.")]
    [InlineData("{\"code\":5,\"message\":{\"user\":\"missing\"}}", "application/json", "http_502", "502: {\"user\":\"missing\"}.")]
    [InlineData("{\"code\":\"broken", "application/json", "http_502", "application/json: {\"code\":\"broken.")]
    [InlineData("[1,2]", "application/json", "http_502", "application/json: [1,2].")]
    public async Task Other_bodies_are_made_readable(string body, string? type, string code, string ending)
    {
        var error = await FailAsync(FakeServer.Body(body, type, HttpStatusCode.BadGateway));

        Assert.Equal(code, error.Code);
        Assert.Equal(502, error.StatusCode);
        Assert.EndsWith(ending, error.Message.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.NotNull(error.RecommendedAction);
    }

    [Theory]
    [InlineData(403, "app_api_disabled", "API access")]
    [InlineData(403, "workspace_archived", "archived")]
    [InlineData(403, "app_suggested_questions_after_answer_disabled", "Switch the feature on")]
    [InlineData(403, "trigger_workflow_service_mode_unavailable", "trigger")]
    [InlineData(404, "agent_version_not_found_error", "Publish")]
    [InlineData(400, "message_feedback_rating_required", "rating")]
    [InlineData(400, "file_extension_blocked", "another type")]
    [InlineData(503, "service_unavailable", "Try again later")]
    public async Task Newer_codes_have_advice(int status, string code, string advice) =>
        Assert.Contains(advice, (await FailAsync(FakeServer.Error(status, code))).RecommendedAction, StringComparison.Ordinal);

    [Theory]
    [InlineData(401, "key_expired", "http_401")]
    [InlineData(403, "some_new_reason", "http_403")]
    [InlineData(404, "conversation_gone", "http_404")]
    [InlineData(403, "unauthorized", "http_403")]
    [InlineData(404, "app_unavailable", "http_404")]
    [InlineData(400, "not_found", "http_400")]
    [InlineData(413, "body_too_long", "http_413")]
    [InlineData(418, "teapot", "http_418")]
    [InlineData(501, "not_yet", "http_501")]
    public async Task A_code_that_is_not_known_or_stands_beside_another_status_means_what_its_status_means(
        int status,
        string code,
        string plain
    ) =>
        Assert.Equal(
            (await FailAsync(FakeServer.Error(status, plain))).RecommendedAction,
            (await FailAsync(FakeServer.Error(status, code))).RecommendedAction
        );

    [Theory]
    [InlineData("<p>word </p>")]
    [InlineData("word ")]
    [InlineData("<")]
    [InlineData("<script>")]
    public async Task Huge_body_is_read_and_told_in_part_only(string piece)
    {
        var body = new PieceStream(Encoding.UTF8.GetBytes(piece)) { Repeats = true };
        var answer = new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StreamContent(body) };

        var error = await FailAsync(answer);

        Assert.Equal("http_502", error.Code);
        Assert.InRange(error.Message.Length, 1, 400);
        Assert.InRange(body.Delivered, 1, 100_000);
    }

    [Fact]
    public async Task Long_message_of_a_model_provider_is_shortened()
    {
        var error = await FailAsync(FakeServer.Error(400, "completion_request_error", new string('x', 30_000)));

        Assert.Equal("completion_request_error", error.Code);
        Assert.InRange(error.Message.Length, 2000, 2200);
    }

    [Fact]
    public async Task Error_body_that_breaks_off_still_tells_the_status()
    {
        var answer = new HttpResponseMessage(HttpStatusCode.NotFound)
        {
            Content = new StreamContent(new PieceStream("Not fo") { BreaksWith = new System.IO.IOException("reset") }),
        };

        var error = await FailAsync(answer);

        Assert.Equal("http_404", error.Code);
        Assert.Contains("Not fo", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>Sign in</html>", "text/html")]
    [InlineData("{\"name\":", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("", "application/json")]
    public async Task Good_status_with_a_body_that_is_not_json_is_an_invalid_response(string body, string type)
    {
        var server = new FakeServer().Answer(FakeServer.Body(body, type, HttpStatusCode.OK));

        var error = await Assert.ThrowsAsync<DifyConnectionException>(() => server.Client().Apps.GetInfoAsync(Token));

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.Contains("/v1", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Endless_json_body_is_cut_off()
    {
        var body = new PieceStream(new byte[64 * 1024]) { Repeats = true };
        var server = new FakeServer().Answer(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) });

        var error = await Assert.ThrowsAsync<DifyConnectionException>(() => server.Client().Apps.GetInfoAsync(Token));

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.InRange(body.Delivered, 32 * 1024 * 1024, 33 * 1024 * 1024);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, DifyConnectionException.ConnectionFailed, "cannot be reached")]
    [InlineData(HttpRequestError.ProxyTunnelError, DifyConnectionException.ProxyFailed, "does not open the way")]
    [InlineData(HttpRequestError.Unknown, DifyConnectionException.ConnectionFailed, "was lost")]
    [InlineData(HttpRequestError.SecureConnectionError, DifyConnectionException.EncryptionFailed, "encrypted connection")]
    [InlineData(HttpRequestError.InvalidResponse, DifyConnectionException.InvalidResponse, "proper HTTP")]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, DifyConnectionException.InvalidResponse, "proper HTTP")]
    public async Task Network_failures_name_the_host_and_the_cause(HttpRequestError kind, string code, string says)
    {
        var server = new FakeServer().Answer(new HttpRequestException(kind, "outer", new InvalidOperationException("the deepest cause")));

        var error = await Assert.ThrowsAsync<DifyConnectionException>(() =>
            server.Client(server.Options(maxRetries: 0)).Apps.GetInfoAsync(Token)
        );

        Assert.Equal(code, error.Code);
        Assert.Contains("dify.test", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        // The platform quotes broken lines, and the whole address of a proxy: what these say is said in other words.
        var isQuoted =
            kind
            is not (HttpRequestError.ProxyTunnelError or HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded);
        Assert.Equal(isQuoted, error.ToString().Contains("the deepest cause", StringComparison.Ordinal));
        Assert.NotNull(error.RecommendedAction);
    }

    private static Task<DifyApiException> FailAsync(HttpResponseMessage answer)
    {
        var server = new FakeServer().Answer(answer);
        return Assert.ThrowsAsync<DifyApiException>(() => server.Client(server.Options(maxRetries: 0)).Apps.GetInfoAsync(Token));
    }
}
