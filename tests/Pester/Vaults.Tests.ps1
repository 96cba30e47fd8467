# Keys in the shapes in which vaults give them: alone, as the password of an entry, as a field of a table.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'vaults'
    $module = "$PSScriptRoot/Support/HangingVault/HangingVault.psd1"
    # The folder's name keeps its keys out of the search at the end of the suite.
    $secrets = (New-Item -ItemType Directory -Path (Join-Path $folder 'hanging-vault')).FullName
    foreach ($shape in 'SecureString', 'Hashtable', 'PSCredential') {
        Register-SecretVault -Name "As$shape" -ModuleName $module -VaultParameters @{ Folder = $secrets; GiveAs = $shape }
    }
}

AfterAll {
    'AsSecureString', 'AsHashtable', 'AsPSCredential' | ForEach-Object { Unregister-SecretVault -Name $_ }
}

Describe 'A key that a vault gives as a <_>' -Tag RealVault -ForEach 'SecureString', 'Hashtable', 'PSCredential' {
    It 'is bound, used and rotated' {
        $app = Add-SimulatedApp "Vaults$_"
        $vault = "As$_"
        Set-Secret -Name "team-$_" -SecureStringSecret (ConvertTo-Secure $app.Key) -Vault $vault
        Register-DifyApp "vaults$_" -SecretName "team-$_" -Vault $vault -Server $env:DIFYPS_TEST_SERVER
        "$(Invoke-DifyChat "vaults$_" 'hello')" | Should -Be "Vaults$_ here: you said 'hello'"
        Update-SimulatedKey $app
        Set-DifyApp "vaults$_" -ApiKey (ConvertTo-Secure $app.Key)
        "$(Invoke-DifyChat "vaults$_" 'again')" | Should -Be "Vaults$_ here: you said 'again'"
        (Test-DifyApp "vaults$_").Status | Should -Be 'Ok'
    }
}

Describe 'An app that is moved to another name of the same store' -Tag RealVault {
    It 'keeps its key' {
        $app = Add-SimulatedApp 'VaultsMoved'
        Register-SecretVault -Name Alias -ModuleName Microsoft.PowerShell.SecretStore
        try {
            Register-DifyApp vaultsmoved (ConvertTo-Secure $app.Key) -Server $env:DIFYPS_TEST_SERVER -Vault Store
            Set-DifyApp vaultsmoved -Vault Alias
            (Test-DifyApp vaultsmoved).Status | Should -Be 'Ok'
            (Get-DifyApp vaultsmoved).Vault | Should -Be 'Alias'
            Unregister-DifyApp vaultsmoved
            Get-SecretInfo -Name DifyPS-vaultsmoved -Vault Store | Should -BeNullOrEmpty
        }
        finally {
            Unregister-SecretVault -Name Alias
        }
    }
}

Describe 'A vault in which keys are replaced' -Tag RealVault {
    It 'is tried out before each key that takes the place of another' {
        $written = Join-Path $secrets 'written.txt'
        Register-SecretVault -Name Logged -ModuleName $module -VaultParameters @{ Folder = $secrets; Log = $written }
        try {
            $apps = 1..3 | ForEach-Object { Add-SimulatedApp "VaultsTried$_" }
            Import-Csv (New-KeyFile $folder $apps) | Register-DifyApp -Vault Logged
            $apps | ForEach-Object { Update-SimulatedKey $_ }
            Remove-Item -LiteralPath $written
            Import-Csv (New-KeyFile $folder $apps) | Register-DifyApp -Vault Logged -Force
            $names = @(Get-Content -LiteralPath $written) -replace '-trial-.*', ' tried'
            $names | Should -Be (1..3 | ForEach-Object { "DifyPS-vaultstried$_ tried"; "DifyPS-vaultstried$_" })
            (Test-DifyApp vaultstried*).Status | Should -Be 'Ok', 'Ok', 'Ok'
        }
        finally {
            Unregister-SecretVault -Name Logged
        }
    }
}

Describe "SecretStore's copy of its file" -Tag RealVault {
    BeforeAll {
        function Get-StoreCopy {
            $any = [Reflection.BindingFlags] 'Static, Instance, Public, NonPublic'
            $store = [Microsoft.PowerShell.SecretStore.LocalSecretStore].GetField('LocalStore', $any).GetValue($null)
            $opened = $store.GetType().GetField('_secureStore', $any).GetValue($store)
            , $opened.GetType().GetField('_data', $any).GetValue($opened)
        }
        $app = Add-SimulatedApp 'VaultsCopy'
        Register-DifyApp vaultscopy (ConvertTo-Secure $app.Key) -Server $env:DIFYPS_TEST_SERVER -Vault Store
        $null = Test-DifyApp vaultscopy
    }

    It 'is not made again of a file that is the same' {
        $copy = Get-StoreCopy
        (Test-DifyApp vaultscopy).Status | Should -Be 'Ok'
        [object]::ReferenceEquals((Get-StoreCopy), $copy) | Should -BeTrue
    }

    It 'is made again once another process has written the file' {
        $copy = Get-StoreCopy
        Update-SimulatedKey $app
        $written = Invoke-Pwsh -ArgumentList (New-KeyFile $folder $app) {
            param($KeyFile)
            $key = ConvertTo-SecureString (Import-Csv $KeyFile).ApiKey -AsPlainText -Force
            Set-Secret -Name DifyPS-vaultscopy -SecureStringSecret $key -Vault Store
        }
        $written.Errors | Should -BeNullOrEmpty
        (Test-DifyApp vaultscopy).Status | Should -Be 'KeyChanged'
        [object]::ReferenceEquals((Get-StoreCopy), $copy) | Should -BeFalse
    }

    It 'is read again by whoever finds no key in it while another process replaces the key' {
        $replaced = New-KeyFile $folder (Add-SimulatedApp 'VaultsReplaced')
        Import-Csv $replaced | Register-DifyApp -Vault Store
        $replacing = Start-Pwsh -ArgumentList $replaced {
            param($KeyFile)
            1..25 | ForEach-Object { Import-Csv $KeyFile | Register-DifyApp -Vault Store -Force }
        }
        $found = while (-not $replacing.Process.HasExited) { "$((Test-DifyApp vaultsreplaced).Status)" }
        ($replacing | Wait-Pwsh).Errors | Should -BeNullOrEmpty
        $found | Sort-Object -Unique | Should -Be 'Ok'
    }
}

Describe 'What is no key' {
    It 'is refused: a table in which no field has the name of the secret' {
        Set-Secret -Name loose -Secret @{ first = 'one'; second = 'two' } -Vault Store
        { Register-DifyApp loose -SecretName loose -Vault Store -Server $env:DIFYPS_TEST_SERVER -ErrorAction Stop } | Should -Throw -ErrorId 'SecretNotAKey,*'
        Remove-Secret -Name loose -Vault Store
    }

    It 'is refused: bytes' {
        Set-Secret -Name bytes -Secret ([byte[]] (1, 2, 3)) -Vault Store
        { Register-DifyApp bytes -SecretName bytes -Vault Store -Server $env:DIFYPS_TEST_SERVER -ErrorAction Stop } | Should -Throw -ErrorId 'SecretNotAKey,*'
        Remove-Secret -Name bytes -Vault Store
    }
}
