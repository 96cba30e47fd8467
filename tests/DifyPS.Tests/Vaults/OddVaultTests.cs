using System.Linq;
using System.Net;
using System.Security;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Vaults;

public sealed class OddVaultTests
{
    [Theory]
    [InlineData("writes nothing")]
    [InlineData("keeps half")]
    [InlineData("keeps another")]
    public async Task A_key_that_does_not_come_back_is_not_registered(string manner)
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.AddApp("Cat");
        OddVault.Behave(stage, manner);
        var error = stage.Bad("Register-DifyApp cat $catKey -Server $server", "SecretNotKept");
        Assert.Contains("'cat'", error.Exception.Message);
        Assert.Contains("Nothing of it is left", error.Exception.Message);
        Assert.DoesNotContain(key[..12], error.ToString());
        Assert.Null(stage.Binding("cat"));
        Assert.Null(stage.GetSecret("DifyPS-cat"));
    }

    [Theory]
    [InlineData("writes nothing", "DifyPS-cat")]
    [InlineData("keeps half", "DifyPS-cat")]
    [InlineData("keeps another", "DifyPS-cat")]
    [InlineData("keeps half", "team-cat")]
    public async Task A_new_key_that_does_not_come_back_leaves_the_old_one(string manner, string secret)
    {
        await using var stage = await Stage.SetAsync();
        var (app, key) = stage.AddApp("Cat");
        stage.PutSecret(secret, key);
        stage.Good($"Register-DifyApp cat -SecretName {secret} -Server $server");
        OddVault.Behave(stage, manner);
        stage.SetKey("newKey", app.CreateKey(Canary.NewKey()));
        var error = stage.Bad("Set-DifyApp cat -ApiKey $newKey", "SecretNotKept");
        Assert.Contains("What was there before is there", error.Exception.Message);
        Assert.Equal(key, stage.GetSecret(secret));
        KeyCache.Clear();
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task Where_the_metadata_fails_the_key_is_kept_without()
    {
        await using var stage = await Stage.SetAsync();
        OddVault.Behave(stage, "fails with the metadata");
        var (app, _) = stage.Register("Cat");
        var rotated = app.CreateKey(Canary.NewKey());
        stage.SetKey("newKey", rotated);
        stage.Good("Set-DifyApp cat -ApiKey $newKey; Set-DifyApp cat -NewName tom -User bob");
        Assert.Equal(rotated, stage.GetSecret("DifyPS-tom"));
        Assert.Null(stage.GetSecret("DifyPS-cat"));
        KeyCache.Clear();
        stage.Good("Invoke-DifyChat tom hi; Unregister-DifyApp tom");
        Assert.Null(stage.GetSecret("DifyPS-tom"));
    }

    [Theory]
    [InlineData("has its runspace closed for a moment")]
    [InlineData("is used by somebody else for a moment")]
    public async Task A_vault_that_is_in_use_is_asked_again(string manner)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        KeyCache.Clear();
        OddVault.Behave(stage, manner);
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task What_is_not_there_may_be_told_by_throwing()
    {
        await using var stage = await Stage.SetAsync();
        OddVault.Behave(stage, "throws for what is not there");
        stage.Bad("Register-DifyApp cat -SecretName nothing -Server $server", "SecretMissing");
        stage.Register("Cat");
        stage.Good("Set-DifyApp cat -NewName tom; Remove-Secret DifyPS-tom $vault");
        KeyCache.Clear();
        stage.Bad("Invoke-DifyChat tom hi", "SecretMissing");
        Assert.Equal("SecretMissing", stage.Good("(Test-DifyApp tom).Status").Output.Single().ToString());
        stage.Good("Unregister-DifyApp tom");
        Assert.Null(stage.Binding("tom"));
    }

    [Theory]
    [InlineData("cannot be reached")]
    [InlineData("denies")]
    [InlineData("loses sight of what it lists")]
    public async Task A_failure_is_not_taken_for_not_there(string manner)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Dog");
        stage.AddApp("Cat");
        var others = Canary.NewKey();
        stage.PutSecret("DifyPS-cat", others);
        using (var other = stage.NewSession())
        {
            OddVault.Behave(stage, manner);
            KeyCache.Clear();
            stage.Bad("Register-DifyApp cat $catKey -Server $server", "VaultFailed");
            stage.Bad("Register-DifyApp cat $catKey -Server $server -Force", "VaultFailed");
            stage.Bad("Invoke-DifyChat dog hi", "VaultFailed");
            Assert.Equal("VaultLocked", stage.Good("(Test-DifyApp dog).Status").Output.Single().ToString());
            // Another session's eyes.
            var kept = other.Run("Get-Secret DifyPS-cat -Vault $vault; Get-Secret DifyPS-dog -Vault $vault").Output;
            Assert.Equal(2, kept.Count);
            Assert.Equal(others, new NetworkCredential(string.Empty, (SecureString)kept[0].BaseObject).Password);
        }

        Assert.Null(stage.Binding("cat"));
    }

    [Fact]
    public async Task A_secret_of_others_is_not_deleted_where_its_key_was_given_again()
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.AddApp("Cat");
        stage.PutSecret("team-cat", key);
        stage.Good("Register-DifyApp cat $catKey -SecretName team-cat -Server $server; Unregister-DifyApp cat");
        Assert.Equal(key, stage.GetSecret("team-cat"));
        stage.Good("Register-DifyApp cat $catKey -SecretName my-cat -Server $server; Unregister-DifyApp cat");
        Assert.Null(stage.GetSecret("my-cat"));
    }

    [Fact]
    public async Task A_secret_of_others_that_an_app_moves_to_is_not_deleted()
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.AddApp("Cat");
        stage.PutSecret("team-cat", key);
        stage.Good("Register-SecretVault -Name Other -ModuleName InMemory; Set-Secret team-cat -SecureStringSecret $catKey -Vault Other");
        stage.Good("Register-DifyApp cat -SecretName team-cat -Server $server; Set-DifyApp cat -Vault Other; Unregister-DifyApp cat");
        Assert.Single(stage.Good("Get-Secret team-cat -Vault Other").Output);
        Assert.Equal(key, stage.GetSecret("team-cat"));
        stage.Good("Unregister-SecretVault Other");
    }

    [Fact]
    public async Task Two_vaults_of_one_store_that_do_not_say_so_cost_no_key()
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.Register("Cat");
        stage.Good(
            "Register-SecretVault -Name Other -ModuleName InMemory; (Get-SecretVault Other).Secrets = (Get-SecretVault $vault).Secrets"
        );
        stage.Good("Set-DifyApp cat -Vault Other");
        Assert.Equal(key, stage.GetSecret("DifyPS-cat"));
        KeyCache.Clear();
        stage.Good("Invoke-DifyChat cat hi; Unregister-DifyApp cat; Unregister-SecretVault Other");
        Assert.Null(stage.GetSecret("DifyPS-cat"));
    }
}
