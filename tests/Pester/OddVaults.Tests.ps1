# Vaults that cannot do all, or fail at it: none of them costs a key, and what is not there is known for each.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'oddvaults'
    # The folder's name keeps its keys out of the search at the end of the suite.
    $secrets = (New-Item -ItemType Directory -Path (Join-Path $folder 'hanging-vault')).FullName
    Register-SecretVault -Name Odd -ModuleName "$PSScriptRoot/Support/OddVault/OddVault.psd1" -VaultParameters @{ Folder = $secrets }
    Register-SecretVault -Name Info -ModuleName "$PSScriptRoot/Support/InfoVault/InfoVault.psd1" -VaultParameters @{ Folder = $secrets }

    function Set-Manner {
        param([string] $Manner)
        Set-Content -LiteralPath (Join-Path $secrets 'manner') -Value $Manner
    }

    function Test-Stored {
        param([string] $Name, [psobject] $App)
        $stored = Get-Secret -Name $Name -Vault Odd
        [Net.NetworkCredential]::new('', $stored).Password -ceq $App.Key
    }

    function Update-InDify {
        # A second key of the app; the first one stays valid.
        param([psobject] $App)
        (Invoke-Control -Path "/apps/$($App.Name)/keys" -Method Post -Body @{ key = New-CanaryKey }).key
    }
}

AfterAll {
    'Odd', 'Info' | ForEach-Object { Unregister-SecretVault -Name $_ }
}

Describe 'A vault <Kind>' -Tag RealVault -ForEach @(
    @{ Kind = 'without metadata'; Vault = 'Odd'; App = 'OddPlain' }
    @{ Kind = 'whose Set-SecretInfo throws'; Vault = 'Info'; App = 'OddInfo' }
) {
    BeforeAll {
        Set-Manner 'good'
    }

    It 'keeps keys: registered, used, rotated, renamed and unregistered' {
        $cat = Add-SimulatedApp $App
        Register-DifyApp $App (ConvertTo-Secure $cat.Key) -Server $env:DIFYPS_TEST_SERVER -Vault $Vault
        Test-Stored "DifyPS-$App" $cat | Should -BeTrue
        Update-SimulatedKey $cat
        Set-DifyApp $App -ApiKey (ConvertTo-Secure $cat.Key) -User bob
        Set-DifyApp $App -NewName "$App-2" -User alice
        Test-Stored "DifyPS-$App-2" $cat | Should -BeTrue
        "$(Invoke-DifyChat "$App-2" hi)" | Should -Be "$App here: you said 'hi'"
        Unregister-DifyApp "$App-2"
        Get-SecretInfo -Name "DifyPS-$App*" -Vault $Vault | Should -BeNullOrEmpty
    }

    It 'keeps the secret of a team, whatever becomes of the binding' {
        $cat = Add-SimulatedApp "${App}Team"
        $name = "team-$App"
        Set-Secret -Name $name -SecureStringSecret (ConvertTo-Secure $cat.Key) -Vault $Vault
        Register-DifyApp $name -SecretName $name -Vault $Vault -Server $env:DIFYPS_TEST_SERVER
        Update-SimulatedKey $cat
        Set-DifyApp $name -ApiKey (ConvertTo-Secure $cat.Key)
        Test-Stored $name $cat | Should -BeTrue
        Unregister-DifyApp $name
        Register-DifyApp $name (ConvertTo-Secure $cat.Key) -SecretName $name -Vault $Vault -Server $env:DIFYPS_TEST_SERVER
        Unregister-DifyApp $name
        Test-Stored $name $cat | Should -BeTrue
    }
}

Describe 'A vault that <_>' -Tag RealVault -ForEach 'writes nothing', 'keeps half', 'keeps another' {
    It 'does not pass for one that kept the key' {
        $app = Add-SimulatedApp "Odd$($_.Replace(' ', ''))"
        $name = $app.Name.ToLowerInvariant()
        Set-Manner $_
        { Register-DifyApp $name (ConvertTo-Secure $app.Key) -Server $env:DIFYPS_TEST_SERVER -Vault Odd -ErrorAction Stop } | Should -Throw -ErrorId 'SecretNotKept,*'
        Get-DifyApp "$name*" | Should -BeNullOrEmpty
        Get-SecretInfo -Name "DifyPS-$name" -Vault Odd | Should -BeNullOrEmpty

        Set-Manner 'good'
        Register-DifyApp $name (ConvertTo-Secure $app.Key) -Server $env:DIFYPS_TEST_SERVER -Vault Odd
        $newKey = ConvertTo-Secure (Update-InDify $app)
        Set-Manner $_
        { Set-DifyApp $name -ApiKey $newKey -ErrorAction Stop } | Should -Throw -ErrorId 'SecretNotKept,*'
        { Set-DifyApp $name -NewName "$name-2" -ErrorAction Stop } | Should -Throw -ErrorId 'SecretNotKept,*'
        (Get-DifyApp "$name*").Name | Should -Be $name
        Test-Stored "DifyPS-$name" $app | Should -BeTrue
        (Test-DifyApp $name).Status | Should -Be 'Ok'
        @(Get-SecretInfo -Name "DifyPS-$name*" -Vault Odd).Count | Should -Be 1
    }
}

Describe 'A vault that is late' -Tag RealVault {
    It 'is waited for' {
        $app = Add-SimulatedApp 'OddLate'
        Set-Manner 'is late'
        Register-DifyApp oddlate (ConvertTo-Secure $app.Key) -Server $env:DIFYPS_TEST_SERVER -Vault Odd
        Test-Stored 'DifyPS-oddlate' $app | Should -BeTrue
        Update-SimulatedKey $app
        Set-DifyApp oddlate -ApiKey (ConvertTo-Secure $app.Key)
        Test-Stored 'DifyPS-oddlate' $app | Should -BeTrue
        "$(Invoke-DifyChat oddlate hi)" | Should -Be "OddLate here: you said 'hi'"
    }
}

Describe 'What is not there, in a vault that <_>' -Tag RealVault -ForEach 'throws', 'answers 404' {
    It 'is known: registered, renamed, missed and unregistered' {
        $app = Add-SimulatedApp "Odd$($_.Replace(' ', ''))Gone"
        $name = $app.Name.ToLowerInvariant()
        Set-Manner $_
        { Register-DifyApp $name -SecretName nothing -Server $env:DIFYPS_TEST_SERVER -Vault Odd -ErrorAction Stop } | Should -Throw -ErrorId 'SecretMissing,*'
        Register-DifyApp $name (ConvertTo-Secure $app.Key) -Server $env:DIFYPS_TEST_SERVER -Vault Odd
        Set-DifyApp $name -NewName "$name-2"
        Remove-Secret -Name "DifyPS-$name-2" -Vault Odd
        # A session that has the key in memory would not miss it.
        $run = Invoke-Pwsh -ArgumentList "$name-2" {
            param($Name)
            try { Invoke-DifyChat $Name hi -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            "$((Test-DifyApp $Name).Status)"
            Unregister-DifyApp $Name
        }
        $run.Errors | Should -BeNullOrEmpty
        $run.Output -split '\r?\n' | Should -Be 'SecretMissing,DifyPS.Commands.InvokeDifyChatCommand', 'SecretMissing'
        Get-DifyApp "$name*" | Should -BeNullOrEmpty
    }
}

Describe 'A vault that <_>' -Tag RealVault -ForEach 'cannot be reached', 'denies' {
    It 'is not taken for an empty one' {
        $app = Add-SimulatedApp "Odd$($_.Replace(' ', ''))"
        $other = Add-SimulatedApp "Odd$($_.Replace(' ', ''))Other"
        Set-Manner 'good'
        $name = $app.Name.ToLowerInvariant()
        Set-Secret -Name "DifyPS-$name" -SecureStringSecret (ConvertTo-Secure $other.Key) -Vault Odd
        Set-Manner $_
        foreach ($force in $false, $true) {
            { Register-DifyApp $name (ConvertTo-Secure $app.Key) -Server $env:DIFYPS_TEST_SERVER -Vault Odd -Force:$force -ErrorAction Stop } | Should -Throw -ErrorId 'VaultFailed,*'
        }
        Set-Manner 'good'
        Test-Stored "DifyPS-$name" $other | Should -BeTrue
        Get-DifyApp "$name*" | Should -BeNullOrEmpty
    }
}

Describe 'Two vaults of one store that do not say so' -Tag RealVault {
    It 'cost no key' {
        $app = Add-SimulatedApp 'OddAlias'
        Set-Manner 'good'
        Register-DifyApp oddalias (ConvertTo-Secure $app.Key) -Server $env:DIFYPS_TEST_SERVER -Vault Odd
        Register-SecretVault -Name Alias -ModuleName "$PSScriptRoot/Support/OddVault/OddVault.psd1" -VaultParameters @{ Folder = "$secrets/" }
        try {
            Set-DifyApp oddalias -Vault Alias
            (Test-DifyApp oddalias).Status | Should -Be 'Ok'
        }
        finally {
            Unregister-SecretVault -Name Alias
        }
    }
}
