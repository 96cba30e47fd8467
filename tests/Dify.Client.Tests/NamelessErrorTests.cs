using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

/// <summary>An error within a good answer, which no event's name and no status tells of.</summary>
public sealed class NamelessErrorTests
{
    private const string NotFound = """{"code":"not_found","message":"Conversation Not Exists.","status":404}""";

    public static TheoryData<string, string, int, string> Shapes =>
        new()
        {
            { NotFound, "not_found", 404, "Conversation Not Exists." },
            { """{"status":404,"message":"No.","code":"not_found"}""", "not_found", 404, "No." },
            { """{"code":"invalid_param","message":"No.","status":"400"}""", "invalid_param", 400, "No." },
            { """{"code":"not_found","message":"No."}""", "not_found", 404, "No." },
            { """{"code":"app_unavailable","status":400}""", "app_unavailable", 400, string.Empty },
            { """{"code":"strange","message":"No."}""", "strange", 500, "No." },
            { """{"event":null,"code":"not_found","message":"No.","status":404}""", "not_found", 404, "No." },
            { """{"event":"","code":"not_found","message":"No.","status":404}""", "not_found", 404, "No." },
            {
                """{"task_id":"t1","message_id":"m1","code":"provider_quota_exceeded","message":"No.","status":400}""",
                "provider_quota_exceeded",
                400,
                "No."
            },
            { """{"code":503,"message":"No."}""", "http_503", 503, "No." },
            { """{"code":429}""", "http_429", 429, string.Empty },
            { """{"code":"429","message":"No."}""", "http_429", 429, "No." },
            { """{"code":429,"message":"No.","status":503}""", "http_429", 503, "No." },
            { """{"event":"error","code":429,"message":"No."}""", "http_429", 429, "No." },
            { """{"message":"No.","status":502}""", "error", 502, "No." },
            { """{"message":"Internal Server Error"}""", "error", 500, "Internal Server Error" },
            { """{"error":{"message":"No.","type":"server_error","code":null}}""", "server_error", 500, "No." },
            { """{"error":{"message":"No.","code":429}}""", "http_429", 429, "No." },
            { """{"error":"No."}""", "error", 500, "No." },
            { """{"detail":"No."}""", "error", 500, "No." },
            {
                """{"detail":[{"type":"missing","loc":["body","query"],"msg":"Field required","input":{}}]}""",
                "error",
                500,
                "body.query: Field required"
            },
            { """{"detail":[{"loc":["body","a"],"msg":"No."},{"loc":[],"msg":"Nor that."}]}""", "error", 500, "body.a: No.; Nor that." },
            { """{"detail":{"code":"not_found","message":"No.","status":404}}""", "not_found", 404, "No." },
            { """{"detail":{"reason":"quota"}}""", "error", 500, "quota" },
            { """{"detail":"No.","status_code":503}""", "error", 503, "No." },
            { """{"event":"error","detail":"No."}""", "error", 500, "No." },
            { """{"type":"about:blank","title":"Bad Gateway","status":502,"detail":"No."}""", "about:blank", 502, "No." },
            { """{"code":"invalid_param","message":{"query":"missing"},"status":400}""", "invalid_param", 400, "missing" },
            { """{"event":"error","data":{"code":"not_found","message":"No.","status":404}}""", "not_found", 404, "No." },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task In_a_stream(string json, string code, int status, string message)
    {
        var (events, end) = await Streams.ReadAsync(Client(FakeServer.Events(Message("a"), json)).Chat.StreamAsync(Hello, Token));

        Check(end, code, status, message);
        Assert.Equal(["message", "error"], events.Select(one => one.Event));
        Assert.Equal(code, Assert.IsType<ErrorEvent>(events[1]).Code);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task In_the_place_of_a_stream(string json, string code, int status, string message)
    {
        foreach (var type in (string[])["application/json", "application/problem+json", "text/plain", "text/event-stream"])
        {
            var error = await Assert.ThrowsAsync<DifyApiException>(() =>
                Client(FakeServer.Body(json, type, HttpStatusCode.OK)).Chat.SendAsync(Hello, null, Token)
            );

            Check(error, code, status, message);
        }
    }

    [Theory]
    [InlineData("event: ping\n\n")]
    [InlineData("event: error\n")]
    [InlineData("event: message\n")]
    [InlineData(": a comment\n\n")]
    public async Task Whatever_stands_before_it(string before)
    {
        var (_, end) = await Streams.ReadAsync(new PieceStream(before + FakeServer.Sse(NotFound)));

        Check(end, "not_found", 404, "Conversation Not Exists.");
    }

    [Theory]
    [InlineData("""{"event":"message","answer":"a","code":"not_found","message":"No.","status":404}""")]
    [InlineData("""{"event":"warning","code":"not_found","message":"No.","status":404}""")]
    [InlineData("""{"event":"node_finished","workflow_run_id":"r1","data":{"code":"x","message":"y","status":"failed"}}""")]
    [InlineData("""{"answer":"a","code":"not_found","message":"No."}""")]
    [InlineData("""{"progress":5}""")]
    public async Task What_has_a_name_is_what_it_says(string json)
    {
        var (events, end) = await Streams.ReadAsync(
            Client(FakeServer.Events(json, MessageEnd(), WorkflowFinished())).Chat.StreamAsync(Hello, Token)
        );

        Assert.Null(end);
        Assert.Equal(3, events.Count);
    }

    [Theory]
    [InlineData("""{"detail":"Not authenticated"}""", "http_401", "Not authenticated")]
    [InlineData("""{"detail":[{"loc":["query","user"],"msg":"Field required"}]}""", "http_401", "query.user: Field required")]
    [InlineData("""{"detail":{"code":"unauthorized","message":"No."}}""", "unauthorized", "No.")]
    [InlineData("""{"code":401,"message":"No."}""", "http_401", "No.")]
    [InlineData("""{"code":"401","message":"No."}""", "http_401", "No.")]
    [InlineData("""{"error":{"message":"No."}}""", "http_401", "No.")]
    public async Task With_a_status_it_keeps_its_words(string json, string code, string message)
    {
        var error = await Assert.ThrowsAsync<DifyApiException>(() =>
            Client(FakeServer.Body(json, "application/json", HttpStatusCode.Unauthorized)).Chat.SendAsync(Hello, null, Token)
        );

        Check(error, code, 401, message);
    }

    [Theory]
    [InlineData("""{"a":[1,{"b":"x"}]}""")]
    [InlineData("[1,2]")]
    [InlineData("12.50")]
    [InlineData("true")]
    public async Task An_answer_that_is_no_text_is_its_JSON(string answer)
    {
        var piece = $$"""{"event":"message","task_id":"t1","message_id":"m1","conversation_id":"c1","answer":{{answer}}}""";

        var streamed = await Client(FakeServer.Events(piece, piece, MessageEnd())).Chat.SendAsync(Hello, null, Token);
        var whole = await Client(FakeServer.Body($$"""{"message_id":"m1","answer":{{answer}}}""", "application/json", HttpStatusCode.OK))
            .Chat.SendAsync(Hello, null, Token);

        Assert.Equal(answer + answer, streamed.Answer);
        Assert.Equal("m1", streamed.MessageId);
        Assert.Equal(answer, whole.Answer);
    }

    [Fact]
    public async Task What_was_collected_is_kept_with_it()
    {
        var error = await Assert.ThrowsAsync<DifyApiException>(() =>
            Client(FakeServer.Events(Message("half"), NotFound)).Chat.SendAsync(Hello, null, Token)
        );

        Assert.Equal("half", error.PartialReply!.Answer);
        Assert.NotNull(error.RecommendedAction);
    }

    [Fact]
    public async Task A_long_story_is_told_shortly()
    {
        var error = await Assert.ThrowsAsync<DifyApiException>(() =>
            Client(FakeServer.Events(Error(code: new string('c', 5000), message: new string('m', 1_000_000))))
                .Chat.SendAsync(Hello, null, Token)
        );

        Assert.InRange(error.Message.Length, 2000, 3000);
        Assert.InRange(error.Code.Length, 1, 65);
        Assert.Equal(1_000_000, error.PartialReply!.Error!.Length);
    }

    private static DifyClient Client(System.Net.Http.HttpResponseMessage answer) => new FakeServer().Answer(answer).Client();

    private static void Check(Exception? end, string code, int status, string message)
    {
        var error = Assert.IsType<DifyApiException>(end);
        Assert.Equal((code, status), (error.Code, error.StatusCode));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("dify.test", error.Message, StringComparison.Ordinal);
        Assert.Contains("POST /chat-messages", error.Message, StringComparison.Ordinal);
    }
}
