using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("Invoke-DifyChat c", "cat")]
    [InlineData("Invoke-DifyChat -App Do", "dog")]
    [InlineData("Get-DifyApp d", "dog,'my bird'")]
    [InlineData("Set-DifyApp ca", "cat")]
    [InlineData("Test-DifyApp ca", "cat")]
    [InlineData("Unregister-DifyApp ca", "cat")]
    [InlineData("Get-DifyAppInfo ca", "cat")]
    [InlineData("Invoke-DifyRestMethod ca", "cat")]
    [InlineData("Invoke-DifyChat my", "'my bird'")]
    [InlineData("Invoke-DifyChat 'my b", "'my bird'")]
    [InlineData("Invoke-DifyChat bird", "'my bird'")]
    [InlineData("Get-DifyApp -Mode ag", "agent-chat,agent")]
    public async Task Names_complete_from_the_registry_alone(string typed, string expected)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Dog");
        stage.AddApp("Bird");
        stage.Good("Register-DifyApp 'my bird' $birdKey -Server $server");
        stage.ForgetRequests();
        stage.Run("(Get-SecretVault $vault).Locked = $true");
        Assert.Equal(expected, string.Join(",", Complete(stage, typed).Select(c => c.CompletionText)));
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task A_tooltip_says_what_the_name_stands_for()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var tip = Complete(stage, "Invoke-DifyChat c").Single().ToolTip;
        Assert.Contains("chatbot 'Cat'", tip);
        Assert.Contains(stage.Dify.BaseUri.Authority, tip);
    }

    [Fact]
    public async Task A_damaged_registry_completes_to_nothing()
    {
        await using var stage = await Stage.SetAsync();
        File.WriteAllText(stage.RegistryFile, "{");
        Assert.DoesNotContain(Complete(stage, "Invoke-DifyChat "), c => c.ResultType == CompletionResultType.ParameterValue);
    }

    [Fact]
    public async Task Vaults_complete_by_name()
    {
        await using var stage = await Stage.SetAsync();
        Assert.Contains(Complete(stage, $"Register-DifyApp x -Vault {stage.Vault[..4]}"), c => c.CompletionText == stage.Vault);
    }

    private static CompletionResult[] Complete(Stage stage, string typed)
    {
        using var shell = stage.Shell.NewShell();
        return [.. CommandCompletion.CompleteInput(typed, typed.Length, null, shell).CompletionMatches];
    }
}
