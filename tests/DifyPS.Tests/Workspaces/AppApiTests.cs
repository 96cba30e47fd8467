using System;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Enable-DifyAppApi and Disable-DifyAppApi.</summary>
public sealed class AppApiTests
{
    public static TheoryData<string> Versions => AppStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Api_is_switched_off_and_on(string version)
    {
        await using var stage = await AppStage.SetAsync(version);
        var (cat, dog) = (stage.Add("Cat"), stage.Add("Dog"));

        var off = stage.Apps("Get-DifyWorkspaceApp work Cat | Disable-DifyAppApi -PassThru -Confirm:$false");
        Assert.Equal((false, true), (cat.Enabled, dog.Enabled));
        Assert.Equal(("Cat", false, AppStage.Name), (off.Single().Name, off.Single().ApiEnabled, off.Single().Workspace));
        Assert.Empty(stage.Good("Get-DifyWorkspaceApp work | Disable-DifyAppApi -Confirm:$false").Output);
        Assert.Equal((false, false), (cat.Enabled, dog.Enabled));
        stage.Good($"Enable-DifyAppApi -Workspace work -AppId {cat.Id}");
        stage.Good($"[pscustomobject]@{{ AppId = '{dog.Id}'; App = '' }} | Enable-DifyAppApi");
        Assert.Equal((true, true), (cat.Enabled, dog.Enabled));
    }

    [Fact]
    public async Task Bound_name_stands_for_its_app()
    {
        await using var stage = await AppStage.SetAsync();
        var (cat, _) = stage.Register("Cat");
        var (dog, _) = stage.Register("Dog");
        await stage.BindAsync("cat", cat);
        await stage.ConnectDeviceAsync("second");

        // Two connections: the binding says which.
        stage.Good("Disable-DifyAppApi -App cat -Confirm:$false");
        Assert.Equal((false, true), (cat.Enabled, dog.Enabled));
        stage.Good("Enable-DifyAppApi -App *");
        Assert.True(cat.Enabled);
        stage.ForgetRequests();
        Assert.Contains("'dog'", stage.Bad("Enable-DifyAppApi -App dog", "AppNotOfWorkspace").Exception.Message);
        stage.Bad("Enable-DifyAppApi -App kat", "AppNotFound");
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("Disable-DifyAppApi cat -Confirm:$false", true)]
    [InlineData("'cat' | Disable-DifyAppApi -Confirm:$false", true)]
    [InlineData("[pscustomobject]@{ App = 'cat' } | Disable-DifyAppApi -Confirm:$false", true)]
    [InlineData("Get-DifyApp c* | Disable-DifyAppApi -Confirm:$false", true)]
    [InlineData("Disable-DifyAppApi c* -Confirm:$false", true)]
    [InlineData("Disable-DifyAppApi cat -Workspace work -Confirm:$false", true)]
    [InlineData("Get-DifyAppKey cat | Disable-DifyAppApi -Confirm:$false", true)]
    [InlineData("Export-DifyAppDsl cat $file", false)]
    [InlineData("'cat' | Export-DifyAppDsl -Path $file", false)]
    [InlineData("Get-DifyApp cat | Export-DifyAppDsl -Path $file", false)]
    public async Task App_comes_first_and_through_the_pipeline_as_for_its_keys(string command, bool switches)
    {
        await using var stage = await AppStage.SetAsync();
        var (cat, _) = stage.Register("Cat");
        var (dog, _) = stage.Register("Dog");
        await stage.BindAsync("cat", cat);
        await stage.ConnectDeviceAsync("second");
        var file = System.IO.Path.Combine(stage.Folder, "cat.yml");
        stage.Shell.SetVariable("file", file);
        stage.Good(command);
        Assert.Equal((!switches, true), (cat.Enabled, dog.Enabled));
        Assert.Equal(!switches, System.IO.File.Exists(file));
    }

    [Fact]
    public async Task Knowledge_key_is_no_app_and_left_out_of_what_a_pattern_fits()
    {
        await using var stage = await AppStage.SetAsync();
        stage.SetKey("booksKey", stage.Dify.State.AddKnowledge().CreateKey(Canary.NewKey("dataset-")));
        stage.Good("Register-DifyApp books $booksKey -Server $server");
        stage.ForgetRequests();
        stage.Bad("Enable-DifyAppApi books", "AppKeyRequired");
        stage.Good("Enable-DifyAppApi b*");
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("editor")]
    [InlineData("normal")]
    public async Task Role_that_is_too_low_is_told_before_anything_is_changed(string role)
    {
        await using var stage = await AppStage.SetAsync(role: role);
        var cat = stage.Add("Cat");
        var error = stage.Bad($"Disable-DifyAppApi -Workspace work -AppId {cat.Id} -Confirm:$false", "WorkspaceRoleTooLow");
        Assert.Contains("an admin or the owner", error.Exception.Message);
        Assert.Contains($"'{role}'", error.Exception.Message);
        // The role may be another one by now, so that it is asked for; with -WhatIf it is not.
        Assert.Equal(["POST /workspaces/current"], stage.Asked());
        stage.Bad($"Enable-DifyAppApi -Workspace work -AppId {cat.Id} -WhatIf", "WorkspaceRoleTooLow");
        Assert.Single(stage.Requests);
        Assert.True(cat.Enabled);
    }

    [Fact]
    public async Task Device_connection_cannot_and_says_so_before_anything_is_sent()
    {
        await using var stage = await AppStage.SetAsync();
        await stage.ConnectDeviceAsync();
        var cat = stage.Add("Cat");
        var error = stage.Bad($"Disable-DifyAppApi -Workspace device -AppId {cat.Id} -Confirm:$false", "NotThisWay");
        Assert.Contains("Disable-DifyAppApi", error.Exception.Message);
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("Enable-DifyAppApi -Workspace work -AppId nonsense", "InvalidArgument")]
    [InlineData("[pscustomobject]@{ AppId = 'nonsense' } | Enable-DifyAppApi", "InvalidArgument")]
    [InlineData("'nonsense' | Enable-DifyAppApi", "AppNotFound")]
    [InlineData("[pscustomobject]@{ Name = 'Cat' } | Enable-DifyAppApi", "InvalidAppName")]
    [InlineData("Enable-DifyAppApi", "ParameterMissing")]
    [InlineData("Disable-DifyAppApi -Workspace work", "ParameterMissing")]
    [InlineData("Export-DifyAppDsl", "ParameterMissing")]
    public async Task What_stands_for_no_app_is_refused_before_anything_is_sent(string command, string error)
    {
        await using var stage = await AppStage.SetAsync();
        stage.Bad(command, error);
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task App_that_is_not_there_is_told_and_the_next_goes_on()
    {
        await using var stage = await AppStage.SetAsync();
        var cat = stage.Add("Cat");
        var result = stage.Run($"Disable-DifyAppApi -Workspace work -AppId {Guid.NewGuid()},{cat.Id} -Confirm:$false");
        Assert.Equal("WorkspaceAppNotFound", result.ErrorId);
        Assert.False(cat.Enabled);
    }

    [Fact]
    public async Task WhatIf_changes_nothing()
    {
        await using var stage = await AppStage.SetAsync();
        var cat = stage.Add("Cat");
        stage.Good("Get-DifyWorkspaceApp work | Disable-DifyAppApi -WhatIf");
        Assert.True(cat.Enabled);
        Assert.Equal(0, stage.Count($"POST /apps/{cat.Id}/api-enable"));
    }
}
