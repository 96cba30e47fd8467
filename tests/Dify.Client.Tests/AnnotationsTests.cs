using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Dify.Client.Annotations;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class AnnotationsTests
{
    private const string One = """{"id":"a1","question":"Who?","answer":"Me.","hit_count":5,"created_at":1705407629,"new":1}""";

    private static readonly AnnotationReplySettings Settings = new()
    {
        ScoreThreshold = 0.9,
        EmbeddingProvider = "openai",
        EmbeddingModel = "small",
    };

    [Fact]
    public async Task List()
    {
        var server = new FakeServer()
            .Answer(FakeServer.Json("{\"data\":[" + One + "],\"has_more\":true}"))
            .Answer(FakeServer.Json("{\"data\":[" + One + "],\"has_more\":false}"));
        var all = await server.Client().Annotations.ListAsync("who & why", cancellationToken: Token).ToListAsync(Token);
        Assert.Equal(
            ["?keyword=who%20%26%20why&page=1&limit=100", "?keyword=who%20%26%20why&page=2&limit=100"],
            server.Requests.Select(request => request.Uri.Query)
        );
        Assert.Equal(
            ("a1", "Who?", "Me.", 5, 1705407629L),
            (all[0].Id, all[0].Question!, all[0].Answer!, all[0].HitCount!.Value, all[0].CreatedAt!.Value.ToUnixTimeSeconds())
        );
        Assert.Equal(1, all[1].Json.GetProperty("new").GetInt32());
    }

    [Fact]
    public async Task Add_change_and_delete()
    {
        var server = new FakeServer()
            .Answer(FakeServer.Json(One, HttpStatusCode.Created))
            .Answer(FakeServer.Json(One))
            .Answer(FakeServer.Body("", null, HttpStatusCode.NoContent));
        var annotations = server.Client().Annotations;
        Assert.Equal("a1", (await annotations.AddAsync("Who?", "猫", Token)).Id);
        Assert.Equal(
            ("POST", "/v1/apps/annotations", """{"question":"Who?","answer":"猫"}"""),
            (server.Last.Method, server.Last.Uri.AbsolutePath, server.Last.Body)
        );
        await annotations.UpdateAsync("a/1", "Who?", "Me.", Token);
        Assert.Equal(
            ("PUT", "/v1/apps/annotations/a%2F1", """{"question":"Who?","answer":"Me."}"""),
            (server.Last.Method, server.Last.Uri.AbsolutePath, server.Last.Body)
        );
        await annotations.DeleteAsync("a1", Token);
        Assert.Equal(("DELETE", "/v1/apps/annotations/a1", ""), (server.Last.Method, server.Last.Uri.AbsolutePath, server.Last.Body));
    }

    [Fact]
    public async Task Jobs()
    {
        var server = new FakeServer()
            .Answer(FakeServer.Json("""{"job_id":"j1","job_status":"waiting"}"""))
            .Answer(FakeServer.Json("""{"job_id":"j1","job_status":"completed","error_msg":""}"""))
            .Answer(FakeServer.Json("""{"job_id":"j2","job_status":"processing"}"""))
            .Answer(FakeServer.Json("""{"job_id":"j2","job_status":"error","error_msg":"No."}"""));
        var annotations = server.Client().Annotations;
        var begun = await annotations.EnableReplyAsync(Settings, Token);
        Assert.Equal(("j1", "waiting", false), (begun.Id, begun.Status, begun.IsOver));
        Assert.Equal("""{"score_threshold":0.9,"embedding_provider_name":"openai","embedding_model_name":"small"}""", server.Last.Body);
        var done = await annotations.GetEnableJobAsync("j1", Token);
        Assert.Equal((true, null), (done.IsOver, done.Error));
        await annotations.DisableReplyAsync(Settings, Token);
        var failed = await annotations.GetDisableJobAsync("j2", Token);
        Assert.Equal((true, "No."), (failed.IsOver, failed.Error));
        Assert.Equal(
            [
                "/v1/apps/annotation-reply/enable",
                "/v1/apps/annotation-reply/enable/status/j1",
                "/v1/apps/annotation-reply/disable",
                "/v1/apps/annotation-reply/disable/status/j2",
            ],
            server.Requests.Select(request => request.Uri.AbsolutePath)
        );
    }

    [Fact]
    public async Task Nothing_is_sent_of_what_cannot_be()
    {
        var server = new FakeServer();
        var annotations = server.Client().Annotations;
        await Assert.ThrowsAsync<ArgumentException>(() => annotations.AddAsync("", "a", Token));
        await Assert.ThrowsAsync<ArgumentException>(() => annotations.AddAsync("q", " ", Token));
        await Assert.ThrowsAsync<ArgumentException>(() => annotations.UpdateAsync("..", "q", "a", Token));
        await Assert.ThrowsAsync<ArgumentException>(() => annotations.DeleteAsync("", Token));
        foreach (var score in (double[])[-0.1, 1.1, double.NaN])
        {
            await Assert.ThrowsAsync<ArgumentException>(() =>
                annotations.EnableReplyAsync(
                    new AnnotationReplySettings
                    {
                        ScoreThreshold = score,
                        EmbeddingProvider = "p",
                        EmbeddingModel = "m",
                    },
                    Token
                )
            );
        }

        Assert.Empty(server.Requests);
    }
}
