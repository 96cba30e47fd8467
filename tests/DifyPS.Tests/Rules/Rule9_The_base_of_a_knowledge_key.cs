using System;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Rules;

/// <summary>The base by which a limited knowledge key is verified can be given, changed and taken away later on.</summary>
public sealed class Rule9_The_base_of_a_knowledge_key
{
    [Fact]
    public async Task It_is_given_to_a_registered_key_and_asked_for()
    {
        await using var stage = await SetAsync();
        stage.ForgetRequests();
        var app = (DifyApp)stage.Good("Set-DifyApp docs -KnowledgeBaseId $mine -PassThru").Output.Single().BaseObject;
        Assert.Equal([$"/datasets/{app.KnowledgeBaseId}"], stage.Requests.Select(r => r.Path));
        Assert.NotNull(app.KnowledgeBaseId);
        Assert.True(app.IsLimited);
        Assert.Equal(
            app.KnowledgeBaseId,
            stage.Good("(Get-SecretInfo DifyPS-docs -Vault $vault).Metadata['knowledgeBase']").Output.Single().ToString()
        );
        stage.StartAfresh();
        stage.Good("Invoke-DifyRestMethod docs \"datasets/$mine\"");
        Assert.Equal(AppHealth.Ok, stage.Test("docs").Status);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("$null")]
    [InlineData("' '")]
    public async Task It_is_taken_away_by_nothing(string nothing)
    {
        await using var stage = await SetAsync();
        stage.Good("Set-DifyApp docs -KnowledgeBaseId $mine");
        stage.ForgetRequests();
        stage.Good($"Set-DifyApp docs -KnowledgeBaseId {nothing}");
        Assert.Equal(["/datasets"], stage.Requests.Select(r => r.Path));
        Assert.Null(stage.Binding("docs")!.KnowledgeBaseId);
        Assert.True(stage.Binding("docs")!.LimitedToBases);
        stage.Good("Invoke-DifyRestMethod docs \"datasets/$mine\"");
    }

    [Theory]
    [InlineData("Set-DifyApp docs -KnowledgeBaseId $other", "KnowledgeBaseNotOpened")]
    [InlineData("Set-DifyApp docs -KnowledgeBaseId ([guid]::NewGuid())", "KnowledgeBaseNotOpened")]
    [InlineData("Set-DifyApp docs -KnowledgeBaseId nonsense", "InvalidArgument")]
    [InlineData("Set-DifyApp docs -KnowledgeBaseId dataset-abcdefghijklmnop", "InvalidArgument")]
    [InlineData("Set-DifyApp docs -KnowledgeBaseId $mine, $other", "InvalidArgument")]
    [InlineData("Set-DifyApp docs -KnowledgeBaseId @{ id = $mine }", "InvalidArgument")]
    [InlineData("Set-DifyApp docs -KnowledgeBaseId $mine -ApiKey $catKey -Force", "KnowledgeKeyRequired")]
    [InlineData("Set-DifyApp cat -KnowledgeBaseId $mine", "KnowledgeKeyRequired")]
    [InlineData("Set-DifyApp cat -KnowledgeBaseId ''", "NothingToChange")]
    public async Task What_it_cannot_be_changes_nothing(string command, string errorId)
    {
        await using var stage = await SetAsync();
        stage.Register("Cat");
        stage.ForgetRequests();
        var error = stage.Bad(command, errorId);
        Assert.DoesNotContain("abcdefghijklmnop", error.ToString() + error.ErrorDetails?.RecommendedAction);
        Assert.Equal(errorId == "KnowledgeBaseNotOpened" ? 1 : 0, stage.Requests.Count);
        if (errorId == "KnowledgeBaseNotOpened")
            Assert.Contains("key of 'docs'", error.ToString(), StringComparison.Ordinal);
        Assert.Null(stage.Binding("docs")!.KnowledgeBaseId);
        Assert.NotNull(stage.Binding("docs")!.Verified);
    }

    [Fact]
    public async Task Unverified_it_is_noted_and_the_binding_says_so()
    {
        await using var stage = await SetAsync();
        stage.ForgetRequests();
        stage.Good("Set-DifyApp docs -KnowledgeBaseId $mine -NoVerify");
        Assert.Empty(stage.Requests);
        Assert.Null(stage.Binding("docs")!.Verified);
        Assert.NotNull(stage.Binding("docs")!.KnowledgeBaseId);
        stage.StartAfresh();
        stage.Good("Invoke-DifyRestMethod docs \"datasets/$mine\"");
    }

    [Theory]
    [InlineData("@(1, 2)")]
    [InlineData("@($mine, $other)")]
    [InlineData("@{ id = 1 }")]
    [InlineData("[pscustomobject] @{ id = 1 }")]
    public async Task Several_in_a_row_of_a_list_are_an_error_of_that_row(string several)
    {
        await using var stage = await SetAsync();
        stage.Good("Unregister-DifyApp docs");
        stage.ForgetRequests();
        var result = stage.Run($$"""
            [pscustomobject] @{ Name = 'first'; ApiKey = $limited; Server = $server; KnowledgeBaseId = {{several}} },
            [pscustomobject] @{ Name = 'docs'; ApiKey = $limited; Server = $server; KnowledgeBaseId = @($mine) } | Register-DifyApp
            """);
        Assert.StartsWith("InvalidArgument", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Contains("-KnowledgeBaseId", result.Errors[0].Exception.Message);
        Assert.Equal("first", result.Errors[0].TargetObject);
        Assert.Single(stage.Requests);
        Assert.Null(stage.Binding("first"));
        Assert.NotNull(stage.Binding("docs")!.KnowledgeBaseId);
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await Stage.SetAsync();
        var knowledge = stage.Dify.State.AddKnowledge();
        stage.Shell.SetVariable("mine", (string)knowledge.AddDataset("Docs")["id"]!);
        stage.Shell.SetVariable("other", (string)knowledge.AddDataset("Secrets")["id"]!);
        stage.SetKey("limited", knowledge.CreateLimitedKey(["Docs"], Canary.NewKey("dataset-")));
        stage.AddApp("Cat");
        stage.Good("Register-DifyApp docs $limited -Server $server");
        return stage;
    }
}
