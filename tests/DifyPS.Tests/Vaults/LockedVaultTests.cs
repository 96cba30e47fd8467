using System.Linq;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Vaults;

/// <summary>A vault that has refused a command is not asked again by it: each time may be a question for a password.</summary>
public sealed class LockedVaultTests
{
    [Theory]
    [InlineData("Test-DifyApp", 1)]
    [InlineData("Update-DifyAppKey *", 1)]
    [InlineData("'cat', 'dog', 'owl' | Get-DifyAppInfo", 1)]
    [InlineData("Unregister-DifyApp *", 1)]
    [InlineData("Test-DifyApp; Test-DifyApp", 2)]
    public async Task It_is_asked_once_a_command(string command, int times)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        foreach (var name in new[] { "Cat", "Dog", "Owl" })
            stage.Bind(name);
        Lock(stage);
        var result = stage.Run(command);
        Assert.Equal(times, Asked(stage));
        Assert.All(result.Errors, error => Assert.StartsWith("VaultLocked,", error.FullyQualifiedErrorId));
        if (command.StartsWith("Test", System.StringComparison.Ordinal))
            Assert.All(result.Output, one => Assert.Equal(AppHealth.VaultLocked, ((DifyAppStatus)one.BaseObject).Status));
        else
            Assert.Equal(3, result.Errors.Count);
    }

    [Fact]
    public async Task The_next_command_tries_anew()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Run("(Get-SecretVault $vault).Locked = $true");
        stage.Run("Test-DifyApp");
        stage.Good("Unlock-SecretVault $vault");
        Assert.Equal("True", stage.Good("Test-DifyApp -Quiet").Output.Single().ToString());
    }

    // Counts whatever asks the vault for something that a locked one may ask a password for.
    private static void Lock(Stage stage)
    {
        KeyCache.Clear();
        stage.Good("$global:asked = 0");
        foreach (var command in new[] { "Get-Secret", "Get-SecretInfo", "Set-Secret", "Remove-Secret" })
        {
            stage.Good(
                $$"""
                & (Get-Module Microsoft.PowerShell.SecretManagement) {
                    function script:{{command}} {
                        [CmdletBinding(SupportsShouldProcess)]
                        param([string] $Name, [string] $Vault, [securestring] $SecureStringSecret, [hashtable] $Metadata)
                        $global:asked++
                        $PSCmdlet.WriteError((New-Failure 'A valid password is required.' 'GetSecretInvalidOperation' 'InvalidOperation'))
                    }
                }
                """
            );
        }
    }

    private static int Asked(Stage stage) => (int)stage.Good("$global:asked").Output.Single().BaseObject;
}
