using System;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Vaults;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>
/// The key that an entry stands for is its own, by what the server shows of it: an id that was written beside it leads to no other key,
/// of whatever app of whatever name.
/// </summary>
public sealed class OwnKeyTests
{
    public static TheoryData<string, bool> Servers =>
        new()
        {
            { "1.14.0", true },
            { "1.14.0", false },
            { "1.20.0", true },
            { "1.20.0", false },
        };

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Ids_of_a_twin_and_its_key_beside_a_secret_move_no_name_there(string version, bool isTwin)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var (cat, spared, spareId) = SetSpare(stage, isTwin);
        stage.Shell.SetVariable("appId", spared.Id.ToString());
        stage.Shell.SetVariable("keyId", spareId);
        stage.Good(
            "$beside = @{}; (Get-SecretInfo DifyPS-cat -Vault $vault).Metadata.GetEnumerator() | ForEach-Object { $beside[$_.Key] = $_.Value }; "
                + "$beside['appId'] = $appId; $beside['keyId'] = $keyId; Set-SecretInfo DifyPS-cat -Vault $vault -Metadata $beside"
        );
        stage.EditRegistry(apps => apps.Clear());
        stage.StartAfresh();
        stage.Run("Register-DifyApp cat -FromVault $vault -WarningAction Ignore");
        stage.Run("Update-DifyAppKey cat -WarningAction Ignore");
        AssertSpared(stage, cat, spared);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Ids_that_were_written_into_the_registry_are_not_taken_on_by_a_refresh(string version, bool isTwin)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var (cat, spared, spareId) = SetSpare(stage, isTwin);
        var ownId = stage.Binding("cat")!.KeyId;
        stage.EditEntry("cat", entry => (entry["appId"], entry["keyId"]) = (spared.Id.ToString(), spareId));
        stage.StartAfresh();
        stage.Bad("Invoke-DifyChat cat hi", "BindingChanged");
        var refreshed = stage.Run("Set-DifyApp cat -Refresh -Confirm:$false -WarningAction Ignore");
        if (!isTwin)
        {
            // The app is the right one; its keys say which of them this is.
            Assert.Empty(refreshed.Errors);
            Assert.Equal(ownId, stage.Binding("cat")!.KeyId);
            stage.Good("Update-DifyAppKey cat");
            Assert.Equal(2, cat.Keys.Count);
            Assert.Contains(stage.GetSecret(SecretName.For("cat")), cat.Keys);
            return;
        }

        stage.Run("Update-DifyAppKey cat -WarningAction Ignore");
        AssertSpared(stage, cat, spared);
    }

    [Theory]
    [InlineData("1.14.0")]
    [InlineData("1.20.0")]
    public async Task A_key_of_a_twin_that_was_put_into_the_vault_is_refused(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var (_, twin, _) = SetSpare(stage, isTwin: true);
        stage.PutSecret(SecretName.For("cat"), twin.Keys.Single());
        stage.StartAfresh();
        stage.Bad("Invoke-DifyChat cat hi", "AppIdentityMismatch");
        Assert.DoesNotContain(stage.Requests, one => one.Path.EndsWith("/chat-messages", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.14.0")]
    [InlineData("1.20.0")]
    public async Task Nobody_is_told_to_revoke_a_key_by_an_entry_that_was_edited(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var (_, spared, spareId) = SetSpare(stage, isTwin: true);
        stage.EditEntry(
            "cat",
            entry =>
            {
                entry["ownsSecret"] = false;
                entry["appId"] = spared.Id.ToString();
                entry["keyId"] = spareId;
            }
        );
        stage.StartAfresh();
        var told = stage.Good("Unregister-DifyApp cat -WarningVariable told -WarningAction Ignore; $told").Output;
        Assert.All(told, one => Assert.DoesNotContain(spareId, one.ToString()));
        Assert.All(told, one => Assert.DoesNotContain("Remove-", one.ToString()));
    }

    // An app that is bound as cat, and a key of it, or of another app of its name, that somebody else has.
    private static (SimulatedApp Cat, SimulatedApp Spared, string SpareId) SetSpare(Stage stage, bool isTwin)
    {
        var cat = stage.Bind("Cat");
        var spared = isTwin ? stage.Dify.State.AddApp("Cat") : cat;
        stage.Offer(spared);
        var made = stage.Good("$app | New-DifyAppKey").Output.Single();
        return (cat, spared, (string)made.Properties["KeyId"].Value);
    }

    // The key that somebody else has is good, and the name has the only other one, of its own app or of none.
    private static void AssertSpared(Stage stage, SimulatedApp cat, SimulatedApp spared)
    {
        var secret = stage.GetSecret(SecretName.For("cat"));
        if (ReferenceEquals(cat, spared))
        {
            Assert.Equal(2, cat.Keys.Count);
            Assert.Contains(secret, cat.Keys);
            return;
        }

        Assert.Single(spared.Keys);
        Assert.DoesNotContain(secret, spared.Keys);
        Assert.Contains(secret, cat.Keys);
    }
}
