using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>The input variables that an app declares are parameters, too.</summary>
public sealed class InputParameterTests
{
    private const string NoSuchParameter = "NamedParameterNotFound";

    [Theory]
    [InlineData("Invoke-DifyWorkflow triage -topic mice -urgent $true -count 3")]
    [InlineData("Invoke-DifyWorkflow -topic mice -count 3 -App triage -urgent true")]
    [InlineData("Invoke-DifyWorkflow -topic mice -count 3 triage -urgent 1")]
    [InlineData("Invoke-DifyWorkflow -Name TRIAGE -TOPIC mice -cou 3 -urg $true")]
    [InlineData("$app = 'triage'; Invoke-DifyWorkflow $app -topic mice -count 3 -urgent $true")]
    [InlineData("$all = @{ App = 'triage'; topic = 'mice'; count = 3; urgent = $true }; Invoke-DifyWorkflow @all")]
    [InlineData("Set-StrictMode -Version Latest; Invoke-DifyWorkflow triage @{ topic = 'mice' } -count 3 -urgent $true")]
    [InlineData("[pscustomobject] @{ topic = 'mice' } | Invoke-DifyWorkflow triage -count 3 -urgent $true")]
    public async Task Wherever_they_stand_they_are_what_Inputs_would_say(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        Assert.Single(stage.Good(command).Output);
        var inputs = stage.Requests.Last().Json!["inputs"]!;
        Assert.Equal(("mice", 3, true), ((string?)inputs["topic"], (int)inputs["count"]!, (bool)inputs["urgent"]!));
        Assert.Equal(3, inputs.AsObject().Count);
    }

    [Fact]
    public async Task Every_item_of_a_pipeline_gets_them()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        stage.Good("'a', 'b', 'c' | Invoke-DifyWorkflow triage -tone CASUAL -ThrottleLimit 2");
        var sent = stage.Requests.Where(one => one.Path == "/workflows/run").Select(one => one.Json!["inputs"]!).ToList();
        Assert.Equal(["a", "b", "c"], sent.Select(one => (string?)one["topic"]).Order());
        Assert.All(sent, one => Assert.Equal("casual", (string?)one["tone"]));
    }

    [Theory]
    [InlineData("chat", "Invoke-DifyChat triage hi -topic mice")]
    [InlineData("advanced-chat", "Invoke-DifyChat triage -topic mice hi")]
    [InlineData("completion", "Invoke-DifyCompletion triage -topic mice")]
    [InlineData("completion", "Invoke-DifyCompletion triage @{ tone = 'formal' } -topic mice")]
    public async Task Every_run_cmdlet_has_them(string mode, string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", mode, Form);
        stage.Good(command);
        Assert.Equal("mice", (string?)stage.Requests.Last(one => one.Method == "POST").Json!["inputs"]!["topic"]);
    }

    [Theory]
    [InlineData("007")]
    [InlineData("1.50")]
    [InlineData("1kb")]
    public async Task Text_is_what_was_typed(string typed)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        stage.Good($"Invoke-DifyWorkflow triage -topic {typed}");
        Assert.Equal(typed, (string?)stage.Requests.Last().Json!["inputs"]!["topic"]);
    }

    [Fact]
    public async Task What_does_not_fit_is_told_as_for_Inputs()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        stage.ForgetRequests();
        var error = stage.Bad("Invoke-DifyWorkflow triage -tone angry -count many -urgent perhaps", "InvalidInputs");
        foreach (var problem in new[] { "'topic' is required", "'tone' is 'angry'", "'count' is 'many'", "'urgent' has to be true or false" })
            Assert.Contains(problem, error.Exception.Message);
        Assert.Contains("'topic' has to be text", stage.Bad("Invoke-DifyWorkflow triage -topic @{ a = 1 }", "InvalidInputs").Exception.Message);
        Assert.DoesNotContain(stage.Requests, one => one.Method == "POST");
    }

    [Fact]
    public async Task An_option_that_the_registry_does_not_know_is_taken_when_the_app_does()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Triage", "workflow", one => one.AddInput("select", "tone", options: ["formal"]));
        Forget(app);
        app.AddInput("select", "tone", options: ["formal", "rude"]);
        stage.Good("Invoke-DifyWorkflow triage -tone rude");
        Assert.Equal("rude", (string?)stage.Requests.Last().Json!["inputs"]!["tone"]);
    }

    [Fact]
    public async Task A_variable_that_the_app_has_no_more_is_told_after_asking_the_app()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Triage", "workflow", Form);
        Forget(app);
        app.AddInput("number", "count");
        stage.ForgetRequests();
        // Until the app is asked, what the registry knows is good enough to try.
        stage.Bad("Invoke-DifyWorkflow triage -topic mice -tone angry", "InvalidInputs");
        Assert.Contains(stage.Requests, one => one.Path == "/parameters");
        Assert.Equal(NoSuchParameter, stage.Run("Invoke-DifyWorkflow triage -topic mice").ErrorId);
    }

    [Theory]
    [InlineData("Invoke-DifyWorkflow triage @{ Topic = 'a' } -topic b", "'topic' was given twice, as -topic and in -Inputs")]
    [InlineData("'x', 'y' | Invoke-DifyWorkflow triage -Inputs @{ tone = 'formal' } -tone casual", "'tone' was given twice")]
    [InlineData("Invoke-DifyWorkflow triage -report a.txt -File @{ report = 'b.txt' }", "'report' was given twice, as -report and in -File")]
    public async Task Twice_is_an_error_before_anything_is_sent(string command, string text)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => { Form(app); app.AddInput("file", "report"); });
        stage.ForgetRequests();
        var result = stage.Run(command);
        Assert.Contains(text, Assert.Single(result.Errors).Exception.Message);
        Assert.Empty(result.Output);
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task A_file_is_given_by_its_variable()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Reader", "workflow", app => app.AddInput("file", "report").AddInput("file", "other"));
        var path = Path.Combine(stage.Folder, "report.txt");
        await File.WriteAllTextAsync(path, "All is well.", TestContext.Current.CancellationToken);
        stage.Good($"Invoke-DifyWorkflow reader -report '{path}'");
        Assert.Equal("local_file", (string?)stage.Requests.Last().Json!["inputs"]!["report"]!["transfer_method"]);
    }

    [Theory]
    [InlineData("user")]
    [InlineData("use")]
    [InlineData("name")]
    [InlineData("ev")]
    [InlineData("verb")]
    [InlineData("whatif")]
    [InlineData("my var")]
    [InlineData("1st")]
    [InlineData("a:b")]
    public async Task A_name_that_clashes_or_is_none_is_left_to_Inputs(string variable)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", variable).AddInput("text-input", "topic"));
        Assert.Equal(["topic"], Added(stage, "triage"));
        stage.Good($"Invoke-DifyWorkflow triage -Inputs @{{ '{variable}' = 'x' }} -topic mice -Use bob -Verb");
        var request = stage.Requests.Last().Json!;
        Assert.Equal(("x", "mice", "bob"), ((string?)request["inputs"]![variable], (string?)request["inputs"]!["topic"], (string?)request["user"]));
    }

    [Fact]
    public async Task Names_that_differ_in_case_only_are_left_to_Inputs()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "Topic").AddInput("text-input", "topic").AddInput("number", "count"));
        Assert.Equal(["count"], Added(stage, "triage"));
        stage.Good("$both = [hashtable]::new([StringComparer]::Ordinal); $both.Topic = 'A'; $both.topic = 'a'; Invoke-DifyWorkflow triage $both -count 1");
        Assert.Equal(3, stage.Requests.Last().Json!["inputs"]!.AsObject().Count);
    }

    [Theory]
    [InlineData("Invoke-DifyWorkflow traige -topic mice", "AppNotFound")]
    [InlineData("Invoke-DifyChat -topic mice -App traige -Message hi", "AppNotFound")]
    [InlineData("Invoke-DifyWorkflow cat -topic mice", "AppModeMismatch")]
    [InlineData("'triage' | Invoke-DifyWorkflow -topic mice", NoSuchParameter)]
    [InlineData("Invoke-DifyWorkflow triage -topik mice", NoSuchParameter)]
    public async Task What_is_wrong_with_the_name_is_told_as_ever(string command, string errorId)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        stage.Register("Cat");
        stage.ForgetRequests();
        Assert.Equal(errorId, stage.Run(command).ErrorId);
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("{\"version\":99}")]
    [InlineData("[]")]
    public async Task A_registry_that_cannot_be_read_is_told_by_the_cmdlet(string content)
    {
        await using var stage = await Stage.SetAsync();
        await File.WriteAllTextAsync(stage.RegistryFile, content, TestContext.Current.CancellationToken);
        Assert.StartsWith("Registry", stage.Run("Invoke-DifyWorkflow triage -topic mice").ErrorId, StringComparison.Ordinal);
        Assert.Empty(stage.Complete("Invoke-DifyWorkflow triage -to"));
    }

    [Fact]
    public async Task Tab_offers_them_and_their_options_without_vault_or_network()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        stage.Good($"Unregister-SecretVault {stage.Vault}");
        stage.ForgetRequests();
        Assert.Equal("-topic,-tone", stage.Texts("Invoke-DifyWorkflow triage -to"));
        Assert.Equal("'formal','casual'", stage.Texts("Invoke-DifyWorkflow triage -tone "));
        Assert.Equal("'casual'", stage.Texts("Invoke-DifyWorkflow triage -tone c"));
        Assert.Equal("$true,$false", stage.Texts("Invoke-DifyWorkflow triage -urgent "));
        Assert.Empty(stage.Complete("Invoke-DifyWorkflow traige -to"));
        Assert.Empty(stage.Complete("Invoke-DifyWorkflow -to"));
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task A_checkpoint_is_the_same_however_they_were_given()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        var file = Path.Combine(stage.Folder, "c.jsonl");
        stage.Good($"'a' | Invoke-DifyWorkflow triage @{{ tone = 'formal'; count = 1 }} -Checkpoint '{file}'");
        stage.ForgetRequests();
        stage.Good($"'a' | Invoke-DifyWorkflow triage -count 1 -tone formal -Checkpoint '{file}'");
        Assert.DoesNotContain(stage.Requests, one => one.Path == "/workflows/run");
    }

    [Fact]
    public async Task Syntax_and_parameters_of_the_cmdlet_itself_stay_as_they_are()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", Form);
        Assert.DoesNotContain("topic", stage.Good("Get-Command Invoke-DifyWorkflow -Syntax").Output.Single().ToString(), StringComparison.Ordinal);
        Assert.Empty(Added(stage, "nobody"));
        Assert.Equal(["count", "tone", "topic", "urgent"], Added(stage, "triage").Order());
    }

    private static void Forget(SimulatedApp app)
    {
        var parameters = app.Parameters.DeepClone().AsObject();
        parameters["user_input_form"] = new JsonArray();
        app.Parameters = parameters;
    }

    private static string[] Added(Stage stage, string app) =>
        [.. stage.Good($"(Get-Command Invoke-DifyWorkflow -ArgumentList {app}).Parameters.Values | Where-Object IsDynamic | ForEach-Object Name").Output
            .Select(one => one.ToString()).Where(name => name != "UnknownArguments")];

    private static void Form(SimulatedApp app) => app
        .AddInput("text-input", "topic", required: true, maxLength: 20)
        .AddInput("select", "tone", options: ["formal", "casual"])
        .AddInput("number", "count")
        .AddInput("checkbox", "urgent");
}
