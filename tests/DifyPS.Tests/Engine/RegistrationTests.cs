using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Register-, Get-, Set- and Unregister-DifyApp beyond the rules of a binding.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public async Task Without_a_key_and_without_a_prompt_it_says_so()
    {
        await using var stage = await Stage.SetAsync();
        var error = stage.Bad("Register-DifyApp cat -Server $server", "ApiKeyRequired");
        Assert.Contains("-SecretName", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task What_is_no_key_is_refused_without_repeating_it()
    {
        await using var stage = await Stage.SetAsync();
        stage.SetKey("odd", "app-has a space " + Canary.NewKey());
        var error = stage.Bad("Register-DifyApp cat $odd -Server $server", "InvalidApiKey");
        Assert.DoesNotContain("canary", error.ToString() + error.Exception);
    }

    [Fact]
    public async Task A_vault_that_is_not_registered_is_named_with_those_that_are()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        var error = stage.Bad("Register-DifyApp cat $catKey -Server $server -Vault nowhere", "VaultNotFound");
        Assert.Contains(stage.Vault, error.ErrorDetails.RecommendedAction);
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task The_end_user_is_the_account_unless_said_otherwise()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        stage.Good("Register-DifyApp cat $catKey -Server $server; Invoke-DifyChat cat hi");
        Assert.Equal(Environment.UserName, (string?)stage.Requests.Last().Json!["user"]);
        stage.Good("Set-DifyApp cat -User carol; Invoke-DifyChat cat hi");
        Assert.Equal("carol", (string?)stage.Requests.Last().Json!["user"]);
    }

    [Fact]
    public async Task A_new_name_takes_its_secret_along()
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.Register("Cat");
        var app = (DifyApp)stage.Good("Set-DifyApp cat -NewName tom -PassThru").Output.Single().BaseObject;
        Assert.Equal(("tom", "DifyPS-tom"), (app.Name, app.SecretName));
        Assert.Null(stage.GetSecret("DifyPS-cat"));
        Assert.Equal(key, stage.GetSecret("DifyPS-tom"));
        stage.Bad("Invoke-DifyChat cat hi", "AppNotFound");
        stage.Good("Invoke-DifyChat tom hi");
        var name = stage.Good("(Get-SecretInfo DifyPS-tom -Vault $vault).Metadata['name']").Output.Single().BaseObject;
        Assert.Equal("tom", name);
    }

    [Fact]
    public async Task A_new_name_in_other_letters_keeps_the_secret()
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.Register("Cat");
        stage.Good("Set-DifyApp cat -NewName CAT");
        Assert.Equal(key, stage.GetSecret(stage.Binding("cat")!.Secret));
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task A_key_moves_to_another_vault()
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.Register("Cat");
        stage.Good("Register-SecretVault -Name Other -ModuleName InMemory; Set-DifyApp cat -Vault Other");
        Assert.Null(stage.GetSecret("DifyPS-cat"));
        Assert.Equal("Other", stage.Binding("cat")!.Vault);
        KeyCache.Clear();
        stage.Good("Invoke-DifyChat cat hi");
        stage.Good("Unregister-DifyApp cat; Unregister-SecretVault Other");
        Assert.NotNull(key);
    }

    [Fact]
    public async Task A_rename_in_Dify_is_pinned_by_a_refresh()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, _) = stage.Register("Cat");
        cat.Rename("Kitty");
        stage.Good("Invoke-DifyChat cat hi");
        stage.Good("Set-DifyApp cat -Refresh");
        Assert.Equal("Kitty", stage.Binding("cat")!.RemoteName);
    }

    [Fact]
    public async Task KeepSecret_keeps_it()
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.Register("Cat");
        stage.Good("Unregister-DifyApp cat -KeepSecret");
        Assert.Equal(key, stage.GetSecret("DifyPS-cat"));
    }

    [Fact]
    public async Task Nothing_to_change_is_an_error()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Bad("Set-DifyApp cat", "NothingToChange");
    }

    [Fact]
    public async Task Lists_are_filtered_by_name_mode_and_server()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Camel", "workflow");
        stage.Register("Dog");
        Assert.Equal("camel,cat", Names(stage, "Get-DifyApp c*"));
        Assert.Equal("camel", Names(stage, "Get-DifyApp -Mode workflow"));
        Assert.Equal("camel,cat,dog", Names(stage, "Get-DifyApp -Server 127.0.0.1"));
        Assert.Equal("", Names(stage, "Get-DifyApp -Server *.example.com"));
        stage.Bad("Get-DifyApp nobody", "AppNotFound");
        Assert.Empty(stage.Good("Get-DifyApp n*").Output);
    }

    [Fact]
    public async Task An_app_shows_no_key_however_it_is_looked_at()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var shown = stage
            .Good("Get-DifyApp cat | ForEach-Object { foreach ($p in $_.PSObject.Properties) { \"$($p.Name)=$($p.Value)\" } }")
            .Output.Select(o => o.ToString())
            .ToList();
        Assert.Contains(shown, line => line.StartsWith("KeyFingerprint="));
        Assert.DoesNotContain(shown, Canary.IsIn);
    }

    [Fact]
    public async Task Names_come_from_the_pipeline()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Dog");
        Assert.Equal(2, stage.Good("'cat', 'dog' | Test-DifyApp").Output.Count);
        stage.Good("'cat' | Set-DifyApp -User bob; 'cat' | Unregister-DifyApp");
        Assert.Equal("dog", Names(stage, "Get-DifyApp"));
    }

    [Fact]
    public async Task What_is_beside_the_secret_follows_the_binding()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("Set-DifyApp cat -User bob");
        File.Delete(stage.RegistryFile);
        stage.Good("Register-DifyApp -FromVault $vault");
        Assert.Equal("bob", stage.Binding("cat")!.User);
    }

    [Theory]
    [InlineData("Set-DifyApp cat -NewName dog")]
    [InlineData("Set-DifyApp cat -Vault Other")]
    public async Task A_move_does_not_write_over_another_secret(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var (_, dogKey) = stage.AddApp("Dog");
        stage.PutSecret("DifyPS-dog", dogKey);
        stage.Good(
            "Register-SecretVault -Name Other -ModuleName InMemory; Set-Secret -Name DifyPS-cat -SecureStringSecret $dogKey -Vault Other"
        );
        stage.Bad(command, "SecretAlreadyExists");
        Assert.Equal(dogKey, stage.GetSecret("DifyPS-dog"));
        Assert.Equal("cat", Names(stage, "Get-DifyApp"));
        stage.Good(command + " -Force; Unregister-SecretVault Other");
    }

    [Fact]
    public async Task A_registry_without_apps_is_an_empty_one()
    {
        await using var stage = await Stage.SetAsync();
        File.WriteAllText(stage.RegistryFile, "{}");
        Assert.Empty(stage.Good("Get-DifyApp").Output);
        stage.Register("Cat");
        Assert.Equal("cat", Names(stage, "Get-DifyApp"));
    }

    [Theory]
    [InlineData("chatbot", "bot")]
    [InlineData("Chatflow", "flow")]
    [InlineData("ADVANCED-CHAT", "flow")]
    [InlineData("'New Agent'", "new")]
    [InlineData("agent", "new")]
    [InlineData("agent-chat", "tool")]
    [InlineData("'text generator',chatbot", "bot,text")]
    public async Task A_mode_is_known_by_the_word_that_errors_use_as_well(string mode, string expected)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Bot");
        stage.Register("Flow", "advanced-chat");
        stage.Register("New", "agent");
        stage.Register("Tool", "agent-chat");
        stage.Register("Text", "completion");
        Assert.Equal(expected, string.Join(",", stage.Good($"Get-DifyApp -Mode {mode}").Output.Select(one => one.ToString()).Order()));
    }

    [Theory]
    [InlineData("Get-DifyApp -Mode chatbott", "chatbott")]
    [InlineData("'cat', 'dog' | Get-DifyApp -Mode ch*", "ch*")]
    public async Task A_mode_that_is_none_is_told_once_with_those_that_are(string command, string word)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Dog");
        var error = Assert.Single(stage.Run(command).Errors);
        Assert.StartsWith("InvalidArgument,", error.FullyQualifiedErrorId);
        Assert.Contains($"'{word}'", error.ToString());
        Assert.Contains("chat (chatbot), agent-chat (agent), advanced-chat (chatflow)", error.ErrorDetails.RecommendedAction);
    }

    private static string Names(Stage stage, string command) => string.Join(",", stage.Good(command).Output);
}
