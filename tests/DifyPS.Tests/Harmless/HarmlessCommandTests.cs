using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Common;
using DifyPS.Tests.Support;
using DifyPS.Tests.Support.Hostile;
using DifyPS.Tests.Support.Terminals;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Harmless;

/// <summary>
/// Commands against a server whose every text is hostile: nothing that reaches the screen steers it, and scripts get what the server said.
/// </summary>
public sealed class HarmlessCommandTests
{
    private const string Form = "$f = Invoke-DifyWorkflow waiting | Get-DifyHumanInputForm; ";

    private const string Conversation = "$c = (Invoke-DifyChat cat hi); ";

    public static TheoryData<string> AllCommands =>
        [
            // What is given, live or whole.
            "Invoke-DifyChat cat hi",
            "Invoke-DifyChat cat hi -Stream",
            "Invoke-DifyChat cat hi -AsEvent",
            "Invoke-DifyWorkflow flow",
            "Invoke-DifyWorkflow flow -AsEvent",
            "Invoke-DifyWorkflow flow -Stream",
            "Get-DifyAppInfo cat",
            "Get-DifyApp",
            "Test-DifyApp",
            "Test-DifyApp cat | Format-List",
            Conversation + "Get-DifyConversation cat",
            Conversation + "Get-DifyMessage cat $c.ConversationId",
            Conversation + "$c | Get-DifySuggestedQuestion",
            Conversation + "$c | Send-DifyFeedback -Rating Like; Get-DifyFeedback cat",
            Conversation + "$c | Format-List",
            "Add-DifyAnnotation cat question answer -Verbose; Get-DifyAnnotation cat",
            "$null = Invoke-DifyWorkflow flow; Get-DifyWorkflowLog flow",
            "Invoke-DifyWorkflow flow | Show-DifyWorkflowRun",
            "Invoke-DifyWorkflow flow | Get-DifyWorkflowRun",
            "Measure-DifyUsage cat",
            "1..3 | ForEach-Object { \"m $_\" } | Invoke-DifyChat cat -ThrottleLimit 2 -Summary",
            "Invoke-DifyWorkflow waiting",
            "Invoke-DifyWorkflow waiting | Get-DifyHumanInputForm",
            "Enable-DifyAnnotationReply cat -EmbeddingModel m -EmbeddingProvider p -ScoreThreshold 0.5 -Wait",
            // What hangs on it, in every way of looking at it.
            Form + "$f.Inputs",
            Form + "$f.Actions",
            Form + "$f.Inputs | Format-List",
            Form + "$f.Inputs, $f.Actions | Format-Wide",
            Form + "$f.Inputs | Format-Custom",
            Form + "$f | Format-Wide",
            Form + "\"$f\"; \"$($f.Inputs)\"; \"$($f.Actions)\"",
            Form + "$f.Actions | Out-String",
            "Invoke-DifyWorkflow waiting | Format-Custom",
            "(Get-DifyAppInfo cat).Parameters",
            "(Get-DifyAppInfo cat).Site | Format-List",
            "(Get-DifyAppInfo cat).Site | Format-Table",
            "(Get-DifyAppInfo cat).Inputs | Format-Wide",
            "(Get-DifyAppInfo cat).ToolIcons.Values",
            Conversation + "$c | Format-Wide",
            Conversation + "$c | Format-Custom",
            Conversation + "$c.Citations | Format-Wide",
            Conversation + "$c.Citations | Format-Custom",
            Conversation + "$c | Format-Table -Property ConversationId, MessageId, TaskId, Status",
            Conversation + "\"$c\"",
            Conversation
                + "$c | Send-DifyFeedback -Rating Like; (Get-DifyMessage cat $c.ConversationId) | ForEach-Object { $_.Feedback; $_.HumanInput; $_.Data }",
            Conversation + "Get-DifyConversation cat | Format-Wide",
            Conversation + "Get-DifyMessage cat $c.ConversationId | Format-Custom",
            "(Invoke-DifyWorkflow flow).Outputs",
            "(Invoke-DifyWorkflow flow).Outputs | Format-List",
            "(Invoke-DifyWorkflow flow).Nodes",
            "Invoke-DifyWorkflow flow | Format-Wide",
            "Invoke-DifyWorkflow flow -AsEvent | ForEach-Object Data",
            "Invoke-DifyWorkflow flow -AsEvent | Format-Wide",
            "Invoke-DifyChat broken hi -ErrorAction SilentlyContinue -ErrorVariable e; $e[0].Exception.PartialReply",
            "Invoke-DifyWorkflow failing -ErrorAction SilentlyContinue -ErrorVariable e; $e[0].Exception.PartialResult; $e[0].TargetObject",
            // What goes wrong.
            "Invoke-DifyChat broken hi",
            "Invoke-DifyChat broken hi -Stream",
            "Invoke-DifyWorkflow failing",
            "Invoke-DifyWorkflow failing -AsEvent",
            "Get-DifyMessage cat 'no such'",
            "Get-DifyMessage cat 11111111-1111-4111-8111-111111111111",
            "Invoke-DifyRestMethod cat 'messages?conversation_id=11111111-1111-4111-8111-111111111111&user=a'",
            "'a', 'b' | Invoke-DifyChat broken -ThrottleLimit 2 -Summary",
            "Register-DifyApp second $catKey -Server $hostile",
            "Set-DifyApp cat -ApiKey $dogKey",
            "Save-DifyFile cat 11111111-1111-4111-8111-111111111111",
            "Stop-DifyTask cat nothing",
            "Invoke-DifyChat cat (\"app-\" + [char]27 + [char]0x202e) -Inputs @{ ([string][char]27 + 'x') = 1 }",
            "Invoke-DifyChat (\"c\" + [char]27) hi",
            // What is asked before something is done.
            Conversation + "Remove-DifyConversation cat $c.ConversationId -WhatIf",
            Conversation + "Rename-DifyConversation cat $c.ConversationId title -WhatIf",
            Conversation + "$c | Rename-DifyConversation -Title (\"a\" + [char]0x9b) -WhatIf",
            Conversation + "Remove-DifyConversation cat $c.ConversationId",
            Conversation + "Get-DifyConversation cat | Remove-DifyConversation -WhatIf",
            Conversation + "$c | Send-DifyFeedback -Rating Like -WhatIf",
            Conversation + "Get-DifyConversation cat | Export-DifyConversation -Path $work -WhatIf",
            Conversation + "Set-DifyConversationVariable cat $c.ConversationId x 1 -WhatIf",
            "Add-DifyAnnotation cat (\"q\" + [char]27) a -WhatIf",
            "Add-DifyAnnotation cat q a | Remove-DifyAnnotation -WhatIf",
            "Add-DifyAnnotation cat q a | Set-DifyAnnotation -Answer b -WhatIf",
            "Stop-DifyTask cat (Invoke-DifyChat cat hi).TaskId -WhatIf",
            "Invoke-DifyRestMethod cat (\"x\" + [char]0x202e) -Method Delete -WhatIf",
            "Invoke-DifyWorkflow waiting | Submit-DifyHumanInputForm -Action approve -WhatIf",
            "Save-DifyFile cat 11111111-1111-4111-8111-111111111111 -WhatIf",
            "Unregister-DifyApp cat -WhatIf",
            "Set-DifyApp cat -Refresh -WhatIf",
        ];

    [Theory]
    [MemberData(nameof(AllCommands))]
    public async Task Nothing_on_the_screen_steers_it(string command)
    {
        await using var stage = await Stage.SetAsync();
        await using var hostile = await StartAsync(stage);

        var result = stage.Shell.Show(command);

        HostileText.IsHarmless(result.Text, command);
        Assert.NotEmpty(result.Text.Trim());
        foreach (var error in result.Errors)
        {
            HostileText.IsHarmless(error.ToString(), command);
            HostileText.IsHarmless(error.FullyQualifiedErrorId, command);
            HostileText.IsHarmless(error.CategoryInfo.GetMessage(), command);
            HostileText.IsHarmless(error.ErrorDetails?.RecommendedAction ?? string.Empty, command);
            if (error.Exception is Dify.Client.DifyException or DifyPS.Common.DifyCommandException)
            {
                HostileText.IsHarmless(error.Exception.ToString(), command);
                HostileText.IsHarmless(error.Exception.Message, command);
            }
        }
    }

    [Fact]
    public async Task Scripts_get_what_the_server_said()
    {
        await using var stage = await Stage.SetAsync();
        await using var hostile = await StartAsync(stage);

        var reply = (DifyChatReply)stage.Good("Invoke-DifyChat cat hi").Output[0].BaseObject;
        var result = (DifyWorkflowResult)stage.Good("Invoke-DifyWorkflow flow").Output[0].BaseObject;

        Assert.EndsWith(HostileText.Suffix, reply.Answer, StringComparison.Ordinal);
        Assert.EndsWith(DisplayFormat.Text(HostileText.Suffix), reply.ConversationId, StringComparison.Ordinal);
        Assert.Contains(((System.Management.Automation.PSObject)result.Outputs!).Properties, one =>
            one.Value is string text && text.EndsWith(HostileText.Suffix, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("Get-DifyMessage cat ")]
    [InlineData("Get-DifyWorkflowRun flow ")]
    [InlineData("Invoke-DifyWorkflow ")]
    [InlineData("Invoke-DifyChat cat hi -Inputs @{ ")]
    [InlineData("Invoke-DifyChat cat hi -Inputs @{ size = ")]
    [InlineData("Remove-DifyAnnotation cat ")]
    [InlineData("Get-DifyMessage cat -User ")]
    public async Task Nothing_that_Tab_shows_or_puts_in_steers_anything(string typed)
    {
        await using var stage = await Stage.SetAsync();
        await using var hostile = await StartAsync(stage);
        stage.Good("$null = Invoke-DifyChat cat hi; $null = Invoke-DifyWorkflow flow; $null = Add-DifyAnnotation cat q a");

        foreach (var one in stage.Complete(typed))
        {
            HostileText.IsHarmless(one.CompletionText, typed);
            HostileText.IsHarmless(one.ListItemText, typed);
            HostileText.IsHarmless(one.ToolTip, typed);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_talk_in_the_terminal_is_drawn_by_the_module_alone(bool isPlain)
    {
        await using var stage = await Stage.SetAsync();
        await using var hostile = await StartAsync(stage);
        using var talk = new Talk(stage, "Enter-DifyChat cat", new FakeTerminal(isPlain: isPlain));
        talk.Say(1, "hello").Say(2, "/inputs").Say(3, "/conversations").Say(4, "/like").Say(5, "/exit").End();

        // Its own lines end with a carriage return, and its own sequences move the cursor: what the suffix has must not be among them.
        foreach (
            var bad in (string[])
                ["\u001b]0;title", "\u001bc", "\u001b[2J\u001b[31m", "\u009b", "\u0007", "\u202e", "\u2066", "\u2069", "\u0000x", "\u001bx"]
        )
        {
            Assert.DoesNotContain(bad, talk.Terminal.Written, StringComparison.Ordinal);
        }
        Assert.Contains("\u241b", talk.Terminal.Written, StringComparison.Ordinal);
    }

    internal static async Task<HostileDify> StartAsync(Stage stage)
    {
        var hostile = await HostileDify.StartAsync(stage.Dify.BaseUri);
        stage.Shell.SetVariable("hostile", hostile.Server + "/v1");
        stage.Shell.SetVariable("work", stage.Folder);
        stage.AddApp("Cat", "advanced-chat", one =>
        {
            one.AddInput("select", "size", options: ["S", "M"]);
            one.AddInput("text-input", "name", defaultValue: "usual");
            one.Parameters["opening_statement"] = "Hello";
            one.Script = new ChatScript
            {
                Answer = "**Well** then.",
                Citations = [new("Docs", "a.md", "Text.", 0.876)],
                SuggestedQuestions = ["And then?"],
            };
        });
        stage.AddApp("Dog");
        stage.AddApp("Broken", "chat", one =>
            one.Script = new ChatScript { Error = new(400, "provider_quota_exceeded", "It is used up.", 2) }
        );
        stage.AddApp("Flow", "workflow");
        stage.AddApp("Failing", "workflow", one => one.Script = new ChatScript { Failure = "It went wrong." });
        stage.AddApp("Waiting", "workflow", one => one.Script = new ChatScript { Pause = new() });
        foreach (var name in (string[])["cat", "broken", "flow", "failing", "waiting"])
            stage.Good($"Register-DifyApp {name} ${name}Key -Server $hostile -User alice");
        return hostile;
    }
}
