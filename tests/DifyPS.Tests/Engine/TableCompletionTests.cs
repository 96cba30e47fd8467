using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Tab within -Inputs @{ }.</summary>
public sealed class TableCompletionTests
{
    [Theory]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ ^", "city = ,'la suite' = ,express = ,count = ,note = ")]
    [InlineData("Invoke-DifyWorkflow wf @{ ci^", "city = ")]
    [InlineData("Invoke-DifyWorkflow -App wf @{ ci^ }", "city = ")]
    [InlineData("go wf @{ ci^", "city = ")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{^}", "city = ,'la suite' = ,express = ,count = ,note = ")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ ^ }", "city = ,'la suite' = ,express = ,count = ,note = ")]
    [InlineData("Invoke-DifyWorkflow -Inputs @{ ^ } -App wf", "city = ,'la suite' = ,express = ,count = ,note = ")]
    [InlineData("Invoke-DifyWorkflow -Inputs:@{ c^ } wf", "city = ,count = ")]
    [InlineData("DifyPS\\Invoke-DifyWorkflow wf -Inputs @{ CI^", "city = ")]
    [InlineData("go wf -Inputs @{ ci^", "city = ")]
    [InlineData("$app = 'wf'; go $name -Inputs @{ ci^", "city = ")]
    [InlineData("Get-DifyApp wf | Invoke-DifyWorkflow -Inputs @{ ci^", "city = ")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ where^", "city = ")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ 'la^", "'la suite' = ")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ ci^ = 'x' }", "city")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ city = 'Bonn'; ^ }", "'la suite' = ,express = ,count = ,note = ")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ city = 'Bonn'; 'la suite' = 'x'\n^", "express = ,count = ,note = ")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ ^\ncity = 'Bonn'; count = 3; note = ('a' + 'b') }", "'la suite' = ,express = ")]
    [InlineData("if ($true) { $x = Invoke-DifyWorkflow wf -Inputs @{ ci^", "city = ")]
    public async Task Keys_are_the_variables_that_are_not_there_yet(string typed, string expected)
    {
        await using var stage = await SetAsync();
        Assert.Equal(expected, stage.Texts(typed));
    }

    [Theory]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ city = ^", "'Bonn','New York','L''Aquila','‘‘Oslo’’'")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ city = ^ }", "'Bonn','New York','L''Aquila','‘‘Oslo’’'")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ city =^}", "'Bonn','New York','L''Aquila','‘‘Oslo’’'")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ city = b^", "'Bonn'")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ CITY = 'new^' }", "'New York'")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ city = 'new^", "'New York'")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ city = \"new y^", "'New York'")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ city = New Yo^", "'New York'")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ count = 2; city = qui^", "'L''Aquila'")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ city =\n  ^", "'Bonn','New York','L''Aquila','‘‘Oslo’’'")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ express = ^ }", "$true,$false")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ express = f^", "$false")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ express = $t^", "$true")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ count = ^", "7")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ 'la suite' = ^", "'c''est bon'")]
    public async Task Values_are_what_the_variable_can_have(string typed, string expected)
    {
        await using var stage = await SetAsync();
        Assert.Equal(expected, stage.Texts(typed));
    }

    [Theory]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ ci^ }", "Invoke-DifyWorkflow wf -Inputs @{ city =  }")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ ci^ty = 'Bonn' }", "Invoke-DifyWorkflow wf -Inputs @{ city = 'Bonn' }")]
    [InlineData(
        "Invoke-DifyWorkflow wf -Inputs @{ city = 'new^'; count = 1 }",
        "Invoke-DifyWorkflow wf -Inputs @{ city = 'New York'; count = 1 }"
    )]
    [InlineData(
        "Invoke-DifyWorkflow wf -Inputs @{ city = New Y^; count = 1 }",
        "Invoke-DifyWorkflow wf -Inputs @{ city = 'New York'; count = 1 }"
    )]
    public async Task Only_what_is_being_typed_is_replaced(string typed, string expected)
    {
        await using var stage = await SetAsync();
        Assert.Equal(expected, stage.Line(typed));
    }

    [Fact]
    public async Task Options_are_read_back_as_they_are()
    {
        await using var stage = await SetAsync();
        var texts = stage.Complete("Invoke-DifyWorkflow wf -Inputs @{ city = ^").Select(one => one.CompletionText);
        Assert.Equal(["Bonn", "New York", "L'Aquila", "‘Oslo’"], stage.Good(string.Join("; ", texts)).Output.Select(one => one.ToString()));
    }

    [Fact]
    public async Task A_tooltip_tells_label_type_and_what_is_wanted()
    {
        await using var stage = await SetAsync();
        var keys = stage.Complete("Invoke-DifyWorkflow wf -Inputs @{ ^");
        Assert.Equal("Whereto: select, required, one of Bonn, New York, L'Aquila, ‘Oslo’", keys[0].ToolTip);
        Assert.Equal("city", keys[0].ListItemText);
        Assert.Equal("note: paragraph, at most 200 characters", keys[^1].ToolTip);
    }

    [Theory]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ note = $PSVersionTab^", "$PSVersionTable")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ note = (Get-DifyApp w^", "wf")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ note = @{ ci^", "")]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ city = 'Bonn' }^", "")]
    [InlineData("Invoke-DifyWorkflow none -Inputs @{ ^", "")]
    [InlineData("Invoke-DifyChat wf @{ ci^", "")]
    [InlineData("Invoke-DifyWorkflow -User @{ ci^", "")]
    [InlineData("Where-Object -FilterScript @{ ci^", "")]
    [InlineData("$table = @{ ci^", "")]
    [InlineData("Get-DifyApp w^", "wf")]
    [InlineData("$beforeTab^", "$beforeTabs")]
    public async Task Everything_else_is_PowerShells_own(string typed, string expected)
    {
        await using var stage = await SetAsync();
        stage.Run("$beforeTabs = 1");
        Assert.Equal(expected, stage.Texts(typed));
    }

    [Fact]
    public async Task No_variable_of_ours_is_offered()
    {
        await using var stage = await SetAsync();
        foreach (var name in new[] { "$bef", "$inputScr", "$cursorC", "$found", "$positionOf", "$framew" })
            Assert.Empty(stage.Complete(name));
    }

    [Fact]
    public async Task Tab_is_what_it_was_once_the_module_is_gone_and_comes_back_when_it_is_asked_for()
    {
        await using var stage = await SetAsync();
        const string Command = "$ExecutionContext.InvokeCommand.GetCommand('TabExpansion2', 'All').CommandType.ToString()";
        Assert.Equal("Alias", stage.Good(Command).Output.Single().ToString());
        stage.Good("Remove-Module DifyPS");
        Assert.Equal("Function", stage.Good(Command).Output.Single().ToString());
        Assert.Equal("$PSVersionTable", stage.Texts("$PSVersionTab"));
        stage.Shell.Import();
        Assert.Equal("Function", stage.Good(Command).Output.Single().ToString());
        stage.Good("& { Enable-DifyInputCompletion; Enable-DifyInputCompletion }");
        Assert.Equal("city = ", stage.Texts("Invoke-DifyWorkflow wf -Inputs @{ ci^"));
        stage.Good("& { Disable-DifyInputCompletion; Disable-DifyInputCompletion }");
        Assert.Equal("Function", stage.Good(Command).Output.Single().ToString());
    }

    [Fact]
    public async Task An_alias_of_somebodys_own_stays()
    {
        await using var stage = await SetAsync();
        var result = stage.Run(
            "Disable-DifyInputCompletion; function mine { 'mine' }; ${alias:TabExpansion2} = 'mine'; Enable-DifyInputCompletion; TabExpansion2"
        );
        Assert.Equal("InputCompletionTaken", result.ErrorId);
        Assert.Equal("mine", result.Output.Single().ToString());
    }

    [Theory]
    [InlineData("Invoke-DifyWorkflow wf -Inputs @{ ci^", "city = ")]
    [InlineData("$PSVersionTab^", "$PSVersionTable,theirs")]
    public async Task A_Tab_of_somebodys_own_is_asked_for_all_the_rest(string typed, string expected)
    {
        await using var stage = await SetAsync();
        stage.Good("""
            function global:TabExpansion2 {
                param($inputScript, $cursorColumn, $options)
                $all = [System.Management.Automation.CommandCompletion]::CompleteInput($inputScript, $cursorColumn, $options)
                $all.CompletionMatches.Add([System.Management.Automation.CompletionResult]::new('theirs'))
                $all
            }
            """);
        Assert.Equal(expected, stage.Texts(typed));
    }

    [Fact]
    public async Task A_scripts_own_variables_are_seen_where_it_stops()
    {
        await using var stage = await SetAsync();
        var found = stage.Good("& { $inHere = 1; (TabExpansion2 '$inHer' 6).CompletionMatches.CompletionText }").Output;
        Assert.Equal("$inHere", found.Single().ToString());
    }

    [Fact]
    public async Task A_syntax_tree_is_completed_as_its_text_is()
    {
        await using var stage = await SetAsync();
        var found = stage.Good("""
            $text = 'Invoke-DifyWorkflow wf -Inputs @{ ci'
            $at = [System.Management.Automation.CommandCompletion]::MapStringInputToParsedInput($text, $text.Length)
            (TabExpansion2 $at.Item1 $at.Item2 $at.Item3 $null).CompletionMatches.CompletionText
            $text = '$PSVersionTab'
            $at = [System.Management.Automation.CommandCompletion]::MapStringInputToParsedInput($text, $text.Length)
            (TabExpansion2 $at.Item1 $at.Item2 $at.Item3 $null).CompletionMatches.CompletionText
            """).Output;
        Assert.Equal(["city = ", "$PSVersionTable"], found.Select(one => one.ToString()));
    }

    [Fact]
    public async Task A_form_completes_its_fields()
    {
        await using var stage = await Stage.SetAsync();
        stage.Good("Enable-DifyInputCompletion");
        stage.Register("Approver", "workflow", app =>
            app.Script = new Dify.Simulator.ChatScript
            {
                Pause = new Dify.Simulator.SimulatedForm
                {
                    Inputs =
                    [
                        new Dify.Simulator.SimulatedFormInput("paragraph", "reason"),
                        new Dify.Simulator.SimulatedFormInput("paragraph", "remark"),
                    ],
                },
            }
        );
        var token = stage.Good("(Invoke-DifyWorkflow approver).FormToken").Output.Single().ToString();
        Assert.Equal("reason = ,remark = ", stage.Texts($"Submit-DifyHumanInputForm approver {token} approve -Inputs @{{ re^"));
        Assert.Contains(stage.Complete("Submit-DifyHumanInputForm approver ^"), one => one.CompletionText == token);
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await Stage.SetAsync();
        stage.Register("Wf", "workflow", app => app
            .AddInput("text-input", "la suite", defaultValue: "c'est bon")
            .AddInput("select", "city", label: "Whereto", required: true, options: ["Bonn", "New York", "L'Aquila", "‘Oslo’"])
            .AddInput("checkbox", "express")
            .AddInput("number", "count", defaultValue: "7")
            .AddInput("paragraph", "note", maxLength: 200));
        stage.Good("Enable-DifyInputCompletion");
        stage.Run("[void] $ExecutionContext.InvokeProvider.Item.Set('Alias:\\go', 'Invoke-DifyWorkflow'); $name = 'wf'");
        return stage;
    }
}
