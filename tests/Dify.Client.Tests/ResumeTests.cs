using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class ResumeTests
{
    [Fact]
    public async Task Broken_chatflow_is_followed_and_its_answer_completed()
    {
        var server = Broken(WorkflowStarted(), Message("one "))
            .Answer(FakeServer.Events(Message("three"), MessageEnd(), WorkflowFinished(outputs: "{\"answer\":\"one two three\"}")));
        var seen = new List<string>();

        var reply = await server.Client().Chat.SendAsync(Hello, item => seen.Add(item.Event), Token);

        Assert.Equal(("one two three", "succeeded", true), (reply.Answer, reply.Status, reply.Resumed));
        Assert.Equal(["workflow_started", "message", "message", "message_end", "workflow_finished"], seen);
        Assert.Equal(
            ("GET", "https://dify.test/v1/workflow/r1/events?user=ann&include_state_snapshot=true&continue_on_pause=true"),
            (server.Last.Method, server.Last.Uri.AbsoluteUri)
        );
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Run_that_is_over_meanwhile_gives_its_outputs()
    {
        var server = Broken(WorkflowStarted(), Message("one "))
            .Answer(FakeServer.Events(WorkflowFinished(outputs: "{\"answer\":\"one two\"}")));

        Assert.Equal("one two", (await server.Client().Chat.SendAsync(Hello, null, Token)).Answer);
    }

    [Fact]
    public async Task Run_told_from_its_beginning_again_is_not_doubled()
    {
        var server = Broken(WorkflowStarted(), Message("one "))
            .Answer(FakeServer.Events(WorkflowStarted(), Message("one "), Message("two"), MessageEnd(), WorkflowFinished()))
            .Answer(FakeServer.Error(404, "not_found"));

        Assert.Equal("one two", (await server.Client().Chat.SendAsync(Hello, null, Token)).Answer);
    }

    [Fact]
    public async Task Outputs_come_from_the_run_where_the_stream_has_none()
    {
        var server = Broken(WorkflowStarted(), Message("one ")).Answer(FakeServer.Events(WorkflowFinished()))
            .Answer(FakeServer.Json("""{"id":"r1","status":"succeeded","outputs":{"answer":"one two"}}"""));

        Assert.Equal("one two", (await server.Client().Chat.SendAsync(Hello, null, Token)).Answer);
        Assert.Equal("/v1/workflows/run/r1", server.Last.Uri.AbsolutePath);
    }

    [Fact]
    public async Task Moderated_answer_does_not_come_back()
    {
        var server = Broken(WorkflowStarted(), Message("bad"), """{"event":"message_replace","answer":"[removed]"}""")
            .Answer(FakeServer.Events(WorkflowFinished(outputs: "{\"answer\":\"bad\"}")));

        Assert.Equal("[removed]", (await server.Client().Chat.SendAsync(Hello, null, Token)).Answer);
    }

    [Fact]
    public async Task End_between_message_end_and_workflow_finished_is_followed_too()
    {
        var server = Broken(WorkflowStarted(), Message("one"), MessageEnd())
            .Answer(FakeServer.Events(WorkflowFinished("partial-succeeded", "{\"answer\":\"one\"}")));

        Assert.Equal("partial-succeeded", (await server.Client().Chat.SendAsync(Hello, null, Token)).Status);
    }

    [Fact]
    public async Task Followed_run_that_breaks_again_is_followed_again()
    {
        var server = Broken(WorkflowStarted(), Message("one "));
        server
            .Answer(FakeServer.Events(Message("two ")))
            .Answer(FakeServer.Events(WorkflowFinished(outputs: "{\"answer\":\"one two three\"}")));

        Assert.Equal("one two three", (await server.Client().Chat.SendAsync(Hello, null, Token)).Answer);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Following_ends_some_time()
    {
        var server = Broken(WorkflowStarted(), Message("one"));
        for (var i = 0; i < 3; i++)
            server.Answer(FakeServer.Events(Message(" more")));

        server.Answer(FakeServer.Json("""{"id":"r1","status":"running","outputs":{}}"""));

        var broken = await Assert.ThrowsAsync<DifyStreamException>(() =>
            server.Client(server.Options(maxRetries: 3)).Chat.SendAsync(Hello, null, Token)
        );

        Assert.Equal(DifyStreamException.StreamBroken, broken.Code);
        Assert.Equal("incomplete", broken.PartialReply!.Status);
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task Run_whose_stream_is_gone_for_good_is_found_in_its_record()
    {
        var server = Broken(WorkflowStarted(), Message("one")).Answer(FakeServer.Error(404, "not_found"))
            .Answer(FakeServer.Json("""{"id":"r1","status":"succeeded","outputs":{"answer":"one two"}}"""));

        var reply = await server.Client().Chat.SendAsync(Hello, null, Token);

        Assert.Equal(("one two", "succeeded", true), (reply.Answer, reply.Status, reply.Resumed));
    }

    [Theory]
    [InlineData(404, "not_found")]
    [InlineData(400, "not_workflow_app")]
    public async Task Server_that_cannot_resume_leaves_the_first_failure(int status, string code)
    {
        var server = Broken(WorkflowStarted(), Message("one"))
            .Answer(FakeServer.Error(status, code))
            .Answer(FakeServer.Error(404, "not_found"));

        var broken = await Assert.ThrowsAsync<DifyStreamException>(() => server.Client().Chat.SendAsync(Hello, null, Token));

        Assert.Equal("one", broken.PartialReply!.Answer);
        Assert.IsType<IOException>(broken.InnerException);
        Assert.Contains("3 characters", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_of_the_followed_run_is_a_reply_that_says_so()
    {
        var server = Broken(WorkflowStarted(), Message("one"))
            .Answer(FakeServer.Events(WorkflowFinished("failed", error: "\"Node broke\""), Streams.Error()))
            .Answer(FakeServer.Error(404, "not_found"));

        var reply = await server.Client().Chat.SendAsync(Hello, null, Token);

        Assert.Equal(("one", "failed", "Node broke"), (reply.Answer, reply.Status, reply.Error!));
    }

    [Fact]
    public async Task Run_going_on_after_a_pause_keeps_what_was_said_before()
    {
        var builder = new Dify.Client.Chat.ChatReplyBuilder();
        var server = new FakeServer().Answer(
            FakeServer.Events(WorkflowStarted("resumption"), Message("after"), MessageEnd(), WorkflowFinished())
        );
        builder.Add(Dify.Client.Streaming.DifyEvent.Parse(Message("before ")));

        await foreach (var item in server.Client().Chat.ResumeAsync("r1", "ann & co", Token))
            builder.Add(item);

        Assert.Equal("before after", builder.Build(TimeSpan.Zero).Answer);
        Assert.Equal("?user=ann%20%26%20co", server.Last.Uri.Query);
    }

    [Fact]
    public async Task No_retries_means_no_following()
    {
        var server = Broken(WorkflowStarted(), Message("one"));

        await Assert.ThrowsAsync<DifyStreamException>(() =>
            server.Client(server.Options(maxRetries: 0)).Chat.SendAsync(Hello, null, Token)
        );

        Assert.Single(server.Requests);
    }

    private static FakeServer Broken(params string[] events) =>
        new FakeServer().Answer(FakeServer.Events(new PieceStream(FakeServer.Sse(events)) { BreaksWith = new IOException("reset") }));
}
