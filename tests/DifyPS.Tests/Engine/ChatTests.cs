using System;
using System.Linq;
using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Invoke-DifyChat with every kind of chat app, and with everything that can come in a reply.</summary>
public sealed class ChatTests
{
    [Theory]
    [InlineData("chat")]
    [InlineData("agent-chat")]
    [InlineData("agent")]
    [InlineData("advanced-chat")]
    public async Task Every_chat_mode_answers_once_and_whole(string mode)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", mode);
        var result = stage.Good("Invoke-DifyChat cat 'hello there'");
        var reply = (DifyChatReply)result.Output.Single().BaseObject;
        Assert.Equal("Cat here: you said 'hello there'", reply.Answer);
        Assert.Equal(reply.Answer, reply.ToString());
        Assert.Equal("succeeded", reply.Status);
        Assert.Equal(mode, reply.Mode);
        Assert.True(Guid.TryParse(reply.ConversationId, out _));
        Assert.True(Guid.TryParse(reply.MessageId, out _));
        Assert.True(reply.Usage!.TotalTokens > 0);
        Assert.True(reply.Elapsed > TimeSpan.Zero);
        Assert.Equal(mode == "advanced-chat", reply.WorkflowRunId is not null);
        Assert.Equal("streaming", (string?)stage.Requests.Last().Json!["response_mode"]);
    }

    [Fact]
    public async Task App_and_message_that_are_turned_round_are_told_so()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var error = stage.Bad("Invoke-DifyChat 'Hello there' cat", "AppNotFound");
        Assert.Contains("wrong way round", error.Exception.Message);
        Assert.EndsWith("Invoke-DifyChat cat 'Hello there'", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain("wrong way round", stage.Bad("Invoke-DifyChat kat Hello", "AppNotFound").Exception.Message);
        Assert.DoesNotContain("wrong way round", stage.Bad("'cat' | Invoke-DifyChat kat", "AppNotFound").Exception.Message);
    }

    [Theory]
    [InlineData("chat", "Invoke-DifyChat cat -Message { $_.Question }", "")]
    [InlineData("advanced-chat", "Invoke-DifyChat cat -Message { $_.Question } -ThrottleLimit 2", "")]
    [InlineData("chat", "Invoke-DifyChat cat -Message { $_.Question } -Checkpoint $file", "")]
    [InlineData("completion", "Invoke-DifyCompletion cat", "Question")]
    public async Task A_reply_names_the_row_that_it_was_made_from(string mode, string command, string variable)
    {
        await using var stage = await Stage.SetAsync();
        stage.Shell.SetVariable("file", System.IO.Path.Combine(stage.Folder, "c.jsonl"));
        stage.Register("Cat", mode, app => _ = variable.Length == 0 ? app : app.AddInput("text-input", variable));
        var rows = stage.Good(
            "[pscustomobject] @{ Id = 7; Question = 'Who?'; Note = 'secretword' }, [pscustomobject] @{ Id = 8; Question = 'Why?'; Note = 'secretword' } | "
                + command
                + " | ForEach-Object { \"$($_.Input.Id): $($_.Answer)\" }"
        );
        var answers = rows.Output.Select(one => one.ToString()).Order().ToList();
        Assert.Equal(2, answers.Count);
        Assert.StartsWith("7: Cat here: ", answers[0]);
        Assert.Contains("Who?", answers[0]);
        Assert.StartsWith("8: Cat here: ", answers[1]);
        Assert.Contains("Why?", answers[1]);
        if (command.Contains("$file", System.StringComparison.Ordinal))
            Assert.DoesNotContain("secretword", System.IO.File.ReadAllText(System.IO.Path.Combine(stage.Folder, "c.jsonl")));
    }

    [Fact]
    public async Task A_message_without_a_row_has_no_input()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        Assert.Null(((DifyChatReply)stage.Good("Invoke-DifyChat cat hi").Output.Single().BaseObject).Input);
    }

    [Fact]
    public async Task Everything_beside_the_answer_comes_along()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "agent-chat", app =>
        {
            app.Script = new ChatScript
            {
                Thoughts = [new SimulatedThought("I need a mouse", "mouse_finder", "{}", "found one")],
                Citations = [new SimulatedCitation("Mice", "mice.txt", "A mouse is small.", 0.9)],
                Files = [new SimulatedFile("image", "https://example.com/cat.png")],
            };
        });
        var reply = (DifyChatReply)stage.Good("Invoke-DifyChat cat hi").Output.Single().BaseObject;
        Assert.Contains(reply.Thoughts, t => t.Tool == "mouse_finder" && t.Observation == "found one");
        Assert.Equal("mice.txt", Assert.Single(reply.Citations).DocumentName);
        Assert.Equal("https://example.com/cat.png", Assert.Single(reply.Files).Url);
        Assert.Contains("1 citation", reply.Summary);
    }

    [Fact]
    public async Task A_replaced_answer_replaces()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "chat", app => app.Script = new ChatScript { Replace = "I cannot say that." });
        Assert.Equal("I cannot say that.", stage.Good("Invoke-DifyChat cat hi").Output.Single().ToString());
    }

    [Fact]
    public async Task Reasoning_stays_apart_from_the_answer()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "advanced-chat", app => app.Script = new ChatScript { Reasoning = "The user greets me." });
        var reply = (DifyChatReply)stage.Good("Invoke-DifyChat cat hi").Output.Single().BaseObject;
        Assert.Equal("The user greets me.", reply.Reasoning);
        Assert.DoesNotContain("greets", reply.Answer);
        Assert.NotEmpty(reply.Steps);
    }

    [Fact]
    public async Task A_pause_is_a_result()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "advanced-chat", app => app.Script = new ChatScript
        {
            Pause = new SimulatedForm { Title = "Approval", Content = "Please approve." },
        });
        var reply = (DifyChatReply)stage.Good("Invoke-DifyChat cat hi").Output.Single().BaseObject;
        Assert.Equal("paused", reply.Status);
        Assert.Equal("Please approve.", reply.Pause!.Content);
        Assert.NotNull(reply.Pause.FormToken);
        Assert.Contains("paused", reply.Summary);
    }

    [Fact]
    public async Task A_failed_chatflow_is_a_result_and_an_error()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "advanced-chat", app => app.Script = new ChatScript { Failure = "the model is asleep" });
        var result = stage.Run("Invoke-DifyChat cat hi");
        Assert.Equal("failed", ((DifyChatReply)result.Output.Single().BaseObject).Status);
        Assert.Equal("WorkflowFailed", result.ErrorId);
        Assert.Contains("the model is asleep", result.Errors.Single().Exception.Message);
    }

    [Fact]
    public async Task An_error_event_is_an_error_like_any_other()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "chat", app => app.Script = new ChatScript
        {
            Error = new SimulatedError
            {
                Status = 400,
                Code = "provider_quota_exceeded",
                Message = "No quota left.",
                AfterEvents = 2,
            },
        });
        var error = stage.Bad("Invoke-DifyChat cat hi", "provider_quota_exceeded");
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal("hi", error.TargetObject);
    }

    [Fact]
    public async Task Streamed_text_appears_at_the_host_and_the_view_keeps_to_the_footer()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var result = stage.Shell.Show("Invoke-DifyChat cat 'once only' -Stream");
        Assert.Equal(1, result.Text.Split("you said 'once only'").Length - 1);
        Assert.Contains("cat · ", result.Text);
        Assert.Equal("Cat here: you said 'once only'", result.Output.Single().ToString());
    }

    [Fact]
    public async Task Streamed_text_of_a_new_agent_is_not_shown_twice()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "agent");
        Assert.Equal(1, stage.Shell.Show("Invoke-DifyChat cat 'once only' -Stream").Text.Split("you said 'once only'").Length - 1);
    }

    [Fact]
    public async Task Events_come_as_they_are_and_unknown_ones_too()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "chat", app =>
            app.Script = new ChatScript
            {
                Custom =
                [
                    new JsonObject { ["event"] = "moon_phase", ["phase"] = "full" },
                    new JsonObject { ["event"] = "message", ["answer"] = "Howl" },
                    new JsonObject { ["event"] = "message_end", ["metadata"] = new JsonObject() },
                ],
            }
        );
        var events = stage.Good("Invoke-DifyChat cat hi -AsEvent").Output.Select(o => (DifyStreamEvent)o.BaseObject).ToList();
        Assert.Equal(["moon_phase", "message", "message_end"], events.Select(e => e.Event));
        Assert.Equal("full", events[0].Data!.Properties["phase"].Value);
        Assert.Equal("Howl", events[1].Text);
        Assert.All(events, e => Assert.Equal("cat", e.App));
        Assert.Equal("Howl", stage.Good("Invoke-DifyChat cat hi").Output.Single().ToString());
    }

    [Fact]
    public async Task A_stream_that_breaks_tells_what_arrived()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        using (stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Drop, Path = "/chat-messages", AfterEvents = 3 }))
        {
            var error = stage.Bad("Invoke-DifyChat cat hi", "StreamBroken");
            Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
            Assert.StartsWith("Cat here", ((Dify.Client.DifyException)error.Exception).PartialReply!.Answer);
        }

        Assert.Single(stage.Requests, r => r.Path == "/chat-messages");
    }

    [Fact]
    public async Task A_chatflow_stream_that_breaks_is_followed_to_its_end()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "advanced-chat", app => app.Script = new ChatScript { HoldWhileUnwatched = true });
        using (stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Drop, Path = "/chat-messages", AfterEvents = 4, Count = 1 }))
            Assert.Equal("Cat here: you said 'hi'", stage.Good("Invoke-DifyChat cat hi").Output.Single().ToString());
        Assert.Single(stage.Requests, r => r.Path == "/chat-messages");
    }

    [Theory]
    [InlineData("workflow", "AppModeMismatch")]
    [InlineData("completion", "AppModeMismatch")]
    public async Task An_app_that_does_not_chat_is_named_before_anything_is_sent(string mode, string errorId)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", mode);
        stage.ForgetRequests();
        stage.Bad("Invoke-DifyChat cat hi", errorId);
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task An_unknown_name_brings_the_near_ones()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Catalogue");
        var error = stage.Bad("Invoke-DifyChat cta hi", "AppNotFound");
        Assert.Contains("'cat'", error.Exception.Message);
    }

    [Fact]
    public async Task Another_users_conversation_is_not_found()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$r = Invoke-DifyChat cat hi -User tom");
        var error = stage.Bad("Invoke-DifyChat cat hi -ConversationId $r.ConversationId -User jerry", "not_found");
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
    }
}
