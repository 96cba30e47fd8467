using System.Linq;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>An app is the same one whatever connection leads to its workspace.</summary>
public sealed class SamePlaceTests
{
    private const string Other = "Connect-DifyWorkspace other -Server $server -AdminKey $adminKey";

    [Theory]
    [InlineData(false, "dog")]
    [InlineData(false, "kitty")]
    [InlineData(true, "dog")]
    [InlineData(true, "kitty")]
    public async Task An_app_that_is_bound_through_another_connection_is_left_alone(bool isGone, string name)
    {
        await using var stage = await SetAsync(isGone);
        var app = Bound(stage);
        var key = app.Keys.Single();
        stage.Good(Other);
        Assert.Equal(["dog"], stage.Apps("Get-DifyWorkspaceApp other").Single().BoundAs);
        var result = stage.Good(
            $"Get-DifyWorkspaceApp other | Register-DifyApp -Name {name} -WarningVariable warned -WarningAction SilentlyContinue; $warned"
        );
        Assert.Contains("dog", result.Output.Last().ToString());
        Assert.Equal([key], app.Keys);
        Assert.Null(stage.Binding("kitty"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Force_revokes_the_key_that_was_made_through_another_connection(bool isGone)
    {
        await using var stage = await SetAsync(isGone);
        var app = Bound(stage);
        var key = app.Keys.Single();
        stage.Good(Other);
        stage.Good("Get-DifyWorkspaceApp other | Register-DifyApp -Name dog -Force");
        AssertPinned(stage, app, key);
    }

    [Theory]
    [InlineData("Update-DifyAppKey dog")]
    [InlineData("Update-DifyAppKey *")]
    [InlineData("Get-DifyApp dog | Update-DifyAppKey")]
    [InlineData("Get-DifyWorkspaceApp other | Update-DifyAppKey")]
    public async Task A_key_is_rotated_by_the_only_connection_that_leads_there(string command)
    {
        await using var stage = await SetAsync(isGone: true);
        var app = Bound(stage);
        var key = app.Keys.Single();
        stage.Good(Other);
        Assert.Single(stage.Good("Get-DifyAppKey dog").Output);
        stage.Good(command);
        AssertPinned(stage, app, key);
        stage.Good("Update-DifyAppKey dog");
    }

    [Fact]
    public async Task A_connection_that_leads_there_too_may_be_named()
    {
        await using var stage = await SetAsync(isGone: false);
        var app = Bound(stage);
        var key = app.Keys.Single();
        stage.Good(Other);
        stage.Good("Update-DifyAppKey dog -Workspace other");
        AssertPinned(stage, app, key);
    }

    [Fact]
    public async Task With_no_connection_or_a_choice_the_next_step_is_told()
    {
        await using var stage = await SetAsync(isGone: true);
        var app = Bound(stage);
        var key = app.Keys.Single();
        var none = stage.Bad("Update-DifyAppKey dog", "WorkspaceNotFound");
        Assert.Contains("Connect-DifyWorkspace work", none.ErrorDetails.RecommendedAction);
        stage.Good(Other);
        stage.Good("Connect-DifyWorkspace third -Server $server -Credential $credential");
        var several = stage.Bad("Update-DifyAppKey dog", "WorkspaceNotFound");
        Assert.Contains("other, third", several.ErrorDetails.RecommendedAction);
        Assert.Equal([key], app.Keys);
        stage.Good("Update-DifyAppKey dog -Workspace other");
        AssertPinned(stage, app, key);
    }

    [Fact]
    public async Task An_app_of_another_server_is_another_one_even_when_its_connection_is_gone()
    {
        await using var stage = await SetAsync(isGone: true);
        Bound(stage);
        stage.Good(Other);
        var registry = AppRegistry.At(stage.RegistryFile);
        var (here, binding) = (stage.Connection("other"), stage.Binding("dog")!);
        Assert.True(AppPlaces.IsHere(registry, binding, here));
        Assert.False(AppPlaces.IsHere(registry, binding, here with { Server = "https://other.example.com/console/api/" }));
        var elsewhere = binding with { Server = "https://apps.example.com/v1/" };
        Assert.False(AppPlaces.IsHere(registry, elsewhere, here));
        Assert.True(AppPlaces.IsHere(registry, elsewhere, here, "https://apps.example.com/v1"));
    }

    // Bound through "work", which is forgotten then.
    private static async Task<Stage> SetAsync(bool isGone)
    {
        var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        stage.Dify.State.AddApp("Dog");
        stage.Good("Get-DifyWorkspaceApp work | Register-DifyApp -Name dog");
        if (isGone)
            stage.Good("Disconnect-DifyWorkspace work");
        return stage;
    }

    private static SimulatedApp Bound(Stage stage) => stage.Dify.State.Apps.Single(app => app.Name == "Dog");

    private static void AssertPinned(Stage stage, SimulatedApp app, string former)
    {
        var secret = stage.GetSecret(SecretName.For("dog"))!;
        Assert.NotEqual(former, secret);
        Assert.Equal([secret], app.Keys);
        var binding = stage.Binding("dog")!;
        Assert.Equal("other", binding.Workspace);
        Assert.True(BindingSeal.Holds(binding, ApiKey.FromString(secret)));
        Assert.Empty(stage.Journal());
    }
}
