using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Rules;

/// <summary>Without the key that sealed it an entry may say anything. A new key goes where a person says, or stays where it is.</summary>
public sealed class Rule4_A_new_key_follows_no_unproven_entry
{
    // What an editor does who can write the registry and has no key: the secret is looked for where there is none.
    private const string Missing = "missing";
    private const string Elsewhere = "elsewhere";
    private const string NoKey = "no key";
    private const string RotatedPlainly = "rotated plainly";

    [Theory]
    [InlineData(Missing, "")]
    [InlineData(Missing, "-NoVerify")]
    [InlineData(Missing, "-Force")]
    [InlineData(Missing, "-User bob")]
    [InlineData(Missing, "-NewName tom")]
    [InlineData(Missing, "-AllowUnencryptedAuthentication")]
    [InlineData(Missing, "-SkipCertificateCheck:$false -Force -NoVerify")]
    [InlineData(Elsewhere, "")]
    [InlineData(Elsewhere, "-NoVerify")]
    [InlineData(NoKey, "")]
    [InlineData(NoKey, "-NoVerify -Force")]
    [InlineData(RotatedPlainly, "")]
    [InlineData(RotatedPlainly, "-NoVerify")]
    public async Task A_new_key_is_sent_nowhere_and_kept_nowhere(string how, string options)
    {
        await using var stage = await SetAsync();
        await using var other = await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        other.State.AddApp("Cat", "chat");
        Lose(stage, how);
        stage.EditEntry("cat", entry => entry["server"] = other.BaseUri.AbsoluteUri);
        stage.StartAfresh();
        var registry = File.ReadAllText(stage.RegistryFile);
        var error = stage.Bad($"Set-DifyApp cat -ApiKey $newKey {options}", "BindingChanged");
        Assert.Contains(other.BaseUri.AbsoluteUri, error.Exception.Message);
        Assert.Contains("Set-DifyApp cat -Server", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain(other.BaseUri.Authority, error.ErrorDetails.RecommendedAction);
        Assert.Empty(stage.Requests);
        Assert.Empty(other.Requests.Snapshot());
        Assert.Equal(registry, File.ReadAllText(stage.RegistryFile));
        Assert.NotEqual(NewKey(stage), stage.GetSecret("DifyPS-cat"));
        Assert.Null(stage.GetSecret("nowhere"));
        Assert.Null(stage.GetSecret("DifyPS-tom"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-NoVerify")]
    [InlineData("-NewName tom")]
    public async Task A_key_that_is_gone_is_replaced_by_one_command_that_says_the_server(string options)
    {
        await using var stage = await SetAsync();
        Lose(stage, Missing);
        // Whatever the entry says.
        stage.EditEntry("cat", entry => entry["server"] = "http://127.0.0.1:9/v1/");
        stage.StartAfresh();
        var said = stage.Good($"Set-DifyApp cat -ApiKey $newKey -Server $server {options} 3>&1").Output.Single().ToString()!;
        var name = options == "-NewName tom" ? "tom" : "cat";
        foreach (var part in new[] { $"'{name}'", stage.Server, stage.Vault })
            Assert.Contains(part, said);
        Assert.Equal(NewKey(stage), stage.GetSecret("DifyPS-" + name));
        Assert.True(stage.Binding(name)!.OwnsSecret);
        stage.Good($"Invoke-DifyChat {name} hi");
        Assert.Equal(AppHealth.Ok, stage.Test(name).Status);
        stage.StartAfresh();
        stage.Good($"Invoke-DifyChat {name} hi; Unregister-DifyApp {name}");
        Assert.Null(stage.GetSecret("DifyPS-" + name));
    }

    [Fact]
    public async Task The_key_that_was_there_before_needs_no_server()
    {
        await using var stage = await SetAsync();
        Lose(stage, Missing);
        stage.StartAfresh();
        Assert.Empty(stage.Good("Set-DifyApp cat -ApiKey $catKey 3>&1").Output);
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task A_session_that_used_the_app_knows_where_its_key_belongs()
    {
        await using var stage = await SetAsync();
        stage.Good("$null = Invoke-DifyChat cat hi");
        Lose(stage, Missing);
        Assert.Empty(stage.Good("Set-DifyApp cat -ApiKey $newKey 3>&1").Output);
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task What_the_vault_keeps_beside_what_is_no_key_is_proof_enough_or_shows_the_edit()
    {
        await using var stage = await SetAsync();
        stage.Good("""
            $beside = @{}
            foreach ($pair in (Get-SecretInfo DifyPS-cat -Vault $vault).Metadata.GetEnumerator()) { $beside[$pair.Key] = $pair.Value }
            Set-Secret DifyPS-cat -Secret ' ' -Vault $vault -Metadata $beside
            """);
        stage.EditEntry("cat", entry => entry["server"] = "http://127.0.0.1:9/v1/");
        stage.StartAfresh();
        stage.Bad("Set-DifyApp cat -ApiKey $newKey", "BindingChanged");
        stage.Bad("Set-DifyApp cat -ApiKey $newKey -Server $server", "BindingChanged");
        Assert.Empty(stage.Requests);
        stage.EditEntry("cat", entry => entry["server"] = stage.Server + "/");
        Assert.Empty(stage.Good("Set-DifyApp cat -ApiKey $newKey 3>&1").Output);
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task A_refresh_shows_where_the_new_key_would_go_and_says_where_it_went()
    {
        await using var stage = await SetAsync();
        Lose(stage, Missing);
        stage.StartAfresh();
        var shown = stage.Good("Set-DifyApp cat -ApiKey $newKey -Refresh -WhatIf").Text;
        Assert.Contains(stage.Server, shown);
        Assert.Empty(stage.Requests);
        Assert.Contains(stage.Server, stage.Good("Set-DifyApp cat -ApiKey $newKey -Refresh 3>&1").Output.Single().ToString());
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Theory]
    [InlineData("DifyPS-dog")]
    [InlineData("team")]
    public async Task The_secret_of_another_is_not_written_over_because_an_entry_names_it(string secret)
    {
        await using var stage = await SetAsync();
        var (_, dogKey) = stage.AddApp("Dog");
        stage.PutSecret(secret, dogKey);
        stage.EditEntry("cat", entry => entry["secret"] = secret);
        stage.StartAfresh();
        stage.Bad("Set-DifyApp cat -ApiKey $newKey", "BindingChanged");
        stage.Bad("Set-DifyApp cat -ApiKey $newKey -Server $server", "SecretAlreadyExists");
        Assert.Equal(dogKey, stage.GetSecret(secret));
    }

    [Fact]
    public async Task What_is_no_key_is_written_over_in_the_apps_own_place()
    {
        await using var stage = await SetAsync();
        Lose(stage, NoKey);
        stage.StartAfresh();
        stage.Good("Set-DifyApp cat -ApiKey $newKey -Server $server; Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task The_advice_about_a_secret_that_is_gone_tells_of_the_server()
    {
        await using var stage = await SetAsync();
        Lose(stage, Missing);
        stage.StartAfresh();
        var action = stage.Bad("Invoke-DifyChat cat hi", "SecretMissing").ErrorDetails.RecommendedAction;
        Assert.Contains("Set-DifyApp 'cat' -ApiKey", action);
        Assert.Contains("-Server", action);
    }

    [Fact]
    public async Task Registering_anew_goes_where_it_is_told_whatever_the_entry_says()
    {
        await using var stage = await SetAsync();
        Lose(stage, Elsewhere);
        stage.EditEntry("cat", entry => entry["server"] = "http://127.0.0.1:9/v1/");
        stage.StartAfresh();
        stage.Good("Register-DifyApp cat $newKey -Server $server -Force; Invoke-DifyChat cat hi");
        Assert.Equal("DifyPS-cat", stage.Binding("cat")!.Secret);
    }

    private static void Lose(Stage stage, string how)
    {
        if (how == Elsewhere)
        {
            stage.EditEntry("cat", entry => entry["secret"] = "nowhere");
            return;
        }

        stage.Good("Remove-Secret DifyPS-cat -Vault $vault");
        if (how == NoKey)
            stage.Good("Set-Secret DifyPS-cat -Secret ' ' -Vault $vault");
        else if (how == RotatedPlainly)
            stage.PutSecret("DifyPS-cat", stage.Dify.State.Find(NewKey(stage))!.CreateKey(Canary.NewKey()));
    }

    private static string NewKey(Stage stage) =>
        stage.Good("[System.Net.NetworkCredential]::new('', $newKey).Password").Output.Single().ToString()!;

    private static async Task<Stage> SetAsync()
    {
        var stage = await Stage.SetAsync();
        var (cat, _) = stage.Register("Cat");
        stage.SetKey("newKey", cat.CreateKey(Canary.NewKey()));
        return stage;
    }
}
