# The odd vault, with a Set-SecretInfo that throws.
. (Join-Path $PSScriptRoot '../../OddVault/Functions.ps1')

function Set-SecretInfo {
    param([string] $Name, [hashtable] $Metadata, [string] $VaultName, [hashtable] $AdditionalParameters)
    throw 'Too many tags.'
}
