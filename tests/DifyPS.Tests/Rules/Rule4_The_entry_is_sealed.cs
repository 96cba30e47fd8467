using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Rules;

public sealed class Rule4_The_entry_is_sealed
{
    private static readonly Dictionary<string, Action<JsonObject>> Edits = new()
    {
        ["another server"] = entry => entry["server"] = "http://127.0.0.1:9/v1/",
        ["a server that would not be taken"] = entry => entry["server"] = "http://dify.example.com/v1/",
        ["the server without its slash"] = entry => entry["server"] = ((string)entry["server"]!).TrimEnd('/'),
        ["the server in capitals"] = entry => entry["server"] = ((string)entry["server"]!).ToUpperInvariant(),
        ["no certificate check"] = entry => entry["skipCertificateCheck"] = true,
        ["plain http"] = entry => entry["allowUnencryptedAuthentication"] = true,
        ["another vault"] = entry => entry["vault"] = "Other",
        ["another secret"] = entry => entry["secret"] = "elsewhere",
        ["the secret in other letters"] = entry => entry["secret"] = "difyps-CAT",
        ["another mode"] = entry => entry["mode"] = "advanced-chat",
        ["a mode of other commands"] = entry => entry["mode"] = "workflow",
        ["a knowledge key"] = entry => (entry["mode"], entry["keyKind"]) = ("knowledge", "knowledge"),
        ["no mode"] = entry => { entry.Remove("mode"); entry.Remove("remoteName"); entry.Remove("verified"); },
        ["another app"] = entry => entry["remoteName"] = "Dog",
        ["an id"] = entry => entry["appId"] = "4d1f6b0e-0000-0000-0000-000000000000",
        ["not its own secret"] = entry => entry["ownsSecret"] = false,
        ["another kind of key"] = entry => entry.Remove("keyKind"),
        ["another fingerprint"] = entry => entry["keyFingerprint"] = "0123456789abcdef",
        ["no seal"] = entry => entry.Remove("seal"),
        ["an empty seal"] = entry => entry["seal"] = "",
        ["another seal"] = entry => entry["seal"] = new string('0', 64),
        ["the seal in capitals"] = entry => entry["seal"] = ((string)entry["seal"]!).ToUpperInvariant(),
        ["server and fingerprint"] = entry => { entry["server"] = "http://127.0.0.1:9/v1/"; entry["keyFingerprint"] = "0123456789abcdef"; },
        ["server, fingerprint and seal"] = entry =>
        {
            entry["server"] = "http://127.0.0.1:9/v1/";
            entry["keyFingerprint"] = "0123456789abcdef";
            entry["seal"] = new string('0', 64);
        },
        ["certificate check, fingerprint and seal"] = entry =>
        {
            entry["skipCertificateCheck"] = true;
            entry["keyFingerprint"] = "0123456789abcdef";
            entry["seal"] = new string('0', 64);
        },
    };

    public static TheoryData<string> Kinds => [.. Edits.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_edited_entry_is_refused_and_nothing_is_sent(string kind)
    {
        await using var stage = await SetAsync();
        var key = stage.GetSecret("DifyPS-cat")!;
        stage.PutSecret("elsewhere", key);
        stage.Good(
            "Register-SecretVault -Name Other -ModuleName InMemory; Set-Secret -Name DifyPS-cat -SecureStringSecret $catKey -Vault Other"
        );
        var before = stage.Good("Invoke-DifyChat cat hi").Output.Count;
        stage.EditEntry("cat", Edits[kind]);
        // With the key in memory, and without.
        stage.AssertRefused("cat");
        stage.StartAfresh();
        stage.AssertRefused("cat");

        var removal = stage.Run("Unregister-DifyApp cat");
        Assert.Equal(kind == "not its own secret" ? null : "BindingChanged", removal.ErrorId);
        Assert.Equal(key, stage.GetSecret("DifyPS-cat"));
        stage.Good("Unregister-SecretVault Other");
        Assert.Equal(1, before);
    }

    [Fact]
    public async Task A_secret_in_the_vault_that_an_edit_names_is_not_deleted()
    {
        await using var stage = await SetAsync();
        stage.AddApp("Dog");
        stage.Good(
            "Register-SecretVault -Name Other -ModuleName InMemory; Set-Secret -Name DifyPS-cat -SecureStringSecret $dogKey -Vault Other"
        );
        stage.EditEntry("cat", entry => entry["vault"] = "Other");
        stage.StartAfresh();
        stage.Bad("Unregister-DifyApp cat", "BindingChanged");
        Assert.Single(stage.Good("Get-Secret DifyPS-cat -Vault Other").Output);
        stage.Good("Unregister-SecretVault Other");
    }

    [Fact]
    public async Task A_session_that_used_the_app_is_not_deceived_wherever_its_key_is_said_to_be()
    {
        await using var stage = await SetAsync();
        stage.Good("Register-SecretVault -Name Other -ModuleName InMemory; Set-Secret -Name team -SecureStringSecret $catKey -Vault Other");
        stage.Good("Invoke-DifyChat cat hi");
        stage.EditEntry("cat", entry =>
        {
            entry["server"] = "http://127.0.0.1:9/v1/";
            entry["vault"] = "Other";
            entry["secret"] = "team";
            entry["keyFingerprint"] = "0123456789abcdef";
            entry["seal"] = new string('0', 64);
        });
        stage.AssertRefused("cat");
        stage.Good("Unregister-SecretVault Other");
    }

    [Fact]
    public async Task A_server_that_the_key_may_not_go_to_keeps_no_other_app_from_being_tested()
    {
        await using var stage = await SetAsync();
        var (_, key) = stage.AddApp("Dog");
        stage.PutSecret("team-dog", key);
        stage.Good("Register-DifyApp dog -SecretName team-dog -Server $server");
        stage.EditEntry("dog", entry =>
        {
            entry["server"] = "http://dify.example.com/v1/";
            entry["keyFingerprint"] = "0123456789abcdef";
            entry["seal"] = new string('0', 64);
        });
        stage.StartAfresh();
        Assert.Equal(AppHealth.BindingChanged, stage.Test("dog").Status);
        Assert.Equal(2, stage.Run("Test-DifyApp").Output.Count);
        stage.Bad("Invoke-DifyChat dog hi", "InvalidServer");
    }

    [Fact]
    public async Task What_sends_the_key_nowhere_may_be_edited()
    {
        await using var stage = await SetAsync();
        stage.EditEntry("cat", entry =>
        {
            entry["user"] = "carol";
            entry["inputs"] = new JsonArray();
            entry["note"] = "of the zoo";
        });
        stage.StartAfresh();
        stage.Good("Invoke-DifyChat cat hi");
        Assert.Equal("carol", (string?)stage.Requests.Single().Json!["user"]);
        Assert.Equal(AppHealth.Ok, stage.Test("cat").Status);
    }

    [Fact]
    public async Task Another_name_in_the_entry_is_another_binding()
    {
        await using var stage = await SetAsync();
        stage.EditEntry("cat", entry => entry["name"] = "tom");
        stage.AssertRefused("tom");
        stage.Good("Set-DifyApp tom -Refresh");
        stage.Good("Invoke-DifyChat tom hi");
    }

    [Theory]
    [InlineData("secret,keyFingerprint", true)]
    [InlineData("secret,keyFingerprint,seal", true)]
    [InlineData("secret", false)]
    [InlineData("keyFingerprint", false)]
    [InlineData("seal", false)]
    [InlineData("secret,keyFingerprint,seal,remoteName,mode,inputs,registered,verified", false)]
    public async Task Entries_that_were_swapped_reach_nobody(string fields, bool isMismatch)
    {
        await using var stage = await SetAsync();
        stage.Register("Dog");
        stage.Swap("cat", "dog", fields.Split(','));
        foreach (var name in new[] { "cat", "dog" })
        {
            stage.AssertRefused(name);
            stage.StartAfresh();
            stage.AssertRefused(name);
        }

        // What is advised does not pin the wrong app.
        if (isMismatch)
        {
            stage.Bad("Set-DifyApp cat -Refresh", "AppIdentityMismatch");
            stage.AssertRefused("cat");
        }
    }

    [Fact]
    public async Task A_refresh_pins_what_was_meant_and_says_so()
    {
        await using var stage = await SetAsync();
        await using var other = await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        other.State.AddApp("Cat", "chat").CreateKey(stage.GetSecret("DifyPS-cat")!);
        stage.EditEntry("cat", entry => entry["server"] = other.BaseUri.AbsoluteUri);
        stage.StartAfresh();
        Assert.Contains("Set-DifyApp cat -Refresh", stage.Bad("Invoke-DifyChat cat hi", "BindingChanged").ErrorDetails.RecommendedAction);

        var refreshed = stage.Good("Set-DifyApp cat -Refresh 3>&1");
        var shown = refreshed.Output.Single().ToString();
        Assert.Contains(other.BaseUri.AbsoluteUri, shown);
        Assert.Contains("'Cat'", shown);
        Assert.Contains("'DifyPS-cat'", shown);
        Assert.Contains(stage.Vault, shown);
        stage.Good("Invoke-DifyChat cat hi");
        Assert.Empty(stage.Requests);
        Assert.Equal("/chat-messages", other.Requests.Snapshot().Last().Path);
        Assert.Empty(stage.Good("Set-DifyApp cat -Refresh 3>&1").Output);
    }

    [Fact]
    public async Task A_refresh_shows_beforehand_what_would_be_pinned_and_sends_nothing()
    {
        await using var stage = await SetAsync();
        stage.EditEntry("cat", entry =>
        {
            entry["server"] = "https://elsewhere.example.com/v1/";
            entry["skipCertificateCheck"] = true;
        });
        stage.StartAfresh();
        var shown = stage.Good("Set-DifyApp cat -Refresh -WhatIf").Text;
        foreach (var part in new[] { "https://elsewhere.example.com/v1/, its certificate unchecked", stage.Vault, "DifyPS-cat", "'Cat'" })
            Assert.Contains(part, shown);
        Assert.Empty(stage.Requests);
        stage.AssertRefused("cat");
    }

    [Fact]
    public async Task Tab_asks_nobody_with_the_key_of_an_edited_entry()
    {
        await using var stage = await SetAsync();
        await using var other = await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        stage.Good("Invoke-DifyChat cat hi");
        stage.EditEntry("cat", entry => entry["server"] = other.BaseUri.AbsoluteUri);
        stage.ForgetRequests();
        Assert.Empty(stage.Complete("Get-DifyMessage cat "));
        Assert.Empty(stage.Requests);
        Assert.Empty(other.Requests.Snapshot());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-ThrottleLimit 3")]
    public async Task A_list_under_way_stops_where_the_entry_was_edited(string options)
    {
        await using var stage = await SetAsync();
        await using var other = await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        stage.ForgetRequests();
        stage.Shell.SetVariable("edit", new Action(() => stage.EditEntry("cat", entry => entry["server"] = other.BaseUri.AbsoluteUri)));
        var result = stage.Run($"1..4 | ForEach-Object {{ if ($_ -eq 3) {{ $edit.Invoke() }}; \"$_\" }} | Invoke-DifyChat cat {options}");
        Assert.Equal(2, result.Output.Count);
        // It is true of all items to come, and told once.
        Assert.Equal(["BindingChanged", "ItemsNotRun"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal("3", result.Errors[0].TargetObject);
        Assert.Contains("1 item was not run", result.Errors[1].ToString());
        Assert.Empty(other.Requests.Snapshot());
    }

    [Fact]
    public async Task A_list_under_way_reaches_the_app_that_the_name_stands_for_now()
    {
        await using var stage = await SetAsync();
        var (_, dogKey) = stage.AddApp("Dog");
        var second = stage.NewSession();
        second.SetVariable("dogKey", Canary.Secure(dogKey));
        stage.ForgetRequests();
        stage.Shell.SetVariable(
            "change",
            new Action(() =>
            {
                // The first two are on their way.
                Assert.True(SpinWait.SpinUntil(() => stage.Requests.Count == 2, TimeSpan.FromSeconds(30)));
                Assert.Empty(second.Run("Set-DifyApp cat -ApiKey $dogKey -Force").Errors);
            })
        );
        var replies = stage
            .Good("1..4 | ForEach-Object { if ($_ -eq 3) { $change.Invoke() }; \"$_\" } | Invoke-DifyChat cat -ThrottleLimit 3")
            .Output.Select(o => o.ToString()!);
        Assert.Equal(["Cat", "Cat", "Dog", "Dog"], replies.Select(reply => reply[..3]).Order());
    }

    [Fact]
    public async Task A_key_that_was_refused_is_replaced_only_for_an_entry_that_is_as_it_was()
    {
        await using var stage = await SetAsync();
        await using var other = await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        stage.Good("1..101 | ForEach-Object { $null = Invoke-DifyChat cat hi }"); // More than a page.
        var key = stage.GetSecret("DifyPS-cat")!;
        var cat = stage.Dify.State.Find(key)!;
        stage.SetKey("fresh", cat.CreateKey(Canary.NewKey()));
        stage.Shell.SetVariable("edit", new Action(() =>
        {
            cat.RevokeKey(key);
            stage.EditEntry("cat", entry => entry["server"] = other.BaseUri.AbsoluteUri);
        }));
        stage.ForgetRequests();
        // The second page is refused; by then key and entry are others.
        var result = stage.Run(
            "$n = 0; Get-DifyConversation cat | ForEach-Object { if ($n++ -eq 0) { $edit.Invoke(); Set-Secret DifyPS-cat -SecureStringSecret $fresh -Vault $vault }; $_ }"
        );
        Assert.Equal("BindingChanged", result.ErrorId);
        Assert.Equal([200, 401], stage.Requests.Select(r => r.Status));
        Assert.Empty(other.Requests.Snapshot());
    }

    [Fact]
    public async Task A_key_that_was_rotated_outside_needs_an_entry_that_says_what_stands_beside_it()
    {
        await using var stage = await SetAsync();
        var old = stage.GetSecret("DifyPS-cat")!;
        var cat = stage.Dify.State.Find(old)!;
        stage.SetKey("new", cat.CreateKey(Canary.NewKey()));
        cat.RevokeKey(old);
        stage.Good("""
            $beside = @{}
            foreach ($pair in (Get-SecretInfo DifyPS-cat -Vault $vault).Metadata.GetEnumerator()) { $beside[$pair.Key] = $pair.Value }
            Set-Secret DifyPS-cat -SecureStringSecret $new -Vault $vault -Metadata $beside
            """);
        stage.EditEntry("cat", entry => entry["server"] = "http://127.0.0.1:9/v1/");
        stage.StartAfresh();
        var error = stage.Bad("Invoke-DifyChat cat hi", "BindingChanged");
        Assert.Contains(stage.Server, error.Exception.Message);
        Assert.Equal(AppHealth.BindingChanged, stage.Test("cat").Status);
        stage.EditEntry("cat", entry => entry["server"] = stage.Server + "/");
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task A_registry_that_cannot_be_written_goes_on_and_its_seals_count_all_the_same()
    {
        await using var stage = await SetAsync();
        var old = stage.GetSecret("DifyPS-cat")!;
        stage.RotateOutside(stage.Dify.State.Find(old)!, old, "cat");
        var registry = File.ReadAllText(stage.RegistryFile);
        File.SetAttributes(stage.RegistryFile, FileAttributes.ReadOnly);
        for (var process = 0; process < 2; process++)
        {
            // Each process asks once, and says that it could not note the answer.
            stage.StartAfresh();
            Assert.Single(
                stage.Good("$null = Invoke-DifyChat cat hi 3>&1 -WarningVariable said; $null = Invoke-DifyChat cat again; $said").Output
            );
            Assert.Equal(["/info", "/chat-messages", "/chat-messages"], stage.Requests.Select(r => r.Path));
        }

        Assert.Equal(registry, File.ReadAllText(stage.RegistryFile));
        File.SetAttributes(stage.RegistryFile, FileAttributes.Normal);
        stage.EditEntry("cat", entry => entry["server"] = "http://127.0.0.1:9/v1/");
        stage.ForgetRequests();
        stage.Bad("Invoke-DifyChat cat hi", "BindingChanged");
        stage.EditEntry("cat", Edits["server, fingerprint and seal"]);
        stage.Bad("Invoke-DifyChat cat hi", "BindingChanged");
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task A_key_that_this_process_knows_to_be_the_same_needs_nothing_beside_it()
    {
        await using var stage = await SetAsync();
        var key = stage.GetSecret("DifyPS-cat")!;
        stage.PutSecret("DifyPS-cat", key); // Without its metadata.
        stage.Good("Invoke-DifyChat cat hi");
        stage.EditEntry("cat", Edits["server, fingerprint and seal"]);
        stage.AssertRefused("cat");
    }

    [Fact]
    public async Task A_key_that_is_put_back_goes_to_the_sealed_server_only()
    {
        await using var stage = await SetAsync();
        stage.Good("Remove-Secret DifyPS-cat -Vault $vault");
        stage.EditEntry("cat", entry => entry["server"] = "http://127.0.0.1:9/v1/");
        stage.StartAfresh();
        stage.Bad("Set-DifyApp cat -ApiKey $catKey", "BindingChanged");
        stage.EditEntry("cat", entry => entry["server"] = stage.Server + "/");
        stage.Good("Set-DifyApp cat -ApiKey $catKey; Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task Unregistering_deletes_no_secret_that_an_edit_has_pointed_to()
    {
        await using var stage = await SetAsync();
        var (_, dogKey) = stage.Register("Dog");
        stage.EditEntry("cat", entry =>
        {
            entry["secret"] = "DifyPS-dog";
            entry["keyFingerprint"] = stage.Binding("dog")!.KeyFingerprint;
        });
        stage.StartAfresh();
        stage.Bad("Unregister-DifyApp cat", "BindingChanged");
        Assert.Contains("-KeepSecret", stage.Bad("Unregister-DifyApp cat", "BindingChanged").ErrorDetails.RecommendedAction);
        // Replacing the entry leaves that secret alone, too.
        stage.Good("Register-DifyApp cat $catKey -Server $server -Force");
        Assert.Equal(dogKey, stage.GetSecret("DifyPS-dog"));
        stage.Good("Invoke-DifyChat dog hi; Unregister-DifyApp cat; Unregister-DifyApp dog");
    }

    [Fact]
    public async Task A_binding_that_was_never_verified_is_sealed_as_well()
    {
        await using var stage = await SetAsync();
        stage.AddApp("Raw");
        stage.Good("Register-DifyApp raw $rawKey -Server $server -NoVerify; Invoke-DifyChat raw hi");
        stage.EditEntry("raw", entry => entry["server"] = "http://127.0.0.1:9/v1/");
        stage.AssertRefused("raw");
    }

    [Fact]
    public async Task A_knowledge_key_is_sealed_as_well()
    {
        await using var stage = await SetAsync();
        stage.SetKey("kbKey", stage.Dify.State.AddKnowledge().CreateKey(Canary.NewKey("dataset-")));
        stage.Good("Register-DifyApp kb $kbKey -Server $server; Invoke-DifyRestMethod kb datasets");
        stage.EditEntry("kb", entry => entry["server"] = "http://127.0.0.1:9/v1/");
        stage.ForgetRequests();
        stage.Bad("Invoke-DifyRestMethod kb datasets", "BindingChanged");
        Assert.Equal(AppHealth.BindingChanged, stage.Test("kb").Status);
        Assert.Empty(stage.Requests);
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.SetKey("freshKey", Canary.NewKey());
        return stage;
    }
}
