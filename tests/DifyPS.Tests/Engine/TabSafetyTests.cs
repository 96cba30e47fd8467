using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Bindings.Registry;
using DifyPS.Completion;
using DifyPS.Runs;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>What others named or wrote comes onto the command line as text, by Tab and by advice.</summary>
public sealed class TabSafetyTests
{
    [Fact]
    public async Task A_default_is_a_value_whatever_the_type_of_its_variable()
    {
        await using var stage = await Stage.SetAsync();
        stage.Good("Enable-DifyInputCompletion");
        foreach (var (text, at) in CommandLines.Hostile.Select((text, at) => (text, at)))
        {
            stage.Register("Wf" + at, "workflow", app => app
                .AddInput("number", "count", required: true, defaultValue: text)
                .AddInput("paragraph", "note", defaultValue: text));
            Assert.Equal(("count", (object)text), Assert.Single(CommandLines.Table(stage.Line($"Invoke-DifyWorkflow wf{at} -Inputs ^"))));
            Assert.Equal(
                ("count", (object)text),
                Assert.Single(CommandLines.Table(stage.Line($"Invoke-DifyWorkflow wf{at} -Inputs @{{ count = ^ }}")))
            );
            Assert.Equal(
                ("note", (object)text),
                Assert.Single(CommandLines.Table(stage.Line($"Invoke-DifyWorkflow wf{at} -Inputs @{{ note = ^ }}")))
            );
        }
    }

    [Fact]
    public async Task Variables_and_options_are_keys_and_values_whatever_they_are_called()
    {
        await using var stage = await Stage.SetAsync();
        stage.Good("Enable-DifyInputCompletion");
        stage.Register("Wf", "workflow", app =>
        {
            foreach (var text in CommandLines.Hostile)
                app.AddInput("select", text, required: true, options: [text]);
        });
        var all = CommandLines.Table(stage.Line("Invoke-DifyWorkflow wf -Inputs ^"));
        Assert.Equal(CommandLines.Hostile.Select(text => (text, (object)text)), all.Select(pair => (pair.Key!, pair.Value!)));
        foreach (var key in stage.Complete("Invoke-DifyWorkflow wf -Inputs @{ ^ }").Select(one => one.CompletionText))
        {
            var pair = Assert.Single(CommandLines.Table(stage.Line($"Invoke-DifyWorkflow wf -Inputs @{{ {key}^ }}")));
            Assert.Equal(pair.Key, pair.Value);
        }
    }

    [Fact]
    public async Task A_name_is_one_argument_and_its_wildcards_stand_for_themselves()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        const string Name = "x’ r; throw $(1) `n";
        stage.Shell.SetVariable("name", Name);
        stage.Good("Register-DifyApp $name $catKey -Server $server");
        Assert.Equal([Name], CommandLines.Arguments(stage.Line("Invoke-DifyChat x^")));
        Assert.Equal(Name, stage.Good(stage.Line("Get-DifyApp x^")).Output.Single().ToString());
        // Where patterns are taken, what stands for something else in one is escaped.
        foreach (var command in new[] { "Get-DifyApp", "Test-DifyApp", "Unregister-DifyApp", "Measure-DifyUsage" })
            Assert.Equal(Name, WildcardPattern.Unescape(Assert.Single(CommandLines.Arguments(stage.Line(command + " x^")))!));
        var variable = Assert.Single(Suggestion.Fitting("c", [new Suggestion("c*t")], WildcardPattern.Escape));
        Assert.Equal("c`*t", Assert.Single(CommandLines.Arguments("Get-DifyConversationVariable " + variable.CompletionText)));
    }

    [Fact]
    public async Task Advice_is_a_command_for_the_name_and_the_id_that_it_is_about()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat", "workflow");
        const string Name = "x' r; throw (1)";
        stage.Shell.SetVariable("name", Name);
        Assert.Equal([Name], Advised(stage.Bad("Invoke-DifyWorkflow $name", "AppNotFound").ErrorDetails.RecommendedAction));
        stage.Good("Register-DifyApp $name $catKey -Server $server");
        Assert.Equal([Name], Advised(stage.Bad("Invoke-DifyChat $name hi", "AppModeMismatch").ErrorDetails.RecommendedAction));
        var binding = stage.Binding(Name)!;
        foreach (var id in CommandLines.Hostile)
        {
            var action = RunErrors.Failed(binding, "no", id).RecommendedAction!;
            action = action[..action.LastIndexOf(". The app's logs", System.StringComparison.Ordinal)];
            Assert.Equal(
                [Name, id],
                CommandLines.Arguments(action[action.IndexOf("Get-DifyWorkflowRun", System.StringComparison.Ordinal)..])
            );
        }
    }

    // The command is the end of it.
    private static string?[] Advised(string action) =>
        CommandLines.Arguments(action[(action.LastIndexOf(": ", System.StringComparison.Ordinal) + 2)..]);
}
