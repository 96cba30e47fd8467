using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Rules;

public sealed class Rule9_A_knowledge_key_is_registered_the_same_way
{
    [Fact]
    public async Task It_shows_mode_knowledge_and_is_verified_by_listing()
    {
        await using var stage = await SetWithKnowledgeAsync();
        Assert.Equal(["/datasets"], stage.Requests.Select(r => r.Path));
        var app = (DifyApp)stage.Good("Get-DifyApp kb").Output.Single().BaseObject;
        Assert.Equal("knowledge", app.Mode);
        Assert.NotNull(app.Verified);
        var status = (DifyAppStatus)stage.Good("Test-DifyApp kb").Output.Single().BaseObject;
        Assert.Equal(AppHealth.Ok, status.Status);
    }

    [Theory]
    [InlineData("Invoke-DifyChat kb hi", "AppKeyRequired")]
    [InlineData("Get-DifyAppInfo kb", "AppKeyRequired")]
    [InlineData("Invoke-DifyRestMethod kb info", "AppKeyRequired")]
    [InlineData("Invoke-DifyRestMethod cat datasets", "KnowledgeKeyRequired")]
    [InlineData("Invoke-DifyRestMethod cat /datasets/x/documents", "KnowledgeKeyRequired")]
    [InlineData("Invoke-DifyRestMethod raw datasets", "KnowledgeKeyRequired")]
    public async Task The_wrong_kind_of_key_is_refused_before_anything_is_sent(string command, string errorId)
    {
        await using var stage = await SetWithKnowledgeAsync();
        stage.Register("Cat");
        stage.AddApp("Raw");
        stage.Good("Register-DifyApp raw $rawKey -Server $server -NoVerify");
        stage.ForgetRequests();
        stage.Bad(command, errorId);
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task The_right_kind_goes_through()
    {
        await using var stage = await SetWithKnowledgeAsync();
        Assert.Single(stage.Good("Invoke-DifyRestMethod kb datasets").Output);
    }

    [Fact]
    public async Task A_changed_knowledge_key_cannot_prove_its_workspace()
    {
        await using var stage = await SetWithKnowledgeAsync();
        stage.PutSecret("DifyPS-kb", stage.Dify.State.AddKnowledge().CreateKey(Canary.NewKey("dataset-")));
        KeyCache.Clear();
        stage.Bad("Invoke-DifyRestMethod kb datasets", "AppIdentityMismatch");
        stage.Good("Set-DifyApp kb -Refresh -Force");
        stage.Good("Invoke-DifyRestMethod kb datasets");
    }

    [Fact]
    public async Task One_that_is_limited_to_chosen_bases_is_a_good_key_and_noted_as_limited()
    {
        await using var stage = await SetWithLimitedAsync();
        var app = (DifyApp)stage.Good("Register-DifyApp docs $limited -Server $server -PassThru").Output.Single().BaseObject;
        Assert.Equal(("knowledge", true, null), (app.Mode, app.IsLimited, app.KnowledgeBaseId));
        Assert.NotNull(app.Verified);
        var status = (DifyAppStatus)stage.Good("Test-DifyApp docs").Output.Single().BaseObject;
        Assert.Equal((AppHealth.Ok, true), (status.Status, status.Healthy));
        Assert.Contains("chosen knowledge bases", status.Message);
        Assert.Contains("limited", stage.Shell.Show("Get-DifyApp docs").Text);
    }

    [Fact]
    public async Task One_of_its_bases_verifies_it()
    {
        await using var stage = await SetWithLimitedAsync();
        stage.ForgetRequests();
        var app = (DifyApp)
            stage.Good("Register-DifyApp docs $limited -Server $server -KnowledgeBaseId $mine -PassThru").Output.Single().BaseObject;
        Assert.Equal([$"/datasets/{app.KnowledgeBaseId}"], stage.Requests.Select(r => r.Path));
        Assert.True(app.IsLimited);
        Assert.Equal(AppHealth.Ok, ((DifyAppStatus)stage.Good("Test-DifyApp docs").Output.Single().BaseObject).Status);
        stage.Good("Set-DifyApp docs -Refresh; Invoke-DifyRestMethod docs \"datasets/$mine\"");
        // It is known again from its vault.
        stage.Good("Unregister-DifyApp docs -KeepSecret -Confirm:$false; Register-DifyApp -FromVault $vault");
        Assert.Equal(app.KnowledgeBaseId, stage.Binding("docs")!.KnowledgeBaseId);
        stage.Dify.State.Knowledge.Single().RemoveDataset(stage.Dify.State.Knowledge.Single().Datasets[0]);
        var gone = (DifyAppStatus)stage.Good("Test-DifyApp docs").Output.Single().BaseObject;
        Assert.Equal((AppHealth.WrongApp, false), (gone.Status, gone.Healthy));
        Assert.Contains("-KnowledgeBaseId", gone.RecommendedAction);
    }

    [Fact]
    public async Task A_base_that_it_does_not_open_or_that_is_none_is_refused_and_nothing_is_kept()
    {
        await using var stage = await SetWithLimitedAsync();
        Assert.Contains(
            "'docs'",
            stage.Bad("Register-DifyApp docs $limited -Server $server -KnowledgeBaseId $other", "KnowledgeBaseNotOpened").Exception.Message
        );
        stage.Bad("Register-DifyApp docs $whole -Server $server -KnowledgeBaseId ([guid]::NewGuid())", "KnowledgeBaseNotOpened");
        stage.AddApp("Cat");
        stage.ForgetRequests();
        stage.Bad("Register-DifyApp cat $catKey -Server $server -KnowledgeBaseId $mine", "KnowledgeKeyRequired");
        Assert.DoesNotContain(
            "dataset-",
            stage
                .Bad("Register-DifyApp docs $limited -Server $server -KnowledgeBaseId dataset-abcdefghijklmnop", "InvalidArgument")
                .ToString()
        );
        Assert.Empty(stage.Requests);
        Assert.Null(stage.Binding("docs"));
        Assert.Null(stage.GetSecret("DifyPS-docs"));
        stage.Good("[pscustomobject] @{ Name = 'docs'; ApiKey = $whole; Server = $server; KnowledgeBaseId = '' } | Register-DifyApp");
        Assert.False(((DifyApp)stage.Good("Get-DifyApp docs").Output.Single().BaseObject).IsLimited);
    }

    [Fact]
    public async Task What_forbids_before_Dify_says_nothing_of_the_key()
    {
        await using var stage = await SetWithLimitedAsync();
        using (stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Error, Path = "/datasets", Status = 403, Body = "<h1>Forbidden</h1>" }))
            stage.Bad("Register-DifyApp docs $limited -Server $server", "http_403");
        // A key that could see the list is not a limited one since.
        stage.Good("Register-DifyApp docs $whole -Server $server");
        stage.Dify.State.Knowledge.Single().Enabled = false;
        Assert.Equal(AppHealth.ApiDisabled, ((DifyAppStatus)stage.Good("Test-DifyApp docs").Output.Single().BaseObject).Status);
    }

    private static async Task<Stage> SetWithLimitedAsync()
    {
        var stage = await Stage.SetAsync();
        var knowledge = stage.Dify.State.AddKnowledge();
        stage.Shell.SetVariable("mine", (string)knowledge.AddDataset("Docs")["id"]!);
        stage.Shell.SetVariable("other", (string)knowledge.AddDataset("Secrets")["id"]!);
        stage.SetKey("limited", knowledge.CreateLimitedKey(["Docs"], Canary.NewKey("dataset-")));
        stage.SetKey("whole", knowledge.CreateKey(Canary.NewKey("dataset-")));
        return stage;
    }

    private static async Task<Stage> SetWithKnowledgeAsync()
    {
        var stage = await Stage.SetAsync();
        stage.SetKey("kbKey", stage.Dify.State.AddKnowledge().CreateKey(Canary.NewKey("dataset-")));
        stage.Good("Register-DifyApp kb $kbKey -Server $server");
        return stage;
    }
}
