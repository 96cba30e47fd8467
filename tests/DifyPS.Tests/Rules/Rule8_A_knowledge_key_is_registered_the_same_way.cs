using System.Linq;
using System.Threading.Tasks;
using DifyPS.Binding;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Rules;

public sealed class Rule8_A_knowledge_key_is_registered_the_same_way
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

    private static async Task<Stage> SetWithKnowledgeAsync()
    {
        var stage = await Stage.SetAsync();
        stage.SetKey("kbKey", stage.Dify.State.AddKnowledge().CreateKey(Canary.NewKey("dataset-")));
        stage.Good("Register-DifyApp kb $kbKey -Server $server");
        return stage;
    }
}
