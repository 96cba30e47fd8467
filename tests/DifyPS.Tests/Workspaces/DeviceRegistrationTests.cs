using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Register-DifyApp over a device sign-in, which makes no keys: a person copies each from its page.</summary>
public sealed class DeviceRegistrationTests
{
    [Fact]
    public async Task The_page_of_each_app_is_shown_its_key_asked_for_and_bound()
    {
        await using var stage = await SetAsync();
        var apps = new[] { Add(stage, "Cat"), Add(stage, "Dog") };
        var next = 0;
        stage.Shell.Text.Answer = _ => Canary.Secure(apps[next++].Keys.Single());
        // Dify lists them by the time of their last change, which may be the same.
        var result = stage.Good(
            "$found = 'Cat', 'Dog' | ForEach-Object { Get-DifyWorkspaceApp device -Name $_ -WarningAction Ignore }; "
                + "$found | Register-DifyApp -Name { $_.Name.ToLower() }"
        );
        Assert.Equal(2, next);
        foreach (var app in apps)
        {
            Assert.Contains($"/app/{app.Id}/develop", result.Text);
            var bound = stage.Binding(app.Name.ToLowerInvariant())!;
            Assert.Equal((app.Id.ToString(), "device", null, app.Name), (bound.AppId, bound.Workspace, bound.KeyId, bound.RemoteName));
            Assert.Single(app.Keys);
            Assert.Equal(app.Keys.Single(), stage.GetSecret("DifyPS-" + bound.Name));
        }

        Assert.DoesNotContain(stage.Requests, one => one.Path.Contains("api-keys", System.StringComparison.Ordinal));
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task The_key_of_another_app_is_kept_nowhere()
    {
        await using var stage = await SetAsync();
        var (cat, dog) = (Add(stage, "Cat"), Add(stage, "Dog"));
        stage.Shell.Text.Answer = _ => Canary.Secure(dog.Keys.Single());
        var error = stage.Bad(
            $"Get-DifyWorkspaceApp device -AppId {cat.Id} -WarningAction Ignore | Register-DifyApp",
            "AppIdentityMismatch"
        );
        Assert.Contains("'Dog'", error.Exception.Message);
        Assert.Contains("'Cat'", error.Exception.Message + error.ErrorDetails.RecommendedAction);
        Assert.Null(stage.Binding("Cat"));
        Assert.Null(stage.GetSecret("DifyPS-Cat"));
    }

    [Theory]
    [InlineData("Get-DifyWorkspaceApp device -AppId $catId -WarningAction Ignore | Register-DifyApp -ApiKey $dogs")]
    [InlineData("Get-DifyWorkspaceApp device -AppId $catId -WarningAction Ignore | Register-DifyApp cat -ApiKey $dogs")]
    [InlineData("Get-DifyWorkspaceApp device -AppId $catId -WarningAction Ignore | Register-DifyApp cat -SecretName prov")]
    [InlineData("Register-DifyApp cat -Workspace device -AppId $catId -ApiKey $dogs")]
    [InlineData("Register-DifyApp cat -Workspace device -AppId $catId -SecretName prov")]
    [InlineData("Register-DifyApp cat -AppId $catId -Server $server -ApiKey $dogs")]
    [InlineData("Register-DifyApp cat -Workspace device -AppId $catId")]
    [InlineData("[pscustomobject] @{ Name = 'cat'; Workspace = 'device'; AppId = $catId; ApiKey = $dogs } | Register-DifyApp")]
    [InlineData("[pscustomobject] @{ Name = 'Dog'; Mode = 'chat'; Workspace = 'device'; AppId = $catId } | Register-DifyApp cat")]
    [InlineData("Register-DifyApp cat -Workspace device -AppId ([guid]::NewGuid()) -ApiKey $dogs")]
    public async Task The_key_of_another_app_is_refused_however_it_is_given(string command)
    {
        await using var stage = await SetAsync();
        var (cat, dog) = (Add(stage, "Cat"), Add(stage, "Dog"));
        stage.Shell.SetVariable("catId", cat.Id.ToString());
        stage.SetKey("dogs", dog.Keys.Single());
        stage.PutSecret("prov", dog.Keys.Single());
        stage.Shell.Text.Answer = _ => Canary.Secure(dog.Keys.Single());
        var error = stage.Bad(command, "AppIdentityMismatch");
        Assert.Contains("'Dog'", error.Exception.Message);
        Assert.Empty(stage.Good("Get-DifyApp").Output);
        Assert.Null(stage.GetSecret("DifyPS-cat"));
        Assert.Equal(dog.Keys.Single(), stage.GetSecret("prov"));
        Assert.Equal(2, stage.Apps("Get-DifyWorkspaceApp device -Unbound -WarningAction Ignore").Count);
    }

    [Theory]
    [InlineData("Cat")]
    [InlineData("Cat [1] *?` and a name that is longer than servers look at")]
    [InlineData("猫")]
    public async Task The_apps_own_key_is_bound_whatever_it_is_called(string name)
    {
        await using var stage = await SetAsync();
        var cat = Add(stage, name);
        Add(stage, "Cat [2]");
        stage.SetKey("cats", cat.Keys.Single());
        stage.Good($"Register-DifyApp cat -Workspace device -AppId {cat.Id} -ApiKey $cats");
        var bound = stage.Binding("cat")!;
        Assert.Equal((cat.Id.ToString(), "device", null), (bound.AppId, bound.Workspace, bound.IdsUnproven));
        Assert.Equal(["cat"], stage.Apps($"Get-DifyWorkspaceApp device -AppId {cat.Id} -WarningAction Ignore").Single().BoundAs);
    }

    [Fact]
    public async Task The_id_of_a_key_is_not_proved_where_no_keys_are_to_be_had()
    {
        await using var stage = await SetAsync();
        var cat = Add(stage, "Cat");
        stage.SetKey("cats", cat.Keys.Single());
        stage.Good($"Register-DifyApp cat -Workspace device -AppId {cat.Id} -KeyId ([guid]::NewGuid()) -ApiKey $cats");
        Assert.True(stage.Binding("cat")!.IdsUnproven);
        stage.Connect();
        stage.Good("Disconnect-DifyWorkspace device");
        var key = cat.CreateKey(Canary.NewKey());
        stage.Bad("Update-DifyAppKey cat", "AppIdentityMismatch");
        Assert.Contains(key, cat.Keys);
        Assert.Equal(2, cat.Keys.Count);
    }

    [Fact]
    public async Task An_entry_with_the_id_of_another_app_loses_it_when_it_is_refreshed()
    {
        await using var stage = await SetAsync();
        var cat = Add(stage, "Cat");
        stage.Register("Dog");
        await stage.BindAsync("dog", cat, "device");
        var told = stage.Good("Set-DifyApp dog -Refresh -WarningVariable told -WarningAction Ignore; $told").Output;
        Assert.Contains(cat.Id.ToString(), Assert.Single(told).ToString());
        Assert.Equal((null, null, "Dog"), (stage.Binding("dog")!.AppId, stage.Binding("dog")!.Workspace, stage.Binding("dog")!.RemoteName));
    }

    [Fact]
    public async Task Where_nobody_is_there_to_ask_that_is_the_error_of_each_app()
    {
        await using var stage = await SetAsync();
        Add(stage, "Cat");
        Add(stage, "Dog");
        var result = stage.Run("Get-DifyWorkspaceApp device -WarningAction Ignore | Register-DifyApp");
        Assert.Equal(["ApiKeyRequired", "ApiKeyRequired"], result.Errors.Select(one => one.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Empty(stage.Good("Get-DifyApp").Output);
    }

    [Fact]
    public async Task An_app_that_is_bound_with_a_key_that_works_is_asked_for_nothing()
    {
        await using var stage = await SetAsync();
        var cat = Add(stage, "Cat");
        stage.Shell.Text.Answer = _ => Canary.Secure(cat.Keys.Single());
        stage.Good("Get-DifyWorkspaceApp device -WarningAction Ignore | Register-DifyApp -Name cat");
        stage.Shell.Text.Answer = null;
        var again = stage.Good(
            "Get-DifyWorkspaceApp device -WarningAction Ignore | Register-DifyApp -Name cat -WarningVariable told -WarningAction Ignore; $told"
        );
        Assert.Contains("cat", Assert.Single(again.Output).ToString());

        // A key that was revoked is asked for again, with -Force for the name.
        cat.RevokeKey(cat.Keys.Single());
        var fresh = cat.CreateKey(Canary.NewKey());
        stage.Shell.Text.Answer = _ => Canary.Secure(fresh);
        stage.Good("Get-DifyWorkspaceApp device -WarningAction Ignore | Register-DifyApp -Name cat -Force");
        Assert.Equal(fresh, stage.GetSecret("DifyPS-cat"));
    }

    [Fact]
    public async Task WhatIf_asks_nobody()
    {
        await using var stage = await SetAsync();
        Add(stage, "Cat");
        stage.Shell.Text.Answer = _ => throw new System.InvalidOperationException("asked");
        Assert.Contains("What if:", stage.Good("Get-DifyWorkspaceApp device -WarningAction Ignore | Register-DifyApp -WhatIf").Text);
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await AppStage.SetAsync();
        await stage.ConnectDeviceAsync();
        stage.Good("Disconnect-DifyWorkspace work");
        stage.ForgetRequests();
        return stage;
    }

    private static SimulatedApp Add(Stage stage, string name)
    {
        var app = stage.Add(name);
        app.CreateKey(Canary.NewKey());
        return app;
    }
}
