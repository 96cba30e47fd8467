using System;
using System.Linq;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.EndUsers;
using Dify.Client.Feedback;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

/// <summary>Feedback, end users and suggested questions.</summary>
public sealed class FeedbackTests
{
    [Theory]
    [InlineData("like", "Good.", """{"rating":"like","content":"Good.","user":"ann"}""")]
    [InlineData("dislike", null, """{"rating":"dislike","user":"ann"}""")]
    [InlineData(null, null, """{"rating":null,"user":"ann"}""")]
    public async Task A_rating_is_sent_or_taken_back(string? rating, string? content, string body)
    {
        var server = new FakeServer().Answer(FakeServer.Json("""{"result":"success"}"""));

        await server.Client().Feedback.SendAsync("m1", "ann", rating, content, Token);

        Assert.Equal(("POST", "/v1/messages/m1/feedbacks", body), (server.Last.Method, server.Last.Uri.AbsolutePath, server.Last.Body));
    }

    [Fact]
    public async Task Feedback_is_listed_until_a_page_is_not_full()
    {
        var full = string.Join(",", Enumerable.Range(0, 100).Select(i => $$"""{"id":"f{{i}}"}"""));
        var server = new FakeServer()
            .Answer(FakeServer.Json($$"""{"data":[{{full}}]}"""))
            .Answer(
                FakeServer.Json(
                    """{"data":[{"id":"last","app_id":"a","conversation_id":"c","message_id":"m","rating":"like","content":null,"from_source":"user","from_end_user_id":"u","from_account_id":null,"created_at":"2025-01-16T14:30:29Z","updated_at":"2025-01-16T14:30:29"}]}"""
                )
            );

        var found = await server.Client().Feedback.ListAsync(cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(101, found.Count);
        Assert.Equal("/v1/app/feedbacks?page=2&limit=100", server.Last.Uri.PathAndQuery);
        var last = found[100];
        Assert.Equal(
            ("like", null, "user", "u", "m", "c"),
            (last.Rating, last.Content, last.FromSource, last.FromEndUserId, last.MessageId, last.ConversationId)
        );
        Assert.Equal(new DateTimeOffset(2025, 1, 16, 14, 30, 29, TimeSpan.Zero), last.CreatedAt);
        Assert.Equal(last.CreatedAt, last.UpdatedAt);
    }

    [Fact]
    public async Task An_end_user()
    {
        var server = new FakeServer().Answer(
            FakeServer.Json(
                """{"id":"u","tenant_id":"t","app_id":"a","type":"service-api","external_user_id":"ann","name":null,"is_anonymous":false,"session_id":"ann","created_at":"2024-01-16T12:00:29Z","updated_at":"odd","new":1}"""
            )
        );

        var user = await server.Client().EndUsers.GetAsync("u", Token);

        Assert.Equal("/v1/end-users/u", server.Last.Uri.PathAndQuery);
        Assert.Equal(("u", "ann", null, false, "service-api"), (user.Id, user.ExternalUserId, user.Name, user.IsAnonymous, user.Type));
        Assert.Equal(2024, user.CreatedAt!.Value.Year);
        Assert.Null(user.UpdatedAt);
        Assert.Equal(1, user.Json.GetProperty("new").GetInt32());
    }

    [Fact]
    public async Task Suggested_questions()
    {
        var server = new FakeServer()
            .Answer(FakeServer.Json("""{"result":"success","data":["Why?","How?",5]}"""))
            .Answer(FakeServer.Error(400, "bad_request"));
        var chat = server.Client().Chat;

        Assert.Equal(["Why?", "How?"], await chat.GetSuggestedQuestionsAsync("m1", "ann", Token));
        Assert.Equal("/v1/messages/m1/suggested?user=ann", server.Last.Uri.PathAndQuery);
        Assert.Equal(
            "bad_request",
            (await Assert.ThrowsAsync<DifyApiException>(() => chat.GetSuggestedQuestionsAsync("m1", "ann", Token))).Code
        );
    }

    [Fact]
    public async Task Bad_arguments_are_not_sent()
    {
        var server = new FakeServer();
        var client = server.Client();

        await Assert.ThrowsAsync<ArgumentException>(async () => await client.Feedback.SendAsync("m1", "", "like", null, Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await client.Feedback.SendAsync("", "ann", "like", null, Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await client.EndUsers.GetAsync("", Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await client.Chat.GetSuggestedQuestionsAsync("", "ann", Token));
        Assert.Empty(server.Requests);
    }
}
