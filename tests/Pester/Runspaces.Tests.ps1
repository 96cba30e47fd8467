# Many runspaces of one process, from the first call on: SecretManagement runs all vaults in one runspace of its own.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'runspaces'
    $app = Add-SimulatedApp 'Crew'
    Register-DifyApp crew (ConvertTo-Secure $app.Key) -Server $env:DIFYPS_TEST_SERVER
    $manifest = Get-ManifestPath
    $expected = 1..12 | ForEach-Object { "Crew here: you said 'hi $_'" } | Sort-Object
}

Describe 'Twelve runspaces that nobody has warmed up' {
    It 'all get their answers: ForEach-Object -Parallel' {
        $run = Invoke-Pwsh -Bare -ArgumentList $manifest {
            param($Manifest)
            1..12 | ForEach-Object -ThrottleLimit 12 -Parallel {
                Import-Module $using:Manifest
                "$(Invoke-DifyChat crew "hi $_")"
            }
        }
        $run.Errors | Should -BeNullOrEmpty
        $run.Output -split '\r?\n' | Sort-Object | Should -Be $expected
    }

    It 'all get their answers: thread jobs' {
        $run = Invoke-Pwsh -Bare -ArgumentList $manifest {
            param($Manifest)
            1..12 | ForEach-Object {
                Start-ThreadJob -ThrottleLimit 12 -ArgumentList $Manifest, $_ { param($Manifest, $Number) Import-Module $Manifest; "$(Invoke-DifyChat crew "hi $Number")" }
            } | Receive-Job -Wait
        }
        $run.Errors | Should -BeNullOrEmpty
        $run.Output -split '\r?\n' | Sort-Object | Should -Be $expected
    }

    It 'all get their answers while a script uses the vault by itself' {
        $run = Invoke-Pwsh -ArgumentList $manifest {
            param($Manifest)
            $script = Start-ThreadJob { while ($true) { Get-Secret DifyPS-crew -Vault Store -ErrorAction Ignore } }
            1..6 | ForEach-Object -ThrottleLimit 6 -Parallel {
                Import-Module $using:Manifest
                $state = Test-DifyApp crew
                if ($state.Healthy) { "$($state.Status)" } else { "$($state.Status) $($state.Message)" }
            }
            Remove-Job $script -Force
        }
        $run.Errors | Should -BeNullOrEmpty
        $run.Output -split '\r?\n' | Should -Be (@('Ok') * 6)
    }

    It 'register, rename and unregister side by side' {
        $names = 1..6 | ForEach-Object { "Side$_" }
        $keyFile = New-KeyFile $folder ($names | ForEach-Object { Add-SimulatedApp $_ })
        $run = Invoke-Pwsh -ArgumentList $manifest, $keyFile {
            param($Manifest, $KeyFile)
            Import-Csv $KeyFile | ForEach-Object -ThrottleLimit 6 -Parallel {
                Import-Module $using:Manifest
                $_ | Register-DifyApp
                Set-DifyApp $_.Name -NewName "$($_.Name)-2"
                "$(Invoke-DifyChat "$($_.Name)-2" hi)"
                Unregister-DifyApp "$($_.Name)-2"
            }
        }
        $run.Errors | Should -BeNullOrEmpty
        $run.Output -split '\r?\n' | Sort-Object | Should -Be ($names | ForEach-Object { "$_ here: you said 'hi'" })
        Get-BindingName | Should -Be 'crew'
        Get-SecretInfo -Name DifyPS-side* -Vault Store | Should -BeNullOrEmpty
    }
}

Describe 'A vault whose own function calls back' -Tag RealVault {
    It 'is not waited for by itself' {
        $secrets = (New-Item -ItemType Directory -Path (Join-Path $folder 'hanging-vault')).FullName
        Register-SecretVault -Name Calling -ModuleName "$PSScriptRoot/Support/OddVault/OddVault.psd1" -VaultParameters @{ Folder = $secrets; Module = $manifest; App = 'crew' }
        try {
            $caller = Add-SimulatedApp 'Caller'
            Register-DifyApp caller (ConvertTo-Secure $caller.Key) -Server $env:DIFYPS_TEST_SERVER -Vault Calling
            Set-Content -LiteralPath (Join-Path $secrets 'manner') -Value 'calls back'
            $run = Invoke-Pwsh {
                (Test-DifyApp caller).Status
                $state = Test-DifyApp crew
                if ($state.Healthy) { "$($state.Status)" } else { "$($state.Status) $($state.Message)" }
            }
            $run.Errors | Should -BeNullOrEmpty
            $run.Output -split '\r?\n' | Should -Be 'Ok', 'Ok'
        }
        finally {
            Unregister-SecretVault -Name Calling
        }
    }
}
