using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Runs that wait for a person: a pause is a result, and its form can be submitted.</summary>
public sealed class HumanInputTests
{
    [Fact]
    public async Task A_paused_workflow_says_what_it_waits_for_and_how_to_go_on()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Approver", "workflow", app => app.Script = Approval());
        var paused = One(stage, "Invoke-DifyWorkflow approver");
        Assert.Equal("paused", paused.Status);
        var form = paused.Pause!;
        Assert.Equal("Please review the draft.", form.Content);
        Assert.Equal(["approve", "reject"], form.Actions.Select(a => a.Id));
        Assert.Equal(["comment"], form.Inputs.Select(i => i.Name));
        Assert.True(form.ExpiresAt > DateTimeOffset.Now);
        Assert.Equal(paused.FormToken, form.FormToken);
        Assert.Equal(paused.RunId, form.RunId);
        Assert.StartsWith($"Submit-DifyHumanInputForm approver {form.FormToken}", paused.ContinueWith);
    }

    [Fact]
    public async Task The_command_it_names_goes_on()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Approver", "workflow", app => app.Script = Approval());
        var paused = One(stage, "Invoke-DifyWorkflow approver");
        var done = One(stage, paused.ContinueWith!);
        Assert.Equal("succeeded", done.Status);
        Assert.Equal(paused.RunId, done.RunId);
        Assert.Equal("done", done.ToString());
    }

    [Fact]
    public async Task Paused_results_flow_into_their_submission_and_others_pass()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Approver", "workflow", app => app.Script = Approval());
        stage.Good("$paused = Invoke-DifyWorkflow approver");
        app.Script = new ChatScript { Outputs = new JsonObject { ["text"] = "no question" } };
        stage.Good("$plain = Invoke-DifyWorkflow approver");
        var results = stage.Good("$paused, $plain | Submit-DifyHumanInputForm -Action approve -Inputs @{ comment = 'fine' }")
            .Output.Select(o => (DifyWorkflowResult)o.BaseObject).ToList();
        Assert.Equal(["done", "no question"], results.Select(r => r.ToString()));
        var submitted = stage.Requests.Single(r => r.Method == "POST" && r.Path.StartsWith("/form/", StringComparison.Ordinal)).Json!;
        Assert.Equal(
            ("approve", "fine", "alice"),
            ((string?)submitted["action"], (string?)submitted["inputs"]!["comment"], (string?)submitted["user"])
        );
    }

    [Fact]
    public async Task A_run_that_pauses_again_is_told_up_to_the_next_pause()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Approver", "workflow", app =>
            app.Script = Approval() with
            {
                Pause = null,
                Pauses = [new SimulatedForm { Title = "First" }, new SimulatedForm { Title = "Second", Content = "Really?" }],
            }
        );
        var second = One(stage, "Invoke-DifyWorkflow approver | Submit-DifyHumanInputForm -Action approve");
        Assert.Equal(("paused", "Really?", "Second"), (second.Status, second.Pause!.Content, second.Pause.Title));
        Assert.Single(second.Pauses);
        Assert.Equal(
            "done",
            One(
                    stage,
                    "Invoke-DifyWorkflow approver | Submit-DifyHumanInputForm -Action approve | Submit-DifyHumanInputForm -Action approve"
                )
                .ToString()
        );
    }

    [Fact]
    public async Task A_paused_chatflow_goes_on_in_the_same_way()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "advanced-chat", app => app.Script = new ChatScript { Pause = new SimulatedForm() });
        stage.Good("$paused = Invoke-DifyChat cat 'hello'");
        var reply = (DifyChatReply)stage.Good("$paused | Submit-DifyHumanInputForm -Action approve").Output.Single().BaseObject;
        Assert.Equal(("succeeded", "Cat here: you said 'hello'", "hello"), (reply.Status, reply.Answer, reply.Message));
        Assert.Equal(reply.ConversationId, stage.Good("$paused.ConversationId").Output.Single().ToString());
    }

    [Fact]
    public async Task A_form_is_submitted_once()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Approver", "workflow", app => app.Script = Approval());
        stage.Good("$paused = Invoke-DifyWorkflow approver; $paused | Submit-DifyHumanInputForm -Action reject");
        stage.Bad("$paused | Submit-DifyHumanInputForm -Action approve", "human_input_form_submitted");
        stage.Bad("Submit-DifyHumanInputForm approver nonsense approve -NoWait", "not_found");
    }

    [Theory]
    [InlineData("$paused | Submit-DifyHumanInputForm -Action approve", "submitted already", "Get-DifyWorkflowRun approver ")]
    [InlineData("$paused | Submit-DifyHumanInputForm -Action approve -NoWait", "submitted already", "Get-DifyWorkflowRun approver ")]
    [InlineData("$paused | Get-DifyHumanInputForm", "submitted already", "Get-DifyWorkflowRun approver ")]
    [InlineData("Get-DifyHumanInputForm approver $paused.FormToken", "submitted already", "Get-DifyWorkflowLog approver")]
    [InlineData("Submit-DifyHumanInputForm approver nonsense approve -NoWait", "no form of that token", "Get-DifyWorkflowLog approver")]
    public async Task A_form_that_takes_no_answer_tells_its_app_and_where_to_look(string command, string said, string action)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Approver", "workflow", app => app.Script = Approval());
        stage.Good("$paused = Invoke-DifyWorkflow approver; $paused | Submit-DifyHumanInputForm -Action reject");
        var error = Assert.Single(stage.Run(command).Errors);
        Assert.Contains("'approver'", error.ToString());
        Assert.Contains(said, error.ToString());
        Assert.Contains(action, error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("human_input_form_expired", "has expired")]
    [InlineData("human_input_form_withdrawn", "takes no answer: ")]
    public async Task So_does_one_that_has_expired_and_whatever_else_closes_forms(string code, string said)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Approver", "workflow", app => app.Script = Approval());
        stage.Good("$paused = Invoke-DifyWorkflow approver");
        using var fault = stage.Dify.Faults.Add(
            new Fault { Kind = FaultKind.Error, Method = "GET", Path = "/form/human_input/*", Status = 412, Code = code }
        );
        var error = stage.Bad("$paused | Submit-DifyHumanInputForm -Action approve", code);
        Assert.Equal(System.Management.Automation.ErrorCategory.InvalidOperation, error.CategoryInfo.Category);
        Assert.Contains("'approver'", error.ToString());
        Assert.Contains(said, error.ToString());
        Assert.Contains("Get-DifyWorkflowRun approver ", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task What_does_not_fit_the_form_is_told_before_it_is_submitted()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Approver", "workflow", app => app.Script = Approval());
        stage.Good("$paused = Invoke-DifyWorkflow approver");
        var error = stage.Bad("$paused | Submit-DifyHumanInputForm -Action aprove -Inputs @{ remark = 'x' }", "InvalidForm");
        Assert.Contains("'aprove' is not one of its actions", error.Exception.Message);
        Assert.Contains("'remark' is not one of its fields", error.Exception.Message);
        Assert.Contains("approve (Approve), reject (Reject)", error.Exception.Message);
        stage.Bad("Submit-DifyHumanInputForm approver $paused.FormToken approve", "RunIdRequired");
        stage.Good("$paused | Submit-DifyHumanInputForm -Action approve -WhatIf");
        Assert.DoesNotContain(stage.Requests, r => r.Method == "POST" && r.Path.StartsWith("/form/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_of_a_form_are_uploaded_first()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Approver", "workflow", app => app.Script = Approval() with
        {
            Pause = new SimulatedForm { Inputs = [new SimulatedFormInput("file", "proof") { AllowedFileTypes = ["document"] }] },
        });
        File.WriteAllText(Path.Combine(stage.Folder, "proof.txt"), "seen");
        File.WriteAllText(Path.Combine(stage.Folder, "proof.mp3"), "heard");
        stage.Shell.SetVariable("folder", stage.Folder);
        stage.Good("$paused = Invoke-DifyWorkflow approver");
        Assert.Contains(
            "'proof.mp3' is not taken",
            stage
                .Bad("$paused | Submit-DifyHumanInputForm -Action approve -Inputs @{ proof = \"$folder/proof.mp3\" }", "InvalidForm")
                .Exception.Message
        );
        Assert.DoesNotContain(stage.Requests, r => r.Path == "/files/upload");
        Assert.Equal(
            "done",
            One(stage, "$paused | Submit-DifyHumanInputForm -Action approve -Inputs @{ proof = \"$folder/proof.txt\" }").ToString()
        );
        var submitted = stage.Requests.Single(r => r.Method == "POST" && r.Path.StartsWith("/form/", StringComparison.Ordinal)).Json!;
        Assert.Equal(
            ("document", "local_file"),
            ((string?)submitted["inputs"]!["proof"]!["type"], (string?)submitted["inputs"]!["proof"]!["transfer_method"])
        );
    }

    [Fact]
    public async Task Left_to_itself_a_run_goes_on_and_can_be_joined_later()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Approver", "workflow", app => app.Script = Approval());
        stage.Good("$paused = Invoke-DifyWorkflow approver");
        Assert.Empty(stage.Good("$paused | Submit-DifyHumanInputForm -Action approve -NoWait").Output);
        Assert.Equal("done", One(stage, "$paused | Receive-DifyWorkflowEvent -AsResult").ToString());
        var events = stage.Good("$paused | Receive-DifyWorkflowEvent").Output.Select(o => ((DifyStreamEvent)o.BaseObject).Event);
        Assert.Equal(["workflow_finished"], events);
        var run = (DifyWorkflowRun)stage.Good("$paused | Get-DifyWorkflowRun").Output.Single().BaseObject;
        Assert.Equal(("succeeded", "done"), (run.Status, (string?)run.Outputs!.Properties["text"].Value));
    }

    [Fact]
    public async Task Tab_knows_the_actions_of_a_form()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Approver", "workflow", app => app.Script = Approval());
        var paused = One(stage, "Invoke-DifyWorkflow approver");
        Assert.Equal(["approve", "reject"], Complete(stage, $"Submit-DifyHumanInputForm approver {paused.FormToken} -Action "));
        Assert.Equal(["reject"], Complete(stage, "Submit-DifyHumanInputForm approver -Action re"));
    }

    [Fact]
    public async Task Get_shows_the_form()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Approver", "workflow", app => app.Script = Approval());
        stage.Good("$paused = Invoke-DifyWorkflow approver");
        var shown = stage.Shell.Show("$paused | Get-DifyHumanInputForm").Text;
        Assert.Contains("Please review the draft.", shown);
        Assert.Contains("Actions: approve, reject", shown);
        var form = (DifyHumanInputForm)stage.Good("$paused | Get-DifyHumanInputForm").Output.Single().BaseObject;
        Assert.Equal("approver", form.App);
        Assert.NotNull(form.RunId);
    }

    private static ChatScript Approval() => new() { Pause = new SimulatedForm(), Outputs = new JsonObject { ["text"] = "done" } };

    private static DifyWorkflowResult One(Stage stage, string script) => (DifyWorkflowResult)stage.Good(script).Output.Single().BaseObject;

    private static string[] Complete(Stage stage, string line) =>
        [
            .. CommandCompletion
                .CompleteInput(line, line.Length, null, stage.Shell.NewShell())
                .CompletionMatches.Select(m => m.CompletionText),
        ];
}
