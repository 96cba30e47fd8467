using System;
using System.Collections.Generic;

namespace DifyPS.Tests.Support;

/// <summary>Has the vaults in memory of one session behave as some real ones do, in what the session itself asks them.</summary>
internal static class OddVault
{
    private static readonly Dictionary<string, (string Command, string Body)> Manners = new(StringComparer.Ordinal)
    {
        ["writes nothing"] = ("Set-Secret", "return"),
        ["keeps half"] = (
            "Set-Secret",
            "$short = [securestring]::new(); foreach ($c in $text.Substring(0, 8).ToCharArray()) { $short.AppendChar($c) }; & $real -Value $short"
        ),
        ["keeps another"] = (
            "Set-Secret",
            "$other = [securestring]::new(); foreach ($c in 'app-other'.ToCharArray()) { $other.AppendChar($c) }; & $real -Value $other"
        ),
        ["fails with the metadata"] = (
            "Set-SecretInfo",
            "$PSCmdlet.WriteError((New-Failure 'Cannot add secret metadata.' 'SetSecretMetadataInvalidOperation' 'InvalidOperation'))"
        ),
        ["throws for what is not there"] = (
            "Get-Secret",
            "if ($null -eq $found) { throw [System.Net.Http.HttpRequestException]::new('404', $null, 'NotFound') }"
        ),
        ["cannot be reached"] = ("Get-Secret", "throw [System.Net.Sockets.SocketException]::new(10061)"),
        ["denies"] = ("Get-Secret", "throw 'secret not found, or permission denied'"),
        ["has its runspace closed for a moment"] = (
            "Get-Secret",
            "if ($script:Closed++ -lt 2) { throw [System.Management.Automation.Runspaces.InvalidRunspaceStateException]::new('Closed.') }"
        ),
        ["is used by somebody else for a moment"] = (
            "Get-Secret",
            """
            if (-not $script:Other) {
                $runspace = [runspacefactory]::CreateRunspace()
                $runspace.Open()
                $script:Other = [powershell]::Create()
                $script:Other.Runspace = $runspace
                $null = $script:Other.AddScript('[System.Threading.ManualResetEventSlim]::new().Wait()').BeginInvoke()
                [powershell]::Create($runspace).AddScript('1').Invoke()
            }
            """
        ),
        ["loses sight of what it lists"] = ("Get-Secret", "throw 'The secret was not found.'"),
    };

    /// <summary>Wraps the stand-in's command, in the module of this session only.</summary>
    public static void Behave(Stage stage, string manner)
    {
        var (command, body) = Manners[manner];
        stage.Good(Wrapping(command, body));
    }

    private static string Wrapping(string command, string body) =>
        command switch
        {
            "Set-Secret" => $$"""
                & (Get-Module Microsoft.PowerShell.SecretManagement) {
                    $script:RealSet = ${function:Set-Secret}
                    function script:Set-Secret {
                        [CmdletBinding(SupportsShouldProcess)]
                        param([string] $Name, [object] $Secret, [securestring] $SecureStringSecret, [string] $Vault, [hashtable] $Metadata = @{})
                        if ($PSBoundParameters.ContainsKey('Secret')) { & $script:RealSet -Name $Name -Secret $Secret -Vault $Vault; return }
                        $text = [System.Net.NetworkCredential]::new('', $SecureStringSecret).Password
                        $real = { param($Value) & $script:RealSet -Name $Name -SecureStringSecret $Value -Vault $Vault }
                        {{body}}
                    }
                }
                """,
            "Set-SecretInfo" => $$"""
                & (Get-Module Microsoft.PowerShell.SecretManagement) {
                    function script:Set-SecretInfo {
                        [CmdletBinding(SupportsShouldProcess)]
                        param([string] $Name, [hashtable] $Metadata, [string] $Vault)
                        {{body}}
                    }
                }
                """,
            _ => $$"""
                & (Get-Module Microsoft.PowerShell.SecretManagement) {
                    $script:RealGet = ${function:Get-Secret}
                    function script:Get-Secret {
                        [CmdletBinding()]
                        param([string] $Name, [string] $Vault)
                        $found = & $script:RealGet -Name $Name -Vault $Vault -ErrorAction Ignore
                        {{body}}
                        $found
                    }
                }
                """,
        };
}
