using System;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Tests.Fakes;
using Dify.Client.Workflows;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

/// <summary>
/// Joining a run whose form was just submitted: Dify may still tell of the pause that this ended, and leaves the stream open.
/// </summary>
public sealed class FollowTests
{
    private const string Filled =
        """{"event":"human_input_form_filled","workflow_run_id":"r1","data":{"node_id":"n1","action_id":"approve"}}""";

    [Fact]
    public async Task The_pause_that_was_ended_is_passed_over()
    {
        var server = new FakeServer().Answer(
            FakeServer.Events(WorkflowStarted(), Paused("old"), Filled, WorkflowFinished(outputs: """{"text":"done"}"""))
        );

        var result = await server.Client().Workflows.FollowAsync("r1", "ann", answeredForm: "old", cancellationToken: Token);

        Assert.Equal(("succeeded", "done"), (result.Status, result.Outputs!.Value.GetProperty("text").GetString()));
        Assert.Empty(result.Pauses);
    }

    [Fact]
    public async Task The_next_pause_is_the_end_although_the_stream_stays_open()
    {
        var stream = new PieceStream(FakeServer.Sse(WorkflowStarted(), Paused("old"), Filled, Paused("new"))) { FallsSilent = true };
        var server = new FakeServer().Answer(FakeServer.Events(stream));

        var result = await server
            .Client()
            .Workflows.FollowAsync("r1", "ann", answeredForm: "old", cancellationToken: Token)
            .WaitAsync(TimeSpan.FromSeconds(20), Token);

        Assert.Equal("paused", result.Status);
        Assert.Equal("new", Assert.Single(result.Pauses).FormToken);
    }

    [Fact]
    public async Task A_run_that_waits_for_somebody_else_is_paused_at_once()
    {
        var stream = new PieceStream(FakeServer.Sse(WorkflowStarted(), Paused("theirs"))) { FallsSilent = true };
        var server = new FakeServer().Answer(FakeServer.Events(stream));

        var reply = await server
            .Client()
            .Chat.FollowAsync("r1", "ann", cancellationToken: Token)
            .WaitAsync(TimeSpan.FromSeconds(20), Token);

        Assert.Equal(("paused", "theirs"), (reply.Status, reply.Pause!.FormToken));
    }

    private static string Paused(string token) =>
        $$$"""{"event":"workflow_paused","workflow_run_id":"r1","data":{"workflow_run_id":"r1","paused_nodes":["n1"],"reasons":[{"TYPE":"human_input_required","form_id":"{{{token}}}-id","node_id":"n1","form_token":"{{{token}}}"}]}}""";
}
