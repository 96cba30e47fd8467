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

/// <summary>Invoke-DifyWorkflow: what comes out, what flows in, and what becomes of runs that do not simply end.</summary>
public sealed class WorkflowTests
{
    [Fact]
    public async Task A_run_gives_its_outputs_and_all_about_it()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        var result = One(stage, "Invoke-DifyWorkflow triage -Inputs @{ topic = 'mice' }");
        Assert.Equal("succeeded", result.Status);
        Assert.Contains("mice", result.ToString());
        Assert.Equal(result.ToString(), result.Outputs!.Properties["text"].Value);
        Assert.True(Guid.TryParse(result.RunId, out _));
        Assert.True(Guid.TryParse(result.TaskId, out _));
        Assert.NotEmpty(result.Steps);
        Assert.True(result.StepCount > 0);
        Assert.True(result.Tokens > 0);
        Assert.Equal("alice", result.User);
        Assert.Equal("triage", result.App);
        Assert.NotNull(result.Input);
        var request = stage.Requests.Last();
        Assert.Equal("/workflows/run", request.Path);
        Assert.Equal("streaming", (string?)request.Json!["response_mode"]);
    }

    [Fact]
    public async Task Objects_fill_the_variables_by_their_properties()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        var results = stage.Good(
            """
            [pscustomobject] @{ Topic = 'one'; Urgent = 'true'; Count = '3'; Id = 17 },
            [pscustomobject] @{ Topic = 'two'; Tone = 'CASUAL'; Count = ''; Id = 18 } | Invoke-DifyWorkflow triage
            """).Output.Select(o => (DifyWorkflowResult)o.BaseObject).ToList();
        Assert.Equal(2, results.Count);
        Assert.Equal(18, ((PSObject)results[1].Input!).Properties["Id"].Value);
        var inputs = Runs(stage).Select(r => r.Json!["inputs"]!.AsObject()).ToList();
        Assert.Equal("""{"topic":"one","urgent":true,"count":3}""", inputs[0].ToJsonString());
        Assert.Equal("""{"topic":"two","tone":"casual"}""", inputs[1].ToJsonString());
    }

    [Fact]
    public async Task Constants_join_what_flows_in()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        stage.Good("@{ topic = 'one' } | Invoke-DifyWorkflow triage -Inputs @{ tone = 'formal' }");
        Assert.Equal("""{"topic":"one","tone":"formal"}""", Runs(stage).Single().Json!["inputs"]!.ToJsonString());
    }

    [Fact]
    public async Task Text_fills_the_only_text_variable_that_is_required()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        Assert.Equal(2, stage.Good("'one', 'two' | Invoke-DifyWorkflow triage").Output.Count);
        Assert.Equal(["one", "two"], Runs(stage).Select(r => (string?)r.Json!["inputs"]!["topic"]));
    }

    [Fact]
    public async Task One_workflow_feeds_the_next()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("First", "workflow", app => app.Script = new ChatScript
        {
            Outputs = new JsonObject
            {
                ["topic"] = "cheese",
                ["count"] = 4,
                ["other"] = true,
            },
        });
        stage.Register("Second", "workflow", Form);
        stage.Good("Invoke-DifyWorkflow first | Invoke-DifyWorkflow second");
        Assert.Equal("""{"topic":"cheese","count":4}""", Runs(stage).Last().Json!["inputs"]!.ToJsonString());
    }

    [Fact]
    public async Task An_item_that_does_not_fit_is_an_error_of_its_own()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        var result = stage.Run(
            "[pscustomobject] @{ Topic = 'one' }, [pscustomobject] @{ Tone = 'formal' }, [pscustomobject] @{ Topic = 'three' } | Invoke-DifyWorkflow triage"
        );
        Assert.Equal(2, result.Output.Count);
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("InvalidInputs,", error.FullyQualifiedErrorId);
        Assert.Contains("'topic' is required", error.Exception.Message);
        Assert.Equal("formal", ((PSObject)error.TargetObject).Properties["Tone"].Value);
        Assert.Equal(2, Runs(stage).Count());
    }

    [Fact]
    public async Task A_published_version_can_be_named()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Triage", "workflow");
        Assert.Equal(app.WorkflowId.ToString(), One(stage, $"Invoke-DifyWorkflow triage -WorkflowId {app.WorkflowId}").WorkflowId);
        Assert.Equal($"/workflows/{app.WorkflowId}/run", stage.Requests.Last().Path);
        stage.Bad($"Invoke-DifyWorkflow triage -WorkflowId {Guid.NewGuid()}", "not_found");
        stage.Bad($"Invoke-DifyWorkflow triage -WorkflowId {app.DraftWorkflowId}", "bad_request");
    }

    [Fact]
    public async Task A_failed_run_is_a_result_and_an_error()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => app.Script = new ChatScript { Failure = "the model is asleep" });
        var result = stage.Run("Invoke-DifyWorkflow triage");
        var failed = (DifyWorkflowResult)result.Output.Single().BaseObject;
        Assert.Equal(("failed", "the model is asleep"), (failed.Status, failed.Error));
        Assert.Equal("WorkflowFailed", result.ErrorId);
        Assert.Contains($"Get-DifyWorkflowRun 'triage' {failed.RunId}", result.Errors.Single().ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task A_stream_that_breaks_is_followed_to_the_runs_end()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => app.Script = new ChatScript
        {
            HoldWhileUnwatched = true,
            Outputs = new JsonObject { ["text"] = "whole" },
        });
        using (
            stage.Dify.Faults.Add(
                new Fault
                {
                    Kind = FaultKind.Drop,
                    Path = "/workflows/run",
                    AfterEvents = 2,
                    Count = 1,
                }
            )
        )
        {
            Assert.Equal("whole", One(stage, "Invoke-DifyWorkflow triage").ToString());
        }
        Assert.Single(Runs(stage));
        Assert.Contains(stage.Requests, r => r.Path.EndsWith("/events", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Streamed_text_appears_once_and_events_come_as_they_are()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => app.Script = new ChatScript { Answer = "Bonjour monde" });
        var shown = stage.Shell.Show("Invoke-DifyWorkflow triage -Stream");
        Assert.Equal(1, shown.Text.Split("Bonjour monde").Length - 1);
        Assert.Contains("triage · ", shown.Text);
        var events = stage.Good("Invoke-DifyWorkflow triage -AsEvent").Output.Select(o => (DifyStreamEvent)o.BaseObject).ToList();
        Assert.Equal("workflow_started", events[0].Event);
        Assert.Equal("workflow_finished", events[^1].Event);
        Assert.Equal(["Bonjour", " monde"], events.Where(e => e.Event == "text_chunk").Select(e => e.Text));
        Assert.All(events, e => Assert.NotNull(e.WorkflowRunId));
    }

    [Fact]
    public async Task Time_that_is_over_stops_the_run_in_Dify()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => app.Script = new ChatScript { Duration = TimeSpan.FromMinutes(5) });
        stage.Bad("Invoke-DifyWorkflow triage -TimeoutSeconds 1", "ReplyTimeout");
        Assert.True((await stage.Dify.State.WaitForStopAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Matched);
    }

    [Theory]
    [InlineData("chat", "Invoke-DifyChat")]
    [InlineData("completion", "Invoke-DifyCompletion")]
    public async Task An_app_of_another_mode_names_the_cmdlet_that_fits(string mode, string cmdlet)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", mode);
        stage.ForgetRequests();
        var error = stage.Bad("Invoke-DifyWorkflow cat", "AppModeMismatch");
        Assert.Contains($"{cmdlet} 'cat'", error.ErrorDetails.RecommendedAction);
        Assert.Empty(stage.Requests);
    }

    private static void Form(SimulatedApp app) => app
        .AddInput("text-input", "topic", required: true, maxLength: 20)
        .AddInput("select", "tone", options: ["formal", "casual"])
        .AddInput("number", "count")
        .AddInput("checkbox", "urgent");

    private static DifyWorkflowResult One(Stage stage, string script) => (DifyWorkflowResult)stage.Good(script).Output.Single().BaseObject;

    private static System.Collections.Generic.IEnumerable<RecordedRequest> Runs(Stage stage) =>
        stage.Requests.Where(r => r.Path == "/workflows/run");
}
