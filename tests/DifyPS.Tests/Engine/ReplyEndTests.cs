using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>How a reply comes to its end, whatever the server does.</summary>
public sealed class ReplyEndTests
{
    [Theory]
    [InlineData("chat", "Invoke-DifyChat app hi -TimeoutSeconds 60")]
    [InlineData("agent", "Invoke-DifyChat app hi -TimeoutSeconds 60")]
    [InlineData("agent-chat", "Invoke-DifyChat app hi -TimeoutSeconds 60")]
    [InlineData("advanced-chat", "Invoke-DifyChat app hi -TimeoutSeconds 60")]
    [InlineData("completion", "Invoke-DifyCompletion app -Query hi -TimeoutSeconds 60")]
    [InlineData("workflow", "Invoke-DifyWorkflow app -TimeoutSeconds 60")]
    [InlineData("chat", "Invoke-DifyChat app hi -TimeoutSeconds 1")]
    [InlineData("workflow", "Invoke-DifyWorkflow app -TimeoutSeconds 1")]
    public async Task A_closing_event_ends_it_although_the_line_stays_open(string mode, string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("App", mode);
        using (Pings(stage))
            Assert.Equal("succeeded", stage.Good(command).Output.Single().Properties["Status"].Value);
        Assert.DoesNotContain(stage.Requests, r => r.Path.EndsWith("/stop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pause_ends_it_as_well_and_so_do_streams()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("App", "workflow", app => app.Script = new ChatScript { Pause = new SimulatedForm() });
        stage.Register("Cat");
        using (Pings(stage))
        {
            Assert.Equal(
                "paused",
                stage.Good("$run = Invoke-DifyWorkflow app -TimeoutSeconds 60; $run").Output.Single().Properties["Status"].Value
            );
            Assert.Equal(
                "message_end",
                stage.Good("Invoke-DifyChat cat hi -AsEvent -TimeoutSeconds 60").Output[^1].Properties["Event"].Value
            );
            Assert.Equal(
                "succeeded",
                stage.Good("Invoke-DifyChat cat hi -Stream -TimeoutSeconds 60").Output.Single().Properties["Status"].Value
            );
            Assert.Equal(
                "workflow_paused",
                stage.Good("Receive-DifyWorkflowEvent app $run.RunId -Snapshot").Output[^1].Properties["Event"].Value
            );
            Assert.Equal(
                "message_end",
                stage
                    .Good(
                        "Invoke-DifyRestMethod cat chat-messages -Body @{ inputs = @{}; query = 'hi'; user = 'bob'; response_mode = 'streaming' }"
                    )
                    .Output[^1]
                    .Properties["event"]
                    .Value
            );
        }
    }

    [Theory]
    [InlineData("text/event-stream", "data: {\"code\":\"not_found\",\"message\":\"Conversation Not Exists.\",\"status\":404}\n\n")]
    [InlineData("application/json", "{\"code\":\"not_found\",\"message\":\"Conversation Not Exists.\",\"status\":404}")]
    public async Task An_error_without_a_name_has_its_code(string type, string body)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        using var fault = stage.Dify.Faults.Add(new Fault { Status = 200, Path = "/chat-messages", ContentType = type, Body = body });
        var error = stage.Bad("Invoke-DifyChat cat hi", "not_found");
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Contains("Conversation Not Exists.", error.ToString());
    }

    [Fact]
    public async Task A_reply_without_end_is_cut_off_and_stopped()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        using (stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Endless, Path = "/chat-messages", AfterEvents = 1 }))
        {
            var error = stage.Bad("Invoke-DifyChat cat hi", "ReplyTooLarge");
            Assert.Equal(ErrorCategory.LimitsExceeded, error.CategoryInfo.Category);
            Assert.True(((DifyException)error.Exception).PartialReply!.Answer.Length > 30_000_000);
        }

        Assert.Contains(stage.Requests, r => r.Path.EndsWith("/stop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_that_is_small_only_as_long_as_it_is_packed_is_not_unpacked()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        using var fault = stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Bomb, Path = "/info", Size = 200_000_000 });
        Assert.Equal(ErrorCategory.LimitsExceeded, stage.Bad("Invoke-DifyRestMethod cat info", "UnpackedTooLarge").CategoryInfo.Category);
    }

    [Fact]
    public async Task A_warning_of_the_server_is_shown_and_inputs_may_come_as_they_are()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("App", "workflow", app => app.Script = new ChatScript { Warning = "sys.files is old.", PlainInputs = true });
        var shown = stage
            .Good("$run = Invoke-DifyWorkflow app -WarningVariable warned -WarningAction SilentlyContinue; $run.Status; \"$warned\"")
            .Output;
        Assert.Equal("succeeded", shown[0].BaseObject);
        Assert.Contains("sys.files is old.", (string)shown[1].BaseObject);
        Assert.NotNull(stage.Good("Get-DifyWorkflowRun app $run.RunId").Output.Single().Properties["Inputs"].Value);
    }

    [Theory]
    [InlineData("[1,\"two\"]", "2")]
    [InlineData("\"hello\"", "hello")]
    [InlineData("5", "5")]
    public async Task Inputs_of_a_run_may_be_any_json(string json, string expected)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("App", "workflow");
        using var fault = stage.Dify.Faults.Add(
            new Fault
            {
                Status = 200,
                Path = "/workflows/run/*",
                ContentType = "application/json",
                Body = "{\"id\":\"r1\",\"status\":\"succeeded\",\"inputs\":" + json + "}",
            }
        );
        Assert.Equal(
            expected,
            stage
                .Good(
                    "$i = (Get-DifyWorkflowRun app 00000000-0000-0000-0000-000000000001).Inputs; if ($i -is [array]) { \"$($i.Count)\" } else { \"$i\" }"
                )
                .Output.Single()
                .ToString()
        );
    }

    /// <summary>Has streams stay open behind their last event, with pings, for as long as anybody listens.</summary>
    private static Together Pings(Stage stage) =>
        new([
            .. ((string[])["/chat-messages", "/completion-messages", "/workflows/run", "/workflow/*/events"]).Select(path =>
                stage.Dify.Faults.Add(
                    new Fault
                    {
                        Kind = FaultKind.PingsOnly,
                        Path = path,
                        AfterEvents = 1_000_000,
                        Interval = TimeSpan.FromMilliseconds(300),
                    }
                )
            ),
        ]);

    private sealed class Together(IDisposable[] all) : IDisposable
    {
        public void Dispose()
        {
            foreach (var one in all)
                one.Dispose();
        }
    }
}
