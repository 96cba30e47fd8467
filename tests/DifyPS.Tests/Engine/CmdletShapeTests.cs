using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Commands;
using DifyPS.Common;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>All cmdlets are made alike.</summary>
public sealed class CmdletShapeTests
{
    private static readonly IReadOnlyDictionary<string, Type> Cmdlets = ModuleCmdlets.All;

    // What a person types after the command, in its order. A name in brackets is of one parameter set only.
    private const string Positions = """
        Add-DifyAnnotation App Question Answer
        Complete-DifyCommandLine [InputScript] [Ast] [CursorColumn] [Tokens] Options [PositionOfCursor]
        Connect-DifyWorkspace Name [Server]
        ConvertFrom-DifyAudio App [Path]
        ConvertTo-DifyAudio App [Text] OutFile
        Disable-DifyAnnotationReply App
        Disable-DifyAppApi App
        Disable-DifyInputCompletion
        Disconnect-DifyWorkspace Name
        Enable-DifyAnnotationReply App EmbeddingProvider EmbeddingModel
        Enable-DifyAppApi App
        Enable-DifyInputCompletion
        Enter-DifyChat App ConversationId
        Export-DifyAppDsl App Path
        Export-DifyConversation App ConversationId Path
        Get-DifyAnnotation App Keyword
        Get-DifyApp Name
        Get-DifyAppInfo App
        Get-DifyAppKey App
        Get-DifyCheckpoint [Path]
        Get-DifyConversation App
        Get-DifyConversationVariable App ConversationId VariableName
        Get-DifyEndUser App EndUserId
        Get-DifyFeedback App
        Get-DifyHumanInputForm App FormToken
        Get-DifyKnowledgeKey Workspace
        Get-DifyMessage App ConversationId
        Get-DifySuggestedQuestion App MessageId
        Get-DifyWorkflowLog App Keyword
        Get-DifyWorkflowRun App RunId
        Get-DifyWorkspace Name
        Get-DifyWorkspaceApp Workspace Name
        Import-DifyAppDsl [Path] Workspace
        Invoke-DifyChat App Message
        Invoke-DifyCompletion App Query
        Invoke-DifyRestMethod App Path
        Invoke-DifyWorkflow App Inputs
        Measure-DifyUsage App
        New-DifyAppKey App
        New-DifyKnowledgeKey Workspace KnowledgeBaseId
        Receive-DifyWorkflowEvent App RunId
        Register-DifyApp Name [ApiKey]
        Remove-DifyAnnotation App AnnotationId
        Remove-DifyAppKey App KeyId
        Remove-DifyConversation App ConversationId
        Remove-DifyKnowledgeKey Workspace KeyId
        Rename-DifyConversation App ConversationId [NewTitle]
        Save-DifyFile App [FileId] Path
        Send-DifyFeedback App MessageId [Rating] [Text]
        Send-DifyFile App [Path]
        Set-DifyAnnotation App AnnotationId Question Answer
        Set-DifyApp Name
        Set-DifyConversationVariable App ConversationId [VariableName] Value
        Show-DifyWorkflowRun App RunId
        Stop-DifyTask App TaskId
        Submit-DifyHumanInputForm App FormToken Action Inputs
        Test-DifyApp Name
        Test-DifyWorkspace Name
        Unregister-DifyApp Name
        Update-DifyAppKey App
        """;

    public static TheoryData<string> Names => [.. Cmdlets.Keys];

    [Fact]
    public void What_is_typed_first_has_a_place()
    {
        using var session = new Session();
        var all = session
            .Run("Get-Command -Module DifyPS -CommandType Cmdlet")
            .Output.Select(one => (CmdletInfo)one.BaseObject)
            .OrderBy(one => one.Name, StringComparer.Ordinal);
        var lines = all.Select(cmdlet =>
            string.Join(
                ' ',
                cmdlet
                    .ParameterSets.SelectMany(set => set.Parameters.Where(one => one.Position >= 0))
                    .GroupBy(one => one.Name)
                    .OrderBy(group => group.Min(one => one.Position))
                    .Select(group => group.Count() == cmdlet.ParameterSets.Count ? group.Key : $"[{group.Key}]")
                    .Prepend(cmdlet.Name)
            )
        );
        Assert.Equal(Positions.ReplaceLineEndings("\n"), string.Join('\n', lines));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_place_is_taken_once_in_a_parameter_set(string name)
    {
        using var session = new Session();
        var info = (CmdletInfo)session.Run($"Get-Command {name}").Output.Single().BaseObject;
        Assert.All(info.ParameterSets, set =>
        {
            var places = set.Parameters.Where(one => one.Position >= 0).Select(one => one.Position).ToList();
            Assert.Equal(places.Distinct(), places);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_stands_on_the_one_base_and_says_what_it_is_for(string name)
    {
        var type = Cmdlets[name];
        Assert.True(typeof(DifyCmdlet).IsAssignableFrom(type));
        var names = type.GetProperties()
            .Any(one =>
                one.IsDefined(typeof(AppNameArgumentAttribute))
                && one.GetCustomAttributes<ParameterAttribute>().Any(each => each.Position == 0)
            );
        Assert.Equal(names, type.GetCustomAttributes<WorksWithAttribute>(false).Any());
        if (typeof(DifyBoundCmdlet).IsAssignableFrom(type))
            Assert.NotEmpty(type.GetCustomAttributes<WorksWithAttribute>(false));
    }

    // Files and templates, which stay here, and what somebody says.
    private static readonly string[] MayBeAnyText =
    [
        "Path", "OutFile", "InFile", "FileName", "Html", "Checkpoint", "KeyProperty", "InputScript", "Message", "Query", "Text", "Question",
        "Answer",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_key_is_refused_by_whatever_takes_a_text(string name)
    {
        var open = Cmdlets[name]
            .GetProperties()
            .Where(one => one.IsDefined(typeof(ParameterAttribute)) && (one.PropertyType == typeof(string) || one.PropertyType == typeof(string[])))
            .Where(one => !one.IsDefined(typeof(TextArgumentAttribute)) || one.IsDefined(typeof(SayingArgumentAttribute)))
            .Where(one => !one.IsDefined(typeof(ValidateSetAttribute)))
            .Select(one => one.Name);
        Assert.All(open, one => Assert.Contains(one, MayBeAnyText));
        if (name == "Invoke-DifyRestMethod")
            Assert.DoesNotContain("Path", open);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_page_says_the_same(string name)
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Session.ManifestPath)!, "docs", "en-US", name + ".md"));
        var said = Cmdlets[name].GetCustomAttributes<WorksWithAttribute>(false).Select(Sentence).ToList();
        Assert.All(said, sentence => Assert.Contains(sentence, page.ReplaceLineEndings(" ")));
        Assert.Equal(said.Count, page.Split("Works with ").Length - 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_a_pipeline_gives_it_is_bound_without_an_error_of_PowerShells(string name)
    {
        var parameters = Cmdlets[name]
            .GetProperties()
            .Where(one =>
                one.GetCustomAttributes<ParameterAttribute>().Any(each => each.ValueFromPipeline || each.ValueFromPipelineByPropertyName)
            )
            .ToList();
        Assert.Contains(parameters, one => one.PropertyType == typeof(PipelineRow) && one.IsDefined(typeof(PipelineRowArgumentAttribute)));
        // None that may come from a row is judged by PowerShell, whose error has the row for its target.
        Assert.All(parameters.Where(one => one.PropertyType != typeof(PipelineRow)), one =>
        {
            Assert.True(one.IsDefined(typeof(ArgumentTransformationAttribute), inherit: true), one.Name);
            Assert.True(
                one.IsDefined(typeof(SayingArgumentAttribute)) || !one.GetCustomAttributes<ValidateArgumentsAttribute>().Any(),
                one.Name
            );
        });
    }

    [Theory]
    [InlineData("Chat", "cat,flow", "Get-DifyConversation ")]
    [InlineData("Workflow", "wf", "Invoke-DifyWorkflow ")]
    [InlineData("Runs", "flow,wf", "Get-DifyWorkflowRun -App ")]
    [InlineData("Completion", "writer", "DifyPS\\Invoke-DifyCompletion ")]
    [InlineData("Messages and, by address, every app", "cat,flow,wf,writer", "Save-DifyFile ")]
    [InlineData("Any", "books,cat,flow,wf,writer", "Test-DifyApp ")]
    public async Task Tab_offers_apps_that_fit_the_command(string scope, string expected, string typed)
    {
        Assert.NotEmpty(scope);
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Flow", "advanced-chat");
        stage.Register("Wf", "workflow");
        stage.Register("Writer", "completion");
        stage.SetKey("booksKey", stage.Dify.State.AddKnowledge().CreateKey(Canary.NewKey("dataset-")));
        stage.Good("Register-DifyApp books $booksKey -Server $server");
        Assert.Equal(expected, stage.Texts(typed));
    }

    private static string Sentence(WorksWithAttribute one) => "Works with " + one.Scope switch
    {
        AppScope.Any => "every name that is registered.",
        AppScope.App => "apps of every mode.",
        AppScope.Knowledge => "knowledge keys.",
        _ => $"apps of the {(one.Modes!.Length == 1 ? "mode" : "modes")} {string.Join(", ", one.Modes.Select(mode => $"`{mode}`"))}.",
    };
}
