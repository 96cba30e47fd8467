# Keeps each secret in a file of its own, without metadata: Set-Secret takes none, and there is no Set-SecretInfo. The file
# "manner" beside the secrets says how it behaves; a test writes it.
Set-StrictMode -Version Latest

function Get-Manner {
    param([hashtable] $AdditionalParameters)
    $file = Join-Path $AdditionalParameters.Folder 'manner'
    if (Test-Path -LiteralPath $file) { (Get-Content -LiteralPath $file -Raw).Trim() } else { 'good' }
}

function Get-SecretFile {
    param([string] $Name, [hashtable] $AdditionalParameters)
    Join-Path $AdditionalParameters.Folder "$Name.xml"
}

function ConvertTo-Text {
    param([securestring] $Secret)
    [Net.NetworkCredential]::new('', $Secret).Password
}

function Set-Secret {
    param([string] $Name, [object] $Secret, [string] $VaultName, [hashtable] $AdditionalParameters)
    $file = Get-SecretFile $Name $AdditionalParameters
    switch (Get-Manner $AdditionalParameters) {
        'writes nothing' { return }
        'keeps half' { $Secret = ConvertTo-SecureString (ConvertTo-Text $Secret).Substring(0, 8) -AsPlainText -Force }
        'keeps another' { $Secret = ConvertTo-SecureString 'app-another' -AsPlainText -Force }
        # Given only when it has been asked for three times.
        'is late' {
            $Secret | Export-Clixml -LiteralPath "$file.late"
            Set-Content -LiteralPath "$file.asked" -Value 0
            return
        }
    }
    $Secret | Export-Clixml -LiteralPath $file
}

function Get-Secret {
    param([string] $Name, [string] $VaultName, [hashtable] $AdditionalParameters)
    $file = Get-SecretFile $Name $AdditionalParameters
    $manner = Get-Manner $AdditionalParameters
    switch ($manner) {
        'cannot be reached' { try { Invoke-RestMethod 'http://127.0.0.1:1/' } catch { throw } }
        'denies' { throw "403 Forbidden: the secret $Name was not found, or may not be read." }
        'calls back' {
            # As a vault does whose own key is a secret.
            Import-Module $AdditionalParameters.Module
            $null = (Get-DifyApp).Name
            $null = Get-SecretVault
            $null = Invoke-DifyChat $AdditionalParameters.App 'from a vault' 3>$null 2>$null
        }
    }
    if (Test-Path -LiteralPath "$file.late") {
        $asked = 1 + (Get-Content -LiteralPath "$file.asked")
        Set-Content -LiteralPath "$file.asked" -Value $asked
        if ($asked -ge 3) { Move-Item -LiteralPath "$file.late" -Destination $file -Force }
    }
    if (Test-Path -LiteralPath $file) {
        Import-Clixml -LiteralPath $file
    }
    elseif ($manner -eq 'throws') {
        throw "No secret $Name."
    }
    elseif ($manner -eq 'answers 404') {
        # As HashiCorp's does.
        try { Invoke-RestMethod "$env:DIFYPS_TEST_CONTROL/no-such-secret" } catch { throw }
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
    if ((Get-Manner $AdditionalParameters) -eq 'answers 404' -and -not (Test-Path -LiteralPath (Get-SecretFile $Name $AdditionalParameters))) {
        Invoke-RestMethod "$env:DIFYPS_TEST_CONTROL/no-such-secret"
    }
    Remove-Item -LiteralPath (Get-SecretFile $Name $AdditionalParameters) -ErrorAction Stop
}

function Test-SecretVault {
    param([string] $VaultName, [hashtable] $AdditionalParameters)
    Test-Path -LiteralPath $AdditionalParameters.Folder
}
