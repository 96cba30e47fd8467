using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>
/// The id of an app that somebody gives with a key is a claim: a workspace confirms it, or it is not taken. What nobody has confirmed makes
/// no app one that is bound.
/// </summary>
public sealed class ClaimedIdsTests
{
    private const string Told = " -WarningVariable told -WarningAction Ignore; $told";

    public static TheoryData<string, string> Commands
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var version in new[] { "1.8.1", "1.14.0", "1.20.0" })
            {
                data.Add(version, "Register-DifyApp tom -AppId $catId -Server $server -ApiKey $dogs");
                data.Add(version, "Register-DifyApp tom -AppId $catId -Server $server -SecretName prov");
                data.Add(
                    version,
                    "[pscustomobject] @{ Name = 'tom'; AppId = $catId; Server = $server; ApiKey = $dogs } | Register-DifyApp"
                );
                data.Add(version, "Register-DifyApp tom -AppId $catId -Workspace work -SecretName prov");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task The_key_of_another_app_is_refused_and_nothing_is_kept(string version, string command)
    {
        await using var stage = await SetAsync(version);
        var error = stage.Bad(command, "AppIdentityMismatch");
        Assert.Contains("'Dog'", error.Exception.Message);
        Assert.Contains("'work'", error.Exception.Message);
        Assert.Null(stage.Binding("tom"));
        Assert.Null(stage.GetSecret("DifyPS-tom"));
        Assert.Equal("Cat,Dog", Unbound(stage));
    }

    [Fact]
    public async Task Who_may_not_see_keys_is_told_all_the_same_by_what_the_app_is_called()
    {
        await using var stage = await SetAsync("1.20.0", "normal");
        stage.Bad("Register-DifyApp tom -AppId $catId -Workspace work -ApiKey $dogs", "AppIdentityMismatch");
        stage.Bad("Register-DifyApp tom -AppId $catId -Server $server -ApiKey $dogs", "AppIdentityMismatch");
        stage.Good("Register-DifyApp tom -AppId $catId -Workspace work -ApiKey $cats");
        Assert.Equal(App(stage, "Cat").Id.ToString(), stage.Binding("tom")!.AppId);
    }

    [Theory]
    [InlineData("1.14.0")]
    [InlineData("1.20.0")]
    public async Task What_a_workspace_confirms_is_bound_there(string version)
    {
        await using var stage = await SetAsync(version);
        Assert.Empty(stage.Good("Register-DifyApp tom -AppId $catId -Server $server -ApiKey $cats" + Told).Output);
        Assert.Equal((App(stage, "Cat").Id.ToString(), "work"), (stage.Binding("tom")!.AppId, stage.Binding("tom")!.Workspace));
        Assert.Equal("Dog", Unbound(stage));
    }

    [Theory]
    [InlineData("Disconnect-DifyWorkspace work; Register-DifyApp tom -AppId $catId -Server $server -ApiKey $dogs")]
    [InlineData("Register-DifyApp tom -AppId $catId -Server $server -ApiKey $dogs -NoVerify")]
    [InlineData("Register-DifyApp tom -AppId ([guid]::NewGuid()) -Server $server -ApiKey $dogs")]
    [InlineData("Register-DifyApp tom -AppId $catId -Server $server.Replace('127.0.0.1', 'localhost') -ApiKey $dogs")]
    public async Task Where_nobody_can_tell_the_key_is_bound_without_the_id_and_that_is_told(string command)
    {
        await using var stage = await SetAsync("1.20.0");
        Assert.Contains("'tom'", Assert.Single(stage.Good(command + Told).Output).ToString());
        Assert.Equal((null, null), (stage.Binding("tom")!.AppId, stage.Binding("tom")!.Workspace));
        Assert.Contains("Dog here", stage.Good("Invoke-DifyChat tom hi").Output.Single().ToString());
    }

    [Fact]
    public async Task A_token_of_several_apps_keeps_the_id_that_it_is_asked_by()
    {
        await using var stage = await SetAsync("1.20.0");
        var (cat, dog) = (App(stage, "Cat"), App(stage, "Dog"));
        stage.SetKey("sk", stage.Dify.State.Tokens.Add(Canary.NewKey("sk-"), cat, dog));
        stage.Good("Register-DifyApp one $sk -Server $server -AppId $catId");
        stage.Good($"Register-DifyApp two $sk -Server $server -AppId {dog.Id}; Set-DifyApp two -Refresh");
        Assert.Equal((cat.Id.ToString(), dog.Id.ToString()), (stage.Binding("one")!.AppId, stage.Binding("two")!.AppId));
        Assert.Contains("Dog here", stage.Good("Invoke-DifyChat two hi").Output.Single().ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("work")]
    public async Task An_id_that_an_entry_has_from_before_is_forgotten_when_the_workspace_denies_it(string? workspace)
    {
        await using var stage = await SetAsync("1.20.0");
        stage.Good("Register-DifyApp tom -Server $server -ApiKey $dogs");
        await stage.BindAsync("tom", App(stage, "Cat"), workspace);
        var told = Assert.Single(stage.Good("Set-DifyApp tom -Refresh" + Told).Output).ToString();
        Assert.Contains("'Dog'", told);
        Assert.Equal((null, null), (stage.Binding("tom")!.AppId, stage.Binding("tom")!.Workspace));
        Assert.Contains("Dog here", stage.Good("Invoke-DifyChat tom hi").Output.Single().ToString());
    }

    [Fact]
    public async Task An_id_that_is_the_keys_is_confirmed_by_a_refresh()
    {
        await using var stage = await SetAsync("1.20.0");
        stage.Good("Register-DifyApp tom -Server $server -ApiKey $cats");
        await stage.BindAsync("tom", App(stage, "Cat"), workspace: null);
        Assert.Equal("Cat,Dog", Unbound(stage));
        Assert.Empty(stage.Good("Set-DifyApp tom -Refresh" + Told).Output);
        Assert.Equal("work", stage.Binding("tom")!.Workspace);
        Assert.Equal("Dog", Unbound(stage));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" -Force")]
    public async Task An_app_that_only_a_false_id_leads_to_is_bound_and_the_other_name_stays(string more)
    {
        await using var stage = await SetAsync("1.20.0");
        stage.Good("Register-DifyApp tom -Server $server -ApiKey $dogs");
        await stage.BindAsync("tom", App(stage, "Cat"), workspace: null);
        stage.Good("Get-DifyWorkspaceApp work -Name Cat | Register-DifyApp -WarningAction Ignore" + more);
        Assert.Contains("Cat here", stage.Good("Invoke-DifyChat Cat hi").Output.Single().ToString());
        Assert.Contains("Dog here", stage.Good("Invoke-DifyChat tom hi").Output.Single().ToString());
        Assert.Equal("Dog", Unbound(stage));
    }

    [Fact]
    public async Task A_name_with_the_id_of_another_app_is_not_given_to_that()
    {
        await using var stage = await SetAsync("1.20.0");
        stage.Good("Register-DifyApp Cat -Server $server -ApiKey $dogs");
        await stage.BindAsync("Cat", App(stage, "Cat"), workspace: null);
        stage.Bad("Get-DifyWorkspaceApp work -Name Cat | Register-DifyApp", "AppAlreadyRegistered");
        stage.Bad("Get-DifyWorkspaceApp work -Name Cat | Register-DifyApp -WhatIf", "AppAlreadyRegistered");
        stage.Bad("Get-DifyWorkspaceApp work -Name Cat | Invoke-DifyChat -Query hi", "AppNotFound");
        stage.Bad("Disable-DifyAppApi Cat -Workspace work -Confirm:$false", "AppIdentityMismatch");
        Assert.True(App(stage, "Cat").Enabled);
        Assert.Contains("Dog here", stage.Good("Invoke-DifyChat Cat hi").Output.Single().ToString());
    }

    [Fact]
    public async Task What_was_never_verified_is_not_proved_by_being_verified()
    {
        await using var stage = await SetAsync("1.20.0");
        stage.Good("Register-DifyApp tom -AppId $catId -Workspace work -ApiKey $dogs -NoVerify");
        Assert.Equal("Cat,Dog", Unbound(stage));
        stage.Good("Set-DifyApp tom -Refresh -Confirm:$false -WarningAction Ignore");
        Assert.Equal((null, "Dog"), (stage.Binding("tom")!.AppId, stage.Binding("tom")!.RemoteName));
    }

    [Fact]
    public async Task What_a_vault_told_counts_when_the_workspace_has_confirmed_it()
    {
        await using var stage = await SetAsync("1.20.0");
        stage.Good("Get-DifyWorkspaceApp work -Name Cat | Register-DifyApp");
        var keys = App(stage, "Cat").Keys.Count;
        System.IO.File.Delete(stage.RegistryFile);
        stage.BecomeAnotherProcess();
        stage.Good("Register-DifyApp -FromVault $vault");
        stage.Connect();
        Assert.Equal("Cat,Dog", Unbound(stage));
        stage.Good("Get-DifyWorkspaceApp work -Name Cat | Register-DifyApp -WarningAction Ignore");
        Assert.Equal("Dog", Unbound(stage));
        Assert.Null(stage.Binding("Cat")!.IdsUnproven);
        Assert.Equal(keys, App(stage, "Cat").Keys.Count);
    }

    private static SimulatedApp App(Stage stage, string name) => stage.Dify.State.Apps.Single(app => app.Name == name);

    private static string Unbound(Stage stage) =>
        string.Join(",", stage.Apps("Get-DifyWorkspaceApp work -Unbound").Select(app => app.Name).Order());

    // Two apps of a workspace, which somebody has made keys of: $cats and $dogs; the secret prov has the latter.
    private static async Task<Stage> SetAsync(string version, string role = "owner")
    {
        var stage = await AppStage.SetAsync(version, role);
        foreach (var name in new[] { "Cat", "Dog" })
            stage.SetKey(name.ToLowerInvariant() + "s", stage.Add(name).CreateKey(Canary.NewKey()));
        stage.Shell.SetVariable("catId", App(stage, "Cat").Id.ToString());
        stage.PutSecret("prov", App(stage, "Dog").Keys.Single());
        return stage;
    }
}
