using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Rules;

public sealed class Rule7_An_existing_secret_can_be_bound
{
    [Fact]
    public async Task A_provisioned_secret_is_bound_without_a_key_and_outlives_the_binding()
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.AddApp("Cat");
        stage.PutSecret("team-cat-key", key);
        stage.Good("Register-DifyApp cat -SecretName team-cat-key -Server $server");
        Assert.StartsWith("Cat here", stage.Good("Invoke-DifyChat cat hi").Output.Single().ToString());
        Assert.Null(stage.GetSecret("DifyPS-cat"));

        stage.Good("Unregister-DifyApp cat");
        Assert.Equal(key, stage.GetSecret("team-cat-key"));
        Assert.Null(stage.Binding("cat"));
    }

    [Fact]
    public async Task A_secret_that_is_not_there_cannot_be_bound()
    {
        await using var stage = await Stage.SetAsync();
        stage.Bad("Register-DifyApp cat -SecretName nothing -Server $server", "SecretMissing");
    }

    [Theory]
    [InlineData("cat", "DifyPS-cat")]
    [InlineData("support-bot2", "DifyPS-support-bot2")]
    public void A_plain_name_is_its_secrets_name(string name, string secret) => Assert.Equal(secret, SecretName.For(name));

    [Theory]
    [InlineData("my cat")]
    [InlineData("Katze_1")]
    [InlineData("猫")]
    [InlineData("a.b/c\\d:e")]
    [InlineData(
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678"
    )]
    public void Any_other_name_is_mapped_to_what_the_strictest_vault_takes(string name)
    {
        var secret = SecretName.For(name);
        Assert.Matches("^DifyPS-[0-9a-zA-Z-]{1,120}$", secret);
        Assert.True(secret.Length <= 127);
        Assert.Equal(secret, SecretName.For(name));
    }

    [Fact]
    public void Names_that_map_to_the_same_letters_get_secrets_of_their_own()
    {
        var names = new[] { "a b", "a_b", "a.b", "a-b", "猫", "犬" };
        Assert.Equal(names.Length, names.Select(SecretName.For).Distinct(AppName.Comparer).Count());
    }

    [Fact]
    public async Task FromVault_rebuilds_the_registry_on_another_machine()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Dog");
        stage.PutSecret("unrelated", "not a key of ours");
        File.Delete(stage.RegistryFile);
        KeyCache.Clear();
        Assert.Empty(stage.Good("Get-DifyApp").Output);

        var rebuilt = stage.Good("Register-DifyApp -FromVault $vault -PassThru").Output.Select(o => o.ToString());
        Assert.Equal(["cat", "dog"], rebuilt);
        var cat = stage.Binding("cat")!;
        Assert.Equal(("Cat", "chat", "alice"), (cat.RemoteName, cat.Mode, cat.User));
        Assert.StartsWith("Dog here", stage.Good("Invoke-DifyChat dog hi").Output.Single().ToString());
    }

    [Fact]
    public async Task FromVault_takes_a_pattern_and_says_when_there_is_nothing()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Dog");
        File.Delete(stage.RegistryFile);
        stage.Good("Register-DifyApp -FromVault $vault -Name d*");
        Assert.Equal(["dog"], stage.Good("Get-DifyApp").Output.Select(o => o.ToString()));
        stage.Bad("Register-DifyApp -FromVault $vault -Name x*", "NothingToImport");
    }

    [Fact]
    public async Task A_secret_with_another_key_in_it_is_not_written_over()
    {
        await using var stage = await Stage.SetAsync();
        var (_, dogKey) = stage.AddApp("Dog");
        stage.AddApp("Cat");
        stage.PutSecret("DifyPS-cat", dogKey);
        stage.Bad("Register-DifyApp cat $catKey -Server $server", "SecretAlreadyExists");
        Assert.Equal(dogKey, stage.GetSecret("DifyPS-cat"));
        Assert.Null(stage.Binding("cat"));
        stage.Good("Register-DifyApp cat $catKey -Server $server -Force");
    }
}
