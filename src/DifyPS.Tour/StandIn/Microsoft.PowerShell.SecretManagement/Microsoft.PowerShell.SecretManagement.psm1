# Vaults in memory, or in a file, behind SecretManagement's commands. Uses the engine's own commands only.

. "$PSScriptRoot/Storage.ps1"
Initialize-Vaults

function New-Failure([string] $Message, [string] $Id, [string] $Category) {
    [System.Management.Automation.ErrorRecord]::new([System.InvalidOperationException]::new($Message), $Id, $Category, $null)
}

function Get-OpenVault([string] $Name, $Caller) {
    $vault = $null
    if (-not $script:Vaults.TryGetValue($Name, [ref] $vault)) {
        $Caller.ThrowTerminatingError((New-Failure "Vault $Name does not exist in registry." 'InvokeVaultNotFound' 'ObjectNotFound'))
    }
    if ($vault.Locked) {
        $Caller.WriteError((New-Failure 'A valid password is required to access the vault.' 'GetSecretInvalidOperation' 'InvalidOperation'))
        return
    }
    $vault
}

function Register-SecretVault {
    [CmdletBinding(SupportsShouldProcess)]
    param([string] $ModuleName, [Parameter(Mandatory)][string] $Name, [hashtable] $VaultParameters, [switch] $DefaultVault, [switch] $AllowClobber, [switch] $PassThru, [string] $Description)
    if (-not $PSCmdlet.ShouldProcess($Name, 'Register the vault')) { return }
    Use-Vaults -Change {
        $vault = [pscustomobject]@{
            Name = $Name; ModuleName = $ModuleName; IsDefault = [bool] $DefaultVault -or $script:Vaults.Count -eq 0; VaultParameters = $VaultParameters
            Locked = $false; Secrets = New-VaultTable
        }
        if ($vault.IsDefault) { foreach ($other in $script:Vaults.Values) { $other.IsDefault = $false } }
        $script:Vaults[$Name] = $vault
        if ($PassThru) { $vault }
    }
}

function Unregister-SecretVault {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)][string] $Name)
    process {
        if (-not $PSCmdlet.ShouldProcess($Name, 'Unregister the vault')) { return }
        Use-Vaults -Change {
            $gone = $null
            $null = $script:Vaults.TryRemove($Name, [ref] $gone)
        }
    }
}

function Get-SecretVault {
    [CmdletBinding()]
    param([Parameter(Position = 0)][string] $Name = '*')
    Use-Vaults { foreach ($vault in $script:Vaults.Values) { if ($vault.Name -like $Name) { $vault } } }
}

function Set-SecretVaultDefault {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Position = 0)][string] $Name)
    Use-Vaults -Change { foreach ($vault in $script:Vaults.Values) { $vault.IsDefault = $vault.Name -eq $Name } }
}

function Set-Secret {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory, Position = 0)][string] $Name, [Parameter(Position = 1)][object] $Secret, [securestring] $SecureStringSecret, [string] $Vault, [hashtable] $Metadata = @{}, [switch] $NoClobber)
    if (-not $Vault) { foreach ($candidate in Get-SecretVault) { if ($candidate.IsDefault) { $Vault = $candidate.Name } } }
    if (-not $PSCmdlet.ShouldProcess($Vault, 'Write secret')) { return }
    $value = if ($PSBoundParameters.ContainsKey('SecureStringSecret')) { $SecureStringSecret.Copy() } elseif ($Secret -is [securestring]) { $Secret.Copy() } else { $Secret }
    Use-Vaults -Change {
        $open = Get-OpenVault $Vault $PSCmdlet
        if ($null -ne $open) { $open.Secrets[$Name] = New-Entry $value $Metadata }
    }
}

function Set-SecretInfo {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory, Position = 0)][string] $Name, [Parameter(Mandatory)][hashtable] $Metadata, [string] $Vault)
    if (-not $PSCmdlet.ShouldProcess($Vault, 'Write metadata')) { return }
    Use-Vaults -Change {
        $open = Get-OpenVault $Vault $PSCmdlet
        $entry = $null
        if ($null -ne $open -and $open.Secrets.TryGetValue($Name, [ref] $entry)) { $open.Secrets[$Name] = New-Entry $entry.Value $Metadata }
    }
}

function Get-Secret {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)][string] $Name,
        [Parameter(ValueFromPipelineByPropertyName)][Alias('VaultName')][string] $Vault,
        [switch] $AsPlainText
    )
    process {
        Use-Vaults {
            $names = if ($Vault) { $Vault } else { $script:Vaults.Keys }
            foreach ($candidate in $names) {
                $open = Get-OpenVault $candidate $PSCmdlet
                $entry = $null
                if ($null -ne $open -and $open.Secrets.TryGetValue($Name, [ref] $entry)) { return Get-Value $entry.Value $AsPlainText }
            }
            $PSCmdlet.WriteError((New-Failure "The secret $Name was not found." 'GetSecretNotFound' 'ObjectNotFound'))
        }
    }
}

# Text is given as a SecureString, unless plain text is asked for.
function Get-Value([object] $Value, [bool] $AsPlainText) {
    if ($Value -is [securestring]) {
        if ($AsPlainText) { return [System.Net.NetworkCredential]::new('', $Value).Password }
        return $Value.Copy()
    }
    if ($Value -is [string] -and -not $AsPlainText) {
        $secure = [securestring]::new()
        foreach ($c in $Value.ToCharArray()) { $secure.AppendChar($c) }
        return $secure
    }
    , $Value
}

function Get-SecretInfo {
    [CmdletBinding()]
    param([Parameter(Position = 0)][string] $Name = '*', [string] $Vault)
    Use-Vaults {
        $names = if ($Vault) { $Vault } else { $script:Vaults.Keys }
        foreach ($candidate in $names) {
            $open = Get-OpenVault $candidate $PSCmdlet
            if ($null -eq $open) { continue }
            foreach ($entry in $open.Secrets.GetEnumerator()) {
                if ($entry.Key -like $Name) {
                    [pscustomobject]@{ Name = $entry.Key; Type = 'SecureString'; VaultName = $open.Name; Metadata = $entry.Value.Metadata }
                }
            }
        }
    }
}

function Remove-Secret {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)][string] $Name,
        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName)][Alias('VaultName')][string] $Vault
    )
    process {
        if (-not $PSCmdlet.ShouldProcess($Vault, 'Remove secret')) { return }
        Use-Vaults -Change {
            $open = Get-OpenVault $Vault $PSCmdlet
            $gone = $null
            if ($null -ne $open -and -not $open.Secrets.TryRemove($Name, [ref] $gone)) {
                $PSCmdlet.WriteError((New-Failure "The secret $Name was not found in the vault." 'RemoveSecretInvalidOperation' 'InvalidOperation'))
            }
        }
    }
}

function Unlock-SecretVault {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)][string] $Name, [securestring] $Password)
    Use-Vaults -Change { $script:Vaults[$Name].Locked = $false }
}

function Test-SecretVault {
    [CmdletBinding()]
    param([Parameter(Position = 0)][string] $Name)
    Use-Vaults { $script:Vaults.ContainsKey($Name) -and -not $script:Vaults[$Name].Locked }
}
