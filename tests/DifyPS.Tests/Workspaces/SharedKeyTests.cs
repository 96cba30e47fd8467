using System;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>A token that opens several apps: each name says which, with every request.</summary>
public sealed class SharedKeyTests
{
    [Fact]
    public async Task One_token_has_a_name_for_each_app_and_each_call_says_which()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, dog) = (stage.Dify.State.AddApp("Cat"), stage.Dify.State.AddApp("Dog"));
        stage.SetKey("sk", stage.Dify.State.Tokens.Add(Canary.NewKey("sk-"), cat, dog));
        stage.Good($"Register-DifyApp cat $sk -Server $server -AppId {cat.Id}");
        stage.Good($"Register-DifyApp dog $sk -Server $server -AppId {dog.Id}");
        Assert.Equal(("Cat", "Dog"), (stage.Binding("cat")!.RemoteName, stage.Binding("dog")!.RemoteName));
        KeyCache.Clear();
        stage.ForgetRequests();
        Assert.Contains("Cat here", stage.Good("Invoke-DifyChat cat hi").Output.Single().ToString());
        Assert.Contains("Dog here", stage.Good("Invoke-DifyChat dog hi").Output.Single().ToString());
        Assert.All(stage.Requests, one => Assert.Equal((one.App == "Cat" ? cat : dog).Id.ToString(), one.Headers["X-Dify-App-ID"]));
        Assert.Equal(["Ok", "Ok"], stage.Good("Test-DifyApp").Output.Select(one => ((DifyAppStatus)one.BaseObject).Status.ToString()));
    }

    [Fact]
    public async Task One_token_has_one_name_for_an_app_and_none_without_an_app()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, dog) = (stage.Dify.State.AddApp("Cat"), stage.Dify.State.AddApp("Dog"));
        stage.SetKey("sk", stage.Dify.State.Tokens.Add(Canary.NewKey("sk-"), cat, dog));
        stage.Good($"Register-DifyApp cat $sk -Server $server -AppId {cat.Id}");
        stage.Bad($"Register-DifyApp tom $sk -Server $server -AppId {cat.Id}", "KeyAlreadyBound");
        stage.Bad("Register-DifyApp tom $sk -Server $server", "KeyAlreadyBound");
    }

    [Fact]
    public async Task The_app_of_a_token_is_sealed()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, dog) = (stage.Dify.State.AddApp("Cat"), stage.Dify.State.AddApp("Dog"));
        stage.SetKey("sk", stage.Dify.State.Tokens.Add(Canary.NewKey("sk-"), cat, dog));
        stage.Good($"Register-DifyApp cat $sk -Server $server -AppId {cat.Id}");
        var text = System.IO.File.ReadAllText(stage.RegistryFile);
        System.IO.File.WriteAllText(stage.RegistryFile, text.Replace(cat.Id.ToString(), dog.Id.ToString(), StringComparison.Ordinal));
        KeyCache.Clear();
        stage.ForgetRequests();
        stage.Bad("Invoke-DifyChat cat hi", "BindingChanged");
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task A_key_of_one_app_is_sent_without_a_word_about_it()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        stage.ForgetRequests();
        stage.Good("Invoke-DifyChat cat hi");
        Assert.All(stage.Requests, one => Assert.False(one.Headers.ContainsKey("X-Dify-App-ID")));
    }
}
