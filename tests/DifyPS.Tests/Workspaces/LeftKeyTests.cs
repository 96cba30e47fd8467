using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>No key is revoked that somebody has, and none is left over without a word.</summary>
public sealed class LeftKeyTests
{
    [Theory]
    [InlineData("1.14.0")]
    [InlineData("1.20.0")]
    public async Task A_key_that_was_given_after_a_lost_try_is_not_taken_for_the_lost_one(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Dify.State.AddApp("Cat");
        stage.Offer(app);
        stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Abort, Method = "POST", Path = $"/console/api/apps/{app.Id}/api-keys", Count = 1 });
        stage.Good("$made = $app | New-DifyAppKey");
        stage.Good("$null = $app | Get-DifyAppKey");
        Assert.Equal(app.Keys.Single(), stage.Good("[Net.NetworkCredential]::new('', $made.ApiKey).Password").Output.Single().ToString());
        stage.Good("$made | Register-DifyApp -Name cat");
        Assert.StartsWith("Cat here", stage.Good("(Invoke-DifyChat cat hi).Answer").Output.Single().ToString());
    }

    [Fact]
    public async Task A_name_is_given_to_one_app_of_a_pipeline_also_by_force()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var apps = new[] { "Cat", "Dog", "Owl" }.Select(name => stage.Dify.State.AddApp(name)).ToList();
        stage.Shell.SetVariable("apps", apps.Select(stage.Offer).ToArray());
        var result = stage.Run("$apps | Register-DifyApp -Name x -Force");
        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.StartsWith("AppAlreadyRegistered,", error.FullyQualifiedErrorId));
        Assert.Single(apps.SelectMany(app => app.Keys));
        stage.AssertAgrees(apps[0], "x");
    }

    [Theory]
    [InlineData("Unregister-DifyApp cat")]
    [InlineData("Set-DifyApp cat -ApiKey $other")]
    [InlineData("Register-DifyApp cat -ApiKey $other -Server $server -Force")]
    public async Task A_key_that_was_made_here_and_is_bound_no_longer_is_told_with_its_id(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        stage.SetKey("other", app.CreateKey());
        var id = stage.Binding("cat")!.KeyId!;
        var told = stage.Good($"$null = {command} -WarningVariable told; $told").Output.Select(one => one.ToString());
        var warning = Assert.Single(told, text => text.Contains(id));
        Assert.Contains("Remove-DifyAppKey -AppId", warning);
        Assert.Equal(2, app.Keys.Count);
        // The advice is a command that does it.
        stage.Good(warning[warning.IndexOf("Remove-DifyAppKey", StringComparison.Ordinal)..]);
        Assert.Single(app.Keys);
    }

    [Theory]
    [InlineData("deleted", null)]
    [InlineData("revoked", null)]
    [InlineData("there", "and is still good")]
    [InlineData("not known", "it may be")]
    public async Task A_key_that_is_bound_no_longer_is_told_as_what_the_workspace_knows_of_it(string what, string? told)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        if (what == "deleted")
            stage.Dify.State.RemoveApp(app);
        else if (what == "revoked")
            app.RevokeKey(app.Keys.Single());
        else if (what == "not known")
            stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Abort, Path = $"/console/api/apps/{app.Id}" });
        var result = stage.Good("Unregister-DifyApp cat -WarningVariable told -WarningAction SilentlyContinue; $told");
        Assert.Null(stage.Binding("cat"));
        if (told is null)
            Assert.Empty(result.Output);
        else
            Assert.Contains(told, Assert.Single(result.Output).ToString());
    }

    [Theory]
    [InlineData("1.14.0", false)]
    [InlineData("1.14.0", true)]
    [InlineData("1.20.0", false)]
    [InlineData("1.20.0", true)]
    public async Task A_key_that_somebody_put_in_the_place_of_one_made_here_leaves_none_without_a_word(string version, bool isRevoked)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Bind("Cat");
        var made = app.Keys.Single();
        var id = stage.Binding("cat")!.KeyId;
        stage.PutSecret(SecretName.For("cat"), app.CreateKey());
        if (isRevoked)
            app.RevokeKey(made);
        // As another process would find it.
        KeyCache.Drop(AppRegistry.At(stage.RegistryFile), stage.Binding("cat")!);
        var result = stage.Good("$null = Invoke-DifyChat cat hi -WarningVariable told -WarningAction Ignore; $told");
        Assert.Null(stage.Binding("cat")!.KeyId);
        if (isRevoked)
        {
            Assert.Empty(result.Output);
        }
        else
        {
            var warning = Assert.Single(result.Output).ToString();
            var listing = stage.Good(warning[warning.IndexOf("Get-DifyAppKey", StringComparison.Ordinal)..]);
            Assert.Contains(listing.Output, key => (string)key.Properties["KeyId"].Value == id);
        }

        Assert.Empty(stage.Good("$null = Invoke-DifyChat cat again -WarningVariable told -WarningAction Ignore; $told").Output);
    }

    [Theory]
    [InlineData("https://dify.example.com")]
    [InlineData("dify.example.com")]
    [InlineData("localhost:5001")]
    public async Task An_address_in_the_place_of_a_name_signs_in_nowhere(string address)
    {
        await using var stage = await Stage.SetAsync();
        stage.Shell.SetVariable("credential", new PSCredential("ann@example.com", Canary.Secure(Canary.NewKey(""))));
        foreach (var more in new[] { "", " -WhatIf" })
        {
            var error = stage.Bad($"Connect-DifyWorkspace {address} -Credential $credential{more}", "WorkspaceServerRequired");
            Assert.Contains("-Server", error.ErrorDetails.RecommendedAction);
        }

        Assert.Empty(stage.Requests);
    }
}
