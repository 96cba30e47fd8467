# The registry as somebody with an editor leaves it, with the real SecretStore and in the real PowerShell.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'seal'
    $cat = Add-SimulatedApp 'SealCat'
    $dog = Add-SimulatedApp 'SealDog'
    Import-Csv (New-KeyFile $folder $cat, $dog) | Register-DifyApp
    $original = Get-Content -LiteralPath $env:DIFYPS_REGISTRY -Raw

    function Edit-Registry([scriptblock] $Edit) {
        $registry = Get-Content -LiteralPath $env:DIFYPS_REGISTRY -Raw | ConvertFrom-Json
        $apps = @{}
        foreach ($app in $registry.apps) { $apps[$app.name] = $app }
        & $Edit $apps $registry
        $registry | ConvertTo-Json -Depth 20 | Set-Content -LiteralPath $env:DIFYPS_REGISTRY
    }

    function Get-ErrorId([scriptblock] $Command) {
        try { $null = & $Command }
        catch { ($_.FullyQualifiedErrorId -split ',')[0] }
    }

    # What the apps were asked since the test began.
    function Get-NewRequest {
        @(Get-SimulatedRequest 'SealCat') + @(Get-SimulatedRequest 'SealDog') | Select-Object -Skip $asked
    }
}

Describe 'An entry of the registry that was edited' {
    BeforeEach {
        Set-Content -LiteralPath $env:DIFYPS_REGISTRY -Value $original -NoNewline
        $null = Invoke-DifyChat sealcat 'hello'
        $asked = @(Get-SimulatedRequest 'SealCat').Count + @(Get-SimulatedRequest 'SealDog').Count
    }

    It 'sends the key nowhere, by <_>' -ForEach 'server', 'skipCertificateCheck', 'secret', 'remoteName', 'seal' {
        $field = $_
        Edit-Registry {
            param($Apps)
            $value = switch ($field) { 'server' { 'http://127.0.0.1:9/v1/' } 'skipCertificateCheck' { $true } 'seal' { '0' * 64 } default { $Apps.sealdog.$field } }
            $Apps.sealcat.$field = $value
        }
        Get-ErrorId { Invoke-DifyChat sealcat 'for the cat only' -ErrorAction Stop } | Should -Be 'BindingChanged'
        Get-ErrorId { Set-DifyApp sealcat -User mallory -ErrorAction Stop } | Should -Be 'BindingChanged'
        Get-ErrorId { Unregister-DifyApp sealcat -ErrorAction Stop } | Should -Be 'BindingChanged'
        (Test-DifyApp sealcat).Status | Should -Be 'BindingChanged'
        # In a process that has no key in memory, too.
        $anew = Invoke-Pwsh { try { Invoke-DifyChat sealcat 'hello' -ErrorAction Stop } catch { $_.FullyQualifiedErrorId } }
        $anew.Output | Should -Be 'BindingChanged,DifyPS.Commands.InvokeDifyChatCommand'
        Get-NewRequest | Should -BeNullOrEmpty
        Get-Secret DifyPS-sealcat -AsPlainText | Should -Be $cat.Key
    }

    It 'is not asked by Tab' {
        Edit-Registry { param($Apps) $Apps.sealcat.server += 'elsewhere/' }
        $shell = [powershell]::Create('CurrentRunspace')
        try { $found = [System.Management.Automation.CommandCompletion]::CompleteInput('Get-DifyMessage sealcat ', 24, $null, $shell) }
        finally { $shell.Dispose() }
        $found.CompletionMatches | Should -BeNullOrEmpty
        Get-NewRequest | Should -BeNullOrEmpty
    }

    It 'says what it would be, and sends nothing, before a refresh pins it' {
        $server = $env:DIFYPS_TEST_SERVER.Replace('127.0.0.1', 'localhost')
        Edit-Registry { param($Apps) $Apps.sealcat.server = "$server/" }
        $log = Join-Path $folder 'whatif.log'
        $null = Start-Transcript -LiteralPath $log
        Set-DifyApp sealcat -Refresh -WhatIf
        $null = Stop-Transcript
        $shown = (Get-Content -LiteralPath $log -Raw) -replace '\s+', ' '
        foreach ($part in 'SealCat', "$server/", 'DifyPS-sealcat', "vault 'Store'") { $shown | Should -BeLike "*$part*" }
        Get-NewRequest | Should -BeNullOrEmpty

        Set-DifyApp sealcat -Refresh -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -BeLike "*$server/*"
        "$(Invoke-DifyChat sealcat 'hello')" | Should -BeLike 'SealCat here*'
    }

    It 'that was copied is refused, and the first goes on' {
        Edit-Registry {
            param($Apps, $Registry)
            $copy = $Apps.sealcat.PSObject.Copy()
            $copy.name = 'acopy'
            $Registry.apps += $copy
        }
        Get-ErrorId { Invoke-DifyChat acopy 'hello' -ErrorAction Stop } | Should -Be 'KeyAlreadyBound'
        Get-ErrorId { Unregister-DifyApp acopy -ErrorAction Stop } | Should -Be 'KeyAlreadyBound'
        "$(Invoke-DifyChat sealcat 'hello')" | Should -BeLike 'SealCat here*'
        Unregister-DifyApp acopy -KeepSecret
        Get-BindingName | Should -Be 'sealcat', 'sealdog'
        Get-Secret DifyPS-sealcat -AsPlainText | Should -Be $cat.Key
    }

    It 'that was swapped with another does not reach the other, whatever is advised' {
        Edit-Registry {
            param($Apps)
            foreach ($field in 'secret', 'keyFingerprint') {
                $Apps.sealcat.$field, $Apps.sealdog.$field = $Apps.sealdog.$field, $Apps.sealcat.$field
            }
        }
        (Test-DifyApp).Status | Should -Be 'BindingChanged', 'BindingChanged'
        Get-ErrorId { Invoke-DifyChat sealcat 'for the cat only' -ErrorAction Stop } | Should -Be 'BindingChanged'
        Get-NewRequest | Should -BeNullOrEmpty
        Get-ErrorId { Set-DifyApp sealcat -Refresh -WarningAction SilentlyContinue -ErrorAction Stop } | Should -Be 'AppIdentityMismatch'
    }

    It 'is known even when its key was rotated outside meanwhile, by what stands beside the secret' {
        $beside = @{}
        foreach ($pair in (Get-SecretInfo DifyPS-sealcat -Vault Store).Metadata.GetEnumerator()) { $beside[$pair.Key] = $pair.Value }
        Update-SimulatedKey $cat
        Set-Secret DifyPS-sealcat -SecureStringSecret (ConvertTo-Secure $cat.Key) -Vault Store -Metadata $beside
        Edit-Registry { param($Apps) $Apps.sealcat.server = 'http://127.0.0.1:9/v1/' }
        $anew = Invoke-Pwsh { try { Invoke-DifyChat sealcat 'hello' -ErrorAction Stop } catch { $_.FullyQualifiedErrorId } }
        $anew.Output | Should -Be 'BindingChanged,DifyPS.Commands.InvokeDifyChatCommand'
        Get-NewRequest | Should -BeNullOrEmpty

        Set-Content -LiteralPath $env:DIFYPS_REGISTRY -Value $original -NoNewline
        "$(Invoke-DifyChat sealcat 'hello')" | Should -BeLike 'SealCat here*'
    }

    It 'that is damaged is told with its place, stays in the file, and stops nobody else' {
        Edit-Registry { param($Apps, $Registry) $Registry.apps = @($null, @{ name = 'broken' }) + $Registry.apps }
        $names = (Get-DifyApp -ErrorVariable problems -ErrorAction SilentlyContinue).Name
        $names | Should -Be 'sealcat', 'sealdog'
        "$problems" | Should -BeLike "*Entry 1 of*$env:DIFYPS_REGISTRY*Entry 2 ('broken')*"
        Set-DifyApp sealdog -User bob
        @((Get-Content -LiteralPath $env:DIFYPS_REGISTRY -Raw | ConvertFrom-Json).apps).Count | Should -Be 4
    }
}

Describe 'An entry that nothing speaks for' {
    BeforeEach {
        Set-Content -LiteralPath $env:DIFYPS_REGISTRY -Value $original -NoNewline
        Set-Secret DifyPS-sealcat -SecureStringSecret (ConvertTo-Secure $cat.Key) -Vault Store
        Set-DifyApp sealcat -Refresh -User alice -WarningAction SilentlyContinue
        $sealed = Get-Content -LiteralPath $env:DIFYPS_REGISTRY -Raw
        $asked = @(Get-SimulatedRequest 'SealCat').Count + @(Get-SimulatedRequest 'SealDog').Count
    }

    AfterAll {
        Set-Secret DifyPS-sealcat -SecureStringSecret (ConvertTo-Secure $cat.Key) -Vault Store
        Set-Content -LiteralPath $env:DIFYPS_REGISTRY -Value $original -NoNewline
        Set-DifyApp sealcat -Refresh -WarningAction SilentlyContinue
    }

    It 'gets no new key in a new process, unless it is said where that belongs' {
        Remove-Secret DifyPS-sealcat -Vault Store
        Edit-Registry { param($Apps) $Apps.sealcat.server = 'http://127.0.0.1:9/v1/' }
        Update-SimulatedKey $cat
        $env:DIFYPS_TEST_NEW = New-KeyFile $folder $cat
        $anew = Invoke-Pwsh {
            $row = Import-Csv $env:DIFYPS_TEST_NEW
            foreach ($more in @{}, @{ NoVerify = $true }, @{ Force = $true }, @{ NewName = 'tom' }) {
                try { Set-DifyApp sealcat -ApiKey $row.ApiKey @more -ErrorAction Stop } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
            }
        }
        $anew.Output -split '\r?\n' | Should -Be (@('BindingChanged') * 4)
        Get-NewRequest | Should -BeNullOrEmpty
        Get-SecretInfo DifyPS-sealcat -Vault Store | Should -BeNullOrEmpty

        $anew = Invoke-Pwsh {
            $row = Import-Csv $env:DIFYPS_TEST_NEW
            Set-DifyApp sealcat -ApiKey $row.ApiKey -Server $row.Server -WarningVariable said -WarningAction SilentlyContinue
            "$said" -like "*$($row.Server)*"
            "$(Invoke-DifyChat sealcat 'hello')"
        }
        $anew.Output | Should -BeLike 'True*SealCat here*'
        (Test-DifyApp sealcat).Status | Should -Be 'Ok'
        (Get-SecretInfo DifyPS-sealcat -Vault Store).Metadata['name'] | Should -Be 'sealcat'
    }

    It 'is one whose key was put back, and that proves it' {
        Remove-Secret DifyPS-sealcat -Vault Store
        $env:DIFYPS_TEST_NEW = New-KeyFile $folder $cat
        $anew = Invoke-Pwsh { Set-DifyApp sealcat -ApiKey (Import-Csv $env:DIFYPS_TEST_NEW).ApiKey 3>&1; "$(Invoke-DifyChat sealcat 'hello')" }
        $anew.Output | Should -BeLike 'SealCat here*'
    }

    It 'is believed once after a plain Set-Secret, and known by the vault from then on' {
        Update-SimulatedKey $cat
        Set-Secret DifyPS-sealcat -SecureStringSecret (ConvertTo-Secure $cat.Key) -Vault Store
        (Invoke-Pwsh { "$(Invoke-DifyChat sealcat 'hello')" }).Output | Should -BeLike 'SealCat here*'
        # This process looks at the store's file again when the module does.
        (Test-DifyApp sealcat).Status | Should -Be 'Ok'
        $info = Get-SecretInfo DifyPS-sealcat -Vault Store
        $info.Metadata['name'], $info.Metadata['user'] | Should -Be 'sealcat', 'alice'
        Get-Secret DifyPS-sealcat -Vault Store -AsPlainText | Should -Be $cat.Key

        $beside = @{}
        foreach ($pair in $info.Metadata.GetEnumerator()) { $beside[$pair.Key] = $pair.Value }
        Update-SimulatedKey $cat
        Set-Secret DifyPS-sealcat -SecureStringSecret (ConvertTo-Secure $cat.Key) -Vault Store -Metadata $beside
        Edit-Registry { param($Apps) $Apps.sealcat.server = 'http://127.0.0.1:9/v1/' }
        (Invoke-Pwsh { try { Invoke-DifyChat sealcat 'hello' -ErrorAction Stop } catch { $_.FullyQualifiedErrorId } }).Output |
            Should -Be 'BindingChanged,DifyPS.Commands.InvokeDifyChatCommand'
    }

    It 'is no entry that has another name than what stands beside its secret, where DifyPS gave it that name' {
        $null = Unregister-DifyApp sealcat -KeepSecret
        Register-DifyApp -FromVault Store -Name sealcat
        Set-DifyApp sealcat -NewName sealtom
        $beside = @{}
        foreach ($pair in (Get-SecretInfo DifyPS-sealcat -Vault Store).Metadata.GetEnumerator()) { $beside[$pair.Key] = $pair.Value }
        $beside['name'] | Should -Be 'sealcat'
        Update-SimulatedKey $cat
        Set-Secret DifyPS-sealcat -SecureStringSecret (ConvertTo-Secure $cat.Key) -Vault Store -Metadata $beside
        (Invoke-Pwsh { "$(Invoke-DifyChat sealtom 'hello')" }).Output | Should -BeLike 'SealCat here*'
    }
}

Describe 'The registry that a variable names' {
    It 'is found by a drive of PowerShell and from the home folder, and told where there is no such drive' {
        $named = $env:DIFYPS_REGISTRY
        try {
            $null = New-PSDrive -Name SealTeam -PSProvider FileSystem -Root $folder -Scope Global
            $env:DIFYPS_REGISTRY = "SealTeam:/$(Split-Path $named -Leaf)"
            (Get-DifyApp).Name | Should -Contain 'sealdog'
            Copy-Item -LiteralPath $named -Destination '~/seal-apps.json'
            $env:DIFYPS_REGISTRY = '~/seal-apps.json'
            (Get-DifyApp).Name | Should -Contain 'sealdog'
            $env:DIFYPS_REGISTRY = 'NoSuchDrive:/apps.json'
            Get-ErrorId { Get-DifyApp -ErrorAction Stop } | Should -Be 'RegistryUnreadable'
        }
        finally {
            $env:DIFYPS_REGISTRY = $named
            Remove-PSDrive SealTeam -ErrorAction Ignore
            Remove-Item -LiteralPath '~/seal-apps.json' -ErrorAction Ignore
        }
    }
}
