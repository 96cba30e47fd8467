# Keeps each secret in a file of its own. With HANGING_VAULT set to "before" or "after", writing a secret
# says so on standard output and goes no further, so that the process can be killed right there. GiveAs has it
# give secrets as other vaults do: as a table of fields, or as a credential. Log names a file that gets the name of each secret written.
Set-StrictMode -Version Latest

function Get-SecretFile {
    param([string] $Name, [hashtable] $AdditionalParameters)
    Join-Path $AdditionalParameters.Folder "$Name.xml"
}

function Wait-ForTheEnd {
    param([string] $Moment)
    if ($env:HANGING_VAULT -eq $Moment) {
        [Console]::Out.WriteLine("hanging $Moment")
        [Threading.Thread]::Sleep([Threading.Timeout]::Infinite)
    }
}

function Set-Secret {
    param([string] $Name, [object] $Secret, [string] $VaultName, [hashtable] $AdditionalParameters, [hashtable] $Metadata)
    if ($AdditionalParameters['Log']) { Add-Content -LiteralPath $AdditionalParameters.Log -Value $Name }
    Wait-ForTheEnd 'before'
    # Whole or not at all, whenever its writer is killed.
    $file = Get-SecretFile $Name $AdditionalParameters
    $Secret | Export-Clixml -LiteralPath "$file.$PID"
    [IO.File]::Move("$file.$PID", $file, $true)
    Wait-ForTheEnd 'after'
}

function Get-Secret {
    param([string] $Name, [string] $VaultName, [hashtable] $AdditionalParameters)
    $file = Get-SecretFile $Name $AdditionalParameters
    if (Test-Path -LiteralPath $file) {
        $secret = Import-Clixml -LiteralPath $file
        switch ($AdditionalParameters['GiveAs']) {
            'Hashtable' { @{ $Name.Split('/')[-1] = $secret; note = 'from the vault' } }
            'PSCredential' { [pscredential]::new('api', $secret) }
            default { $secret }
        }
    }
}

function Get-SecretInfo {
    param([string] $Filter, [string] $VaultName, [hashtable] $AdditionalParameters)
    foreach ($file in Get-ChildItem -LiteralPath $AdditionalParameters.Folder -Filter '*.xml' | Where-Object BaseName -Like $Filter) {
        [Microsoft.PowerShell.SecretManagement.SecretInformation]::new($file.BaseName, 'SecureString', $VaultName)
    }
}

function Remove-Secret {
    param([string] $Name, [string] $VaultName, [hashtable] $AdditionalParameters)
    Remove-Item -LiteralPath (Get-SecretFile $Name $AdditionalParameters)
}

function Test-SecretVault {
    param([string] $VaultName, [hashtable] $AdditionalParameters)
    Test-Path -LiteralPath $AdditionalParameters.Folder
}
