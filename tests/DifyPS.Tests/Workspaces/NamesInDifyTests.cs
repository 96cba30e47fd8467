using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>An app of a workspace brings along what it is called in Dify, which is nobody's name here.</summary>
public sealed class NamesInDifyTests
{
    [Theory]
    [InlineData("Invoke-DifyChat -Message hi", "AppNotFound")]
    [InlineData("Get-DifyAppInfo", "AppNotFound")]
    [InlineData("Get-DifyApp", "AppNotFound")]
    [InlineData("Test-DifyApp", "AppNotFound")]
    [InlineData("Set-DifyApp -User bob", "AppNotFound")]
    [InlineData("Unregister-DifyApp", "AppNotFound")]
    public async Task It_never_stands_for_somebody_elses_app(string command, string error)
    {
        await using var stage = await AppStage.SetAsync();
        // Here, 'cat' is the dog.
        stage.AddApp("Dog");
        stage.Good("Register-DifyApp cat $dogKey -Server $server");
        stage.Add("cat");
        stage.Shell.SetVariable("cat", stage.Apps("Get-DifyWorkspaceApp work cat")[0]);
        stage.ForgetRequests();

        Assert.Contains("'cat'", stage.Bad($"$cat | {command}", error).Exception.Message);

        Assert.Empty(stage.Requests);
        Assert.Equal("Dog", stage.Binding("cat")!.RemoteName);
    }

    [Fact]
    public async Task Names_that_are_bound_to_it_are_meant()
    {
        await using var stage = await AppStage.SetAsync();
        var (cat, _) = stage.Register("Cat");
        stage.Good("Set-DifyApp cat -NewName tom");
        await stage.BindAsync("tom", cat);
        stage.Shell.SetVariable("app", stage.Apps("Get-DifyWorkspaceApp work Cat")[0]);

        Assert.Equal("tom", ((DifyChatReply)stage.Good("$app | Invoke-DifyChat -Message hi").Output[0].BaseObject).App);
        Assert.Equal("tom", ((DifyApp)stage.Good("$app | Get-DifyApp").Output[0].BaseObject).Name);
        stage.Good("$app | Set-DifyApp -User bob");
        Assert.Equal("bob", stage.Binding("tom")!.User);
        // What somebody types is what they mean.
        stage.AddApp("Dog");
        stage.Good("Register-DifyApp cat $dogKey -Server $server");
        Assert.Equal("cat", ((DifyChatReply)stage.Good("$app | Invoke-DifyChat cat -Message hi").Output[0].BaseObject).App);
    }
}
