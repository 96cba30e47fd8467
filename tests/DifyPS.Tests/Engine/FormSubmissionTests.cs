using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Submit-DifyHumanInputForm: what becomes of a form's fields, and what is found before anything is decided.</summary>
public sealed class FormSubmissionTests
{
    [Fact]
    public async Task Fields_that_nobody_touched_go_out_as_the_page_shows_them()
    {
        await using var stage = await Stage.SetAsync();
        Register(stage, new("paragraph", "comment"), new("paragraph", "greeting", "Hello"), new("file-list", "papers"));
        Assert.Equal("succeeded", Status(stage, "Invoke-DifyWorkflow approver | Submit-DifyHumanInputForm -Action approve"));
        Assert.Equal("""{"comment":"","greeting":"Hello","papers":[]}""", Submitted(stage));
    }

    [Fact]
    public async Task A_choice_or_file_that_is_missing_is_told_before_anything_is_decided()
    {
        await using var stage = await Stage.SetAsync();
        Register(stage, new("select", "price", Options: ["low", "high"]), new("file", "receipt"));
        var error = stage.Run("Invoke-DifyWorkflow approver | Submit-DifyHumanInputForm -Action approve").Errors.Single();
        Assert.StartsWith("InvalidForm,", error.FullyQualifiedErrorId);
        Assert.Contains("'price' is not filled in; 'receipt' is not filled in", error.Exception.Message);
        Assert.DoesNotContain(stage.Requests, r => r.Method == "POST" && r.Path.StartsWith("/form/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_does_not_fit_is_told_before_any_is_sent()
    {
        await using var stage = await Stage.SetAsync();
        Register(stage, new SimulatedFormInput("file", "one"), new SimulatedFormInput("file", "two"));
        var (good, bad) = (Path.Combine(stage.Folder, "good.txt"), Path.Combine(stage.Folder, "bad.mp3"));
        File.WriteAllText(good, "good");
        File.WriteAllText(bad, "bad");
        var error = stage
            .Run($"Invoke-DifyWorkflow approver | Submit-DifyHumanInputForm -Action approve -Inputs @{{ one = '{good}'; two = '{bad}' }}")
            .Errors.Single();
        Assert.StartsWith("InvalidForm,", error.FullyQualifiedErrorId);
        Assert.Contains("bad.mp3", error.Exception.Message);
        Assert.DoesNotContain(stage.Requests, r => r.Path == "/files/upload");
        Assert.Equal(
            "succeeded",
            Status(
                stage,
                $"Invoke-DifyWorkflow approver | Submit-DifyHumanInputForm -Action approve -Inputs @{{ one = '{good}'; two = '{good}' }}"
            )
        );
    }

    [Fact]
    public async Task The_command_that_a_pause_shows_goes_through_as_it_is()
    {
        await using var stage = await Stage.SetAsync();
        Register(stage, new("paragraph", "price tag"), new("select", "price", Options: ["low", "high"]));
        Assert.Equal(
            "succeeded",
            Status(stage, "$paused = Invoke-DifyWorkflow approver -User 'o''hara'; . ([scriptblock]::Create($paused.ContinueWith))")
        );
        Assert.Equal("""{"price tag":"","price":"low"}""", Submitted(stage));
    }

    [Theory]
    [InlineData("workflow", "Invoke-DifyWorkflow approver")]
    [InlineData("advanced-chat", "Invoke-DifyChat approver 'Go on.'")]
    public async Task A_run_that_goes_on_with_a_delay_is_waited_for(string mode, string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Approver", mode, app =>
            app.Script = new ChatScript
            {
                Pauses = [new SimulatedForm { Content = "First?" }, new SimulatedForm { Content = "Really?" }],
                ResumeDelay = TimeSpan.FromMilliseconds(400),
            }
        );
        var found = stage
            .Good(
                $"$second = {command} | Submit-DifyHumanInputForm -Action approve; $second.Pause.Content; ($second | Submit-DifyHumanInputForm -Action approve).Status"
            )
            .Output;
        Assert.Equal(["Really?", "succeeded"], found.Select(one => one.ToString()));
    }

    private static void Register(Stage stage, params SimulatedFormInput[] fields) =>
        stage.Register("Approver", "workflow", app => app.Script = new ChatScript { Pause = new SimulatedForm { Inputs = fields } });

    private static string Status(Stage stage, string script) => ((DifyWorkflowResult)stage.Good(script).Output.Single().BaseObject).Status;

    private static string Submitted(Stage stage) =>
        stage.Requests.Last(r => r.Method == "POST" && r.Path.StartsWith("/form/", StringComparison.Ordinal)).Json![
            "inputs"
        ]!.ToJsonString();
}
