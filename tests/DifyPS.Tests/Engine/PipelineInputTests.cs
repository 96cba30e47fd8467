using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Security;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using DifyPS.Common;
using DifyPS.Pipeline.Arguments;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>What comes through a pipeline means something or is refused, and an empty cell of a row means nothing.</summary>
public sealed partial class PipelineInputTests
{
    // A text is what the app's only text variable is filled with.
    private static readonly string[] TakeTexts = ["Invoke-DifyWorkflow", "Invoke-DifyCompletion"];

    public static TheoryData<string> Names => [.. ModuleCmdlets.All.Keys];

    public static TheoryData<string> Refusing => [.. ModuleCmdlets.All.Keys.Except(TakeTexts)];

    [Theory]
    [MemberData(nameof(Refusing))]
    public async Task A_text_that_no_parameter_is_left_for_is_refused(string cmdlet)
    {
        await using var stage = await SetAsync();
        var more = cmdlet switch
        {
            "Get-DifyWorkspaceApp" => "-Name x",
            "Set-DifyConversationVariable" => "-Value 1",
            _ => PipedRowTests.More.GetValueOrDefault(cmdlet),
        };
        foreach (var item in new[] { "'some text'", "5", "[pscustomobject] @{ Nmae = 1 }", "$null" })
        {
            var error = Assert.Single(stage.Run($"{item} | {cmdlet} {Given(cmdlet)} {more}").Errors);
            Assert.Equal("InputObjectNotBound", error.FullyQualifiedErrorId.Split(',')[0]);
            Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
            Assert.Contains(cmdlet, error.Exception.Message, StringComparison.Ordinal);
            Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        }

        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task A_text_for_a_workspace_that_is_named_is_the_name_of_an_app()
    {
        await using var stage = await AppStage.SetAsync();
        foreach (var name in new[] { "Cat", "Cow", "Dog" })
            stage.Add(name);
        Assert.Equal(["Cat"], stage.Apps("'Cat' | Get-DifyWorkspaceApp work").Select(app => app.Name));
        Assert.Equal(["Cat", "Cow", "Dog"], stage.Apps("'Dog', 'C*' | Get-DifyWorkspaceApp work").Select(app => app.Name).Order());
        Assert.Equal(3, stage.Apps("'work' | Get-DifyWorkspaceApp").Count);
        Assert.Equal(3, stage.Apps("Get-DifyWorkspace | Get-DifyWorkspaceApp").Count);
        stage.Bad("'Cat' | Get-DifyWorkspaceApp", "WorkspaceNotFound");
        stage.Shell.SetVariable("key", Canary.NewKey());
        stage.Bad("$key | Get-DifyWorkspaceApp work", "InvalidArgument");
        stage.Bad("'' | Get-DifyWorkspaceApp work", "InvalidArgument");
    }

    [Fact]
    public async Task What_has_nothing_of_an_app_in_it_does_not_stand_for_all()
    {
        await using var stage = await AppStage.SetAsync();
        stage.Register("Cat");
        stage.ForgetRequests();
        stage.Bad("Get-DifyApp cat | Get-DifyWorkspaceApp", "InvalidArgument");
        stage.Bad("[pscustomobject] @{ Workspace = '' } | Get-DifyWorkspaceApp", "InputObjectNotBound");
        stage.Bad("[pscustomobject] @{ Workspace = ''; Nmae = 'cat' } | Get-DifyWorkspaceApp", "InputObjectNotBound");
        stage.Bad("[pscustomobject] @{ Name = '' } | Test-DifyApp", "InvalidAppName");
        stage.Bad("[pscustomobject] @{ Nmae = 'cat' } | Get-DifyApp", "InvalidAppName");
        Assert.Empty(stage.Requests);
        Assert.Single(stage.Good("[pscustomobject] @{ Name = 'cat' } | Get-DifyApp").Output);
    }

    [Fact]
    public async Task A_row_without_a_connection_is_for_the_only_one()
    {
        await using var stage = await AppStage.SetAsync();
        var cat = stage.Add("Cat");
        stage.Add("Dog");
        foreach (var row in new[] { "", "Workspace = ''; ", "Workspace = $null; ", "Workspace = 'work'; " })
            Assert.Equal("Cat", stage.Apps($"[pscustomobject] @{{ {row}AppId = '{cat.Id}' }} | Get-DifyWorkspaceApp").Single().Name);
        stage.Bad($"[pscustomobject] @{{ Workspace = @(1, 2); AppId = '{cat.Id}' }} | Get-DifyWorkspaceApp", "InvalidArgument");
    }

    [Fact]
    public async Task What_a_script_block_makes_of_an_item_is_taken()
    {
        await using var stage = await SetAsync();
        var replies = stage.Good("1, 2 | Invoke-DifyChat cat -Message { \"number $_\" }").Output;
        Assert.Equal(["number 1", "number 2"], replies.Select(one => ((DifyChatReply)one.BaseObject).Message));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_empty_cell_says_what_a_missing_column_says(string cmdlet)
    {
        await using var stage = await SetAsync();
        var type = ModuleCmdlets.All[cmdlet];
        var whatIf = type.GetCustomAttribute<CmdletAttribute>()!.SupportsShouldProcess ? "-WhatIf" : string.Empty;
        foreach (var one in type.GetProperties().Where(IsOptionalText))
        {
            var columns = new Dictionary<string, string>
            {
                ["App"] = "'cat'",
                ["Workspace"] = "'work'",
                ["ApiKey"] = "$key",
                ["Server"] = "$server",
                ["ConversationId"] = $"'{Guid.Empty}'",
                ["MessageId"] = $"'{Guid.Empty}'",
            };
            columns.Remove(one.Name);
            foreach (var alias in one.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? [])
                columns.Remove(alias);
            var expected = Outcome(stage, $"{Row(columns)} | {cmdlet} {whatIf} {PipedRowTests.More.GetValueOrDefault(cmdlet)}");
            foreach (var cell in new[] { "''", "' '", "$null" })
            {
                columns[one.Name] = cell;
                var row = Row(columns);
                Assert.Equal(expected, Outcome(stage, $"{row} | {cmdlet} {whatIf} {PipedRowTests.More.GetValueOrDefault(cmdlet)}"));
            }
        }
    }

    [Fact]
    public async Task A_row_with_nothing_but_empty_cells_beside_its_key_is_bound_as_usual()
    {
        await using var stage = await SetAsync();
        var (_, key) = stage.AddApp("Dog");
        stage.Shell.SetVariable("dog", key);
        stage.Good(
            "[pscustomobject] @{ Name = 'dog'; ApiKey = $dog; Server = $server; User = ''; Vault = ''; SecretName = ''; Workspace = ''; "
                + "AppId = ''; KeyId = ''; KnowledgeBaseId = '' } | Register-DifyApp"
        );
        var bound = stage.Binding("dog")!;
        Assert.Equal((stage.Vault, "DifyPS-dog", Environment.UserName), (bound.Vault, bound.Secret, bound.User));
        Assert.Equal((null, null, null), (bound.Workspace, bound.AppId, bound.KeyId));
    }

    [Fact]
    public async Task A_row_without_its_key_is_asked_for_it_or_takes_the_secret()
    {
        await using var stage = await SetAsync();
        stage.PutSecret("team-dog", stage.AddApp("Dog").Key);
        stage.Bad("[pscustomobject] @{ Name = 'dog'; ApiKey = ''; Server = $server } | Register-DifyApp", "ApiKeyRequired");
        stage.Good("[pscustomobject] @{ Name = 'dog'; ApiKey = ''; SecretName = 'team-dog'; Server = $server } | Register-DifyApp");
        Assert.Equal("team-dog", stage.Binding("dog")!.Secret);
        stage.Bad("[pscustomobject] @{ Name = ''; ApiKey = $key; Server = $server } | Register-DifyApp", "InvalidAppName");
        // On a command line nothing is left out by mistake.
        stage.Bad("Register-DifyApp owl $key -Server $server -User ''", "InvalidArgument");
        stage.Bad("Register-DifyApp owl -ApiKey '' -Server $server", "InvalidApiKey");
    }

    [Fact]
    public async Task A_row_says_nothing_about_the_next_one()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Dify.State.AddApp("Cat");
        stage.Shell.SetVariable("key", Canary.NewKey());
        stage.Good(
            "[pscustomobject] @{ Name = 'far'; ApiKey = $key; Server = 'https://elsewhere.example.com' }, "
                + $"[pscustomobject] @{{ Name = 'cat'; ApiKey = ''; AppId = '{cat.Id}'; Workspace = 'work' }} | Register-DifyApp -NoVerify"
        );
        stage.AssertAgrees(cat, "cat");
        Assert.Equal(stage.Server + "/", stage.Binding("cat")!.Server);
    }

    private static string Row(Dictionary<string, string> columns) =>
        $"[pscustomobject] @{{ {string.Join("; ", columns.Select(one => $"{one.Key} = {one.Value}"))} }}";

    // Everything that a command was for, but for ids that are new each time.
    private static string Outcome(Stage stage, string command)
    {
        stage.ForgetRequests();
        var result = stage.Run(command);
        var lines = result
            .Errors.Select(error => $"{error.FullyQualifiedErrorId}: {error.Exception.Message}")
            .Append($"{result.Output.Count} given")
            .Concat(stage.Requests.Select(one => $"{one.Method} {one.Path}"));
        return Id().Replace(string.Join('\n', lines), "ID");
    }

    private static bool IsOptionalText(PropertyInfo one)
    {
        var uses = one.GetCustomAttributes<ParameterAttribute>().ToList();
        return (one.IsDefined(typeof(TextArgumentAttribute)) || one.PropertyType == typeof(SecureString))
            && uses.Any(use => use.ValueFromPipelineByPropertyName)
            && !uses.Any(use => use.Mandatory)
            // A name or an id that chooses is refused where it is empty: nobody means everything by it.
            && one.GetCustomAttribute<TextArgumentAttribute>() is not ({ Narrows: true } or AppNameArgumentAttribute)
            && (one.GetCustomAttribute<TextArgumentAttribute>() is not { Many: true } || !uses.Any(use => use.ValueFromPipeline));
    }

    // All that an item could fill, in the set that is meant without a word.
    private static string Given(string cmdlet)
    {
        var type = ModuleCmdlets.All[cmdlet];
        var set = type.GetCustomAttribute<CmdletAttribute>()!.DefaultParameterSetName;
        return string.Join(
            ' ',
            type.GetProperties()
                .Where(one => one.PropertyType != typeof(PipelineRow))
                .Where(one =>
                    one.GetCustomAttributes<ParameterAttribute>()
                        .Any(use =>
                            (use.ValueFromPipeline || use.ValueFromPipelineByPropertyName)
                            && (set is null || use.ParameterSetName == set || use.ParameterSetName == ParameterAttribute.AllParameterSets)
                        )
                )
                .Select(one => $"-{one.Name} {Value(one)}")
        );
    }

    private static string Value(PropertyInfo one) =>
        one.Name switch
        {
            "App" or "Name" or "Knowledge" => "cat",
            "ApiKey" => "$secret",
            "Path" => "$file",
            "Workspace" => "work",
            _ => $"'{Guid.Empty}'",
        };

    private static async Task<Stage> SetAsync()
    {
        var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Shell.SetVariable("key", Canary.NewKey());
        stage.SetKey("secret", Canary.NewKey());
        var file = Path.Combine(stage.Folder, "one.yml");
        File.WriteAllText(file, "app:\n  mode: chat\n  name: Cat\nkind: app\nversion: 0.5.0\n");
        stage.Shell.SetVariable("file", file);
        stage.ForgetRequests();
        return stage;
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
