using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Rules;

/// <summary>
/// When the key that sealed an entry is gone, what the vault keeps beside the secret is the witness: so it has to be there, and to say the
/// right thing.
/// </summary>
public sealed class Rule4_What_stands_beside_a_secret
{
    [Fact]
    public async Task It_is_written_again_when_a_plain_rotation_took_it_away()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, key) = stage.Register("Cat");
        var before = Beside(stage, "DifyPS-cat");
        key = stage.RotateOutside(cat, key, "cat");
        Assert.Empty(Beside(stage, "DifyPS-cat"));
        stage.StartAfresh();
        stage.Good("$null = Invoke-DifyChat cat hi");
        Assert.Equal(before, Beside(stage, "DifyPS-cat"));
        Assert.Equal(key, stage.GetSecret("DifyPS-cat"));

        // From now on an edit is known in a process that has never seen the app.
        var next = cat.CreateKey(Canary.NewKey());
        stage.SetKey("next", next);
        stage.Good("Set-SecretInfo DifyPS-cat -Vault $vault -Metadata (Get-SecretInfo DifyPS-cat -Vault $vault).Metadata");
        Rotate(stage, "DifyPS-cat", next);
        stage.EditEntry("cat", entry => entry["server"] = "http://127.0.0.1:9/v1/");
        stage.StartAfresh();
        stage.Bad("Invoke-DifyChat cat hi", "BindingChanged");
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("Invoke-DifyChat cat hi")]
    [InlineData("Set-DifyApp cat -Refresh")]
    [InlineData("Set-DifyApp cat -User bob")]
    public async Task It_is_written_once_for_a_rotation(string command)
    {
        await using var stage = await Stage.SetAsync();
        var (cat, key) = stage.Register("Cat");
        stage.RotateOutside(cat, key, "cat");
        stage.StartAfresh();
        Count(stage);
        stage.Good($"$null = {command}");
        stage.Good("$null = Invoke-DifyChat cat again");
        stage.StartAfresh();
        stage.Good("$null = Invoke-DifyChat cat again");
        Assert.InRange(Counted(stage), 1, 2);
        Assert.Equal("cat", Beside(stage, "DifyPS-cat")["name"]);
    }

    [Fact]
    public async Task It_is_not_written_where_the_registry_cannot_be()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, key) = stage.Register("Cat");
        stage.RotateOutside(cat, key, "cat");
        File.SetAttributes(stage.RegistryFile, FileAttributes.ReadOnly);
        stage.StartAfresh();
        stage.Good("$null = Invoke-DifyChat cat hi -WarningAction SilentlyContinue");
        Assert.Empty(Beside(stage, "DifyPS-cat"));
        File.SetAttributes(stage.RegistryFile, FileAttributes.Normal);
    }

    [Fact]
    public async Task A_vault_that_does_not_take_it_keeps_no_call_from_going_on()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, key) = stage.Register("Cat");
        key = stage.RotateOutside(cat, key, "cat");
        stage.StartAfresh();
        OddVault.Behave(stage, "fails with the metadata");
        Assert.Single(stage.Good("Invoke-DifyChat cat hi 3>&1").Output);
        Assert.Equal(key, stage.GetSecret("DifyPS-cat"));
        Assert.Equal(AppHealth.Ok, stage.Test("cat").Status);
    }

    [Fact]
    public async Task Nothing_is_written_beside_a_secret_of_others()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, key) = stage.AddApp("Cat");
        stage.Good("Set-Secret team -SecureStringSecret $catKey -Vault $vault -Metadata @{ owner = 'ops' }");
        stage.Good("Register-DifyApp cat -SecretName team -Server $server");
        stage.SetKey("next", cat.CreateKey(Canary.NewKey()));
        cat.RevokeKey(key);
        foreach (var metadata in new[] { "@{ owner = 'ops' }", "@{}" })
        {
            stage.Good($"Set-Secret team -SecureStringSecret $next -Vault $vault -Metadata {metadata}");
            var before = Beside(stage, "team");
            stage.StartAfresh();
            stage.Good("$null = Invoke-DifyChat cat hi; Set-DifyApp cat -Refresh -User bob");
            Assert.Equal(before, Beside(stage, "team"));
            stage.SetKey("next", cat.CreateKey(Canary.NewKey()));
        }
    }

    [Fact]
    public async Task What_others_wrote_into_it_stays()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("""
            $beside = @{ owner = 'ops' }
            foreach ($pair in (Get-SecretInfo DifyPS-cat -Vault $vault).Metadata.GetEnumerator()) { $beside[$pair.Key] = $pair.Value }
            Set-SecretInfo DifyPS-cat -Vault $vault -Metadata $beside
            """);
        stage.Good("Set-DifyApp cat -User bob");
        Assert.Equal(("ops", "bob"), (Beside(stage, "DifyPS-cat")["owner"], Beside(stage, "DifyPS-cat")["user"]));
    }

    [Theory]
    [InlineData("Register-DifyApp kitty -SecretName DifyPS-cat -Server $server", "kitty")]
    [InlineData("Register-DifyApp kitty -SecretName DifyPS-cat -Server $server; Set-DifyApp kitty -NewName tom", "tom")]
    [InlineData("Register-DifyApp -FromVault $vault; Set-DifyApp cat -NewName tom", "tom")]
    [InlineData("Register-DifyApp -FromVault $vault; Set-DifyApp cat -Server $other", "cat")]
    [InlineData("Register-DifyApp -FromVault $vault; Set-DifyApp cat -AllowUnencryptedAuthentication -SkipCertificateCheck", "cat")]
    public async Task A_name_that_was_given_to_the_secret_of_another_outlives_a_rotation(string commands, string name)
    {
        await using var stage = await Stage.SetAsync();
        var (cat, _) = stage.Register("Cat");
        stage.Shell.SetVariable("other", stage.Server.Replace("127.0.0.1", "localhost"));
        stage.Good("Unregister-DifyApp cat -KeepSecret");
        stage.Good(commands);
        Assert.Equal("cat", Beside(stage, "DifyPS-cat")["name"]); // Its owner's words stay.
        Rotate(stage, "DifyPS-cat", cat.CreateKey(Canary.NewKey()));
        stage.StartAfresh();
        stage.Good($"Invoke-DifyChat {name} hi");
        Assert.Equal(AppHealth.Ok, stage.Test(name).Status);

        // An edit is known by it as before.
        Rotate(stage, "DifyPS-cat", cat.CreateKey(Canary.NewKey()));
        stage.EditEntry(name, entry => entry["server"] = "http://127.0.0.1:9/v1/");
        stage.StartAfresh();
        stage.Bad($"Invoke-DifyChat {name} hi", "BindingChanged");
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task The_owner_of_a_secret_leaves_the_others_who_have_it_in_peace()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, key) = stage.Register("Cat");
        // A colleague's registry knows the app by another name.
        var colleague = Path.Combine(stage.Folder, "colleague.json");
        stage.Shell.SetVariable("colleague", colleague);
        stage.Shell.SetVariable("mine", stage.RegistryFile);
        stage.Good(
            "$env:DIFYPS_REGISTRY = $colleague; Register-DifyApp kitty -SecretName DifyPS-cat -Server $server; $env:DIFYPS_REGISTRY = $mine"
        );
        stage.SetKey("next", cat.CreateKey(Canary.NewKey()));
        cat.RevokeKey(key);
        stage.Good("Set-DifyApp cat -ApiKey $next");
        stage.StartAfresh();
        stage.Good(
            "$env:DIFYPS_REGISTRY = $colleague; $null = Invoke-DifyChat kitty hi; $env:DIFYPS_REGISTRY = $mine; $null = Invoke-DifyChat cat hi"
        );
    }

    [Fact]
    public async Task Two_registries_of_one_process_may_give_one_name_to_two_apps_of_one_place()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, _) = stage.Register("Cat");
        stage.Shell.SetVariable("colleague", Path.Combine(stage.Folder, "colleague.json"));
        stage.Shell.SetVariable("mine", stage.RegistryFile);
        stage.Good("$null = Invoke-DifyChat cat hi");
        // The colleague's entry of that name has another end user, and the same secret.
        stage.Good("$env:DIFYPS_REGISTRY = $colleague; Register-DifyApp cat -SecretName DifyPS-cat -Server $server -User bob");
        stage.Good("$null = Invoke-DifyChat cat hi; $env:DIFYPS_REGISTRY = $mine; $null = Invoke-DifyChat cat hi");
        // Neither is what the other was when this process last used it.
        Rotate(stage, "DifyPS-cat", cat.CreateKey(Canary.NewKey()));
        stage.Good("$null = Invoke-DifyChat cat hi; $env:DIFYPS_REGISTRY = $colleague; $null = Invoke-DifyChat cat hi");
        stage.Good("$env:DIFYPS_REGISTRY = $mine");
    }

    [Fact]
    public async Task An_edit_that_a_refresh_has_pinned_outlives_a_rotation()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, _) = stage.Register("Cat");
        stage.EditEntry("cat", entry => entry["server"] = stage.Server.Replace("127.0.0.1", "localhost") + "/");
        stage.StartAfresh();
        stage.Good("Set-DifyApp cat -Refresh -WarningAction SilentlyContinue");
        Assert.Contains("localhost", Beside(stage, "DifyPS-cat")["server"]);
        Rotate(stage, "DifyPS-cat", cat.CreateKey(Canary.NewKey()));
        stage.StartAfresh();
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task It_has_room_for_the_newest_of_many_names()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, _) = stage.Register("Cat");
        stage.Good("Unregister-DifyApp cat -KeepSecret; Register-DifyApp -FromVault $vault; Set-DifyApp cat -NewName name0");
        stage.Good("1..20 | ForEach-Object { Set-DifyApp \"name$($_ - 1)\" -NewName \"name$_\" }");
        // Azure's tags hold 256 characters.
        Assert.InRange(Beside(stage, "DifyPS-cat")["bindings"].Length, 100, 256);
        Rotate(stage, "DifyPS-cat", cat.CreateKey(Canary.NewKey()));
        stage.StartAfresh();
        stage.Good("Invoke-DifyChat name20 hi");
    }

    // By somebody who keeps what stands beside it.
    private static void Rotate(Stage stage, string secret, string key)
    {
        stage.SetKey("next", key);
        stage.Shell.SetVariable("secret", secret);
        stage.Good("""
            $beside = @{}
            foreach ($pair in (Get-SecretInfo $secret -Vault $vault).Metadata.GetEnumerator()) { $beside[$pair.Key] = $pair.Value }
            Set-Secret $secret -SecureStringSecret $next -Vault $vault -Metadata $beside
            """);
    }

    private static SortedDictionary<string, string> Beside(Stage stage, string secret)
    {
        stage.Shell.SetVariable("secret", secret);
        var found = stage
            .Good("(Get-SecretInfo $secret -Vault $vault).Metadata.GetEnumerator() | ForEach-Object { \"$($_.Key)=$($_.Value)\" }")
            .Output;
        return new SortedDictionary<string, string>(
            found.Select(o => o.ToString()!.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1])
        );
    }

    private static void Count(Stage stage) => stage.Good("""
        $global:written = 0
        & (Get-Module Microsoft.PowerShell.SecretManagement) {
            $script:RealInfo = ${function:Set-SecretInfo}
            function script:Set-SecretInfo {
                [CmdletBinding(SupportsShouldProcess)]
                param([string] $Name, [hashtable] $Metadata, [string] $Vault)
                $global:written++
                & $script:RealInfo -Name $Name -Metadata $Metadata -Vault $Vault
            }
        }
        """);

    private static int Counted(Stage stage) => (int)stage.Good("$global:written").Output.Single().BaseObject;
}
