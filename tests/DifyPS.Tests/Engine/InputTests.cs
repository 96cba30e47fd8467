using System.Linq;
using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Inputs against the declared form, before anything is run.</summary>
public sealed class InputTests
{
    [Fact]
    public async Task All_problems_come_in_one_error_with_what_is_declared()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        var error = stage.Bad(
            "Invoke-DifyWorkflow triage -Inputs @{ tone = 'angry'; count = 'many'; urgent = 'perhaps'; note = 'x' * 9; colour = 'red' }",
            "InvalidInputs"
        );
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        foreach (var problem in new[]
        {
            "'topic' is required", "'tone' is 'angry', and has to be one of formal, casual", "'count' is 'many', and has to be a number",
            "'urgent' has to be true or false", "'note' has 9 characters, and at most 8 are allowed", "'colour' is not an input variable",
        })
        {
            Assert.Contains(problem, error.Exception.Message);
        }

        Assert.Contains("topic (text-input, required", error.Exception.Message);
        Assert.Contains("tone (select, one of formal, casual)", error.Exception.Message);
        Assert.DoesNotContain(stage.Requests, r => r.Method == "POST");
    }

    [Theory]
    [InlineData("chat", "Invoke-DifyChat triage hi")]
    [InlineData("advanced-chat", "Invoke-DifyChat triage hi")]
    [InlineData("completion", "Invoke-DifyCompletion triage")]
    [InlineData("workflow", "Invoke-DifyWorkflow triage")]
    public async Task Every_run_cmdlet_checks(string mode, string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", mode, Form);
        Assert.Contains("'topic' is required", stage.Bad(command, "InvalidInputs").Exception.Message);
        Assert.DoesNotContain(stage.Requests, r => r.Method == "POST");
        stage.Good(command + " -Inputs @{ topic = 'mice' }");
    }

    [Fact]
    public async Task A_conversation_that_goes_on_has_its_inputs_already()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "chat", Form);
        stage.Good("Invoke-DifyChat cat hi -Inputs @{ topic = 'mice' } | Invoke-DifyChat -Message 'and then?'");
    }

    [Fact]
    public async Task A_form_that_changed_is_asked_for_once_and_noted()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Triage", "workflow", Form);
        app.AddInput("text-input", "colour");
        stage.ForgetRequests();
        stage.Good("'a', 'b', 'c' | ForEach-Object { [pscustomobject] @{ topic = $_; colour = 'red' } } | Invoke-DifyWorkflow triage");
        Assert.Single(stage.Requests, r => r.Path == "/parameters");
        Assert.All(stage.Requests.Where(r => r.Path == "/workflows/run"), r => Assert.Equal("red", (string?)r.Json!["inputs"]!["colour"]));
        Assert.Contains(stage.Binding("triage")!.Inputs, input => input.Variable == "colour");
        stage.ForgetRequests();
        stage.Good("Invoke-DifyWorkflow triage -Inputs @{ topic = 'x'; colour = 'blue' }");
        Assert.DoesNotContain(stage.Requests, r => r.Path == "/parameters");
    }

    [Fact]
    public async Task A_required_variable_with_a_default_takes_it()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app =>
            app.AddInput("select", "tone", required: true, options: ["formal", "casual"], defaultValue: "casual")
        );
        stage.Good("Invoke-DifyWorkflow triage");
        Assert.Equal("casual", (string?)stage.Requests.Last().Json!["inputs"]!["tone"]);
    }

    [Fact]
    public async Task A_binding_that_was_never_verified_asks_for_the_form_first()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Triage", "workflow", Form);
        stage.Good("Register-DifyApp triage $triageKey -Server $server -NoVerify -User alice");
        stage.Bad("Invoke-DifyWorkflow triage", "InvalidInputs");
        Assert.DoesNotContain(stage.Requests, r => r.Method == "POST");
        stage.Good("Invoke-DifyWorkflow triage -Inputs @{ topic = 'mice' }");
    }

    [Fact]
    public async Task Objects_without_any_of_the_variables_say_so()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic"));
        var error = stage.Bad("[pscustomobject] @{ Subject = 'mice'; Id = 1 } | Invoke-DifyWorkflow triage", "InvalidInputs");
        Assert.Contains("none of the object's properties (Subject, Id) is an input variable", error.Exception.Message);
    }

    [Fact]
    public async Task Tab_offers_tables_of_the_variables()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        const string line = "Invoke-DifyWorkflow triage -Inputs ";
        var results = CommandCompletion.CompleteInput(line, line.Length, null, stage.Shell.NewShell()).CompletionMatches;
        Assert.Equal("@{ topic = '' }", results[0].CompletionText);
        Assert.Contains(results, r => r.CompletionText == "@{ topic = ''; tone = 'formal'; count = 0; urgent = $false; note = '' }");
        Assert.Contains("required", results[0].ToolTip);
    }

    private static void Form(SimulatedApp app) => app
        .AddInput("text-input", "topic", required: true, maxLength: 20)
        .AddInput("select", "tone", options: ["formal", "casual"])
        .AddInput("number", "count")
        .AddInput("checkbox", "urgent")
        .AddInput("paragraph", "note", maxLength: 8);
}
