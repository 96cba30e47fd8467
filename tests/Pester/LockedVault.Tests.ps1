# A vault with a password that nobody gives: every way of using it says so, and none waits for an answer.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = New-WorkFolder 'locked'
    $app = Add-SimulatedApp 'LockedCat'
    $other = Add-SimulatedApp 'LockedDog'
    $keyFile = New-KeyFile $folder $app
    $otherKeyFile = New-KeyFile $folder $other

    # A home of its own for each kind of vault; the store belongs to the home.
    function New-LockedHome {
        param([string] $Interaction)
        $home_ = (New-Item -ItemType Directory -Path (Join-Path $folder $Interaction)).FullName
        $environment = @{ HOME = $home_; USERPROFILE = $home_; XDG_CONFIG_HOME = $home_; XDG_DATA_HOME = $home_; DIFYPS_REGISTRY = Join-Path $home_ 'apps.json' }
        $made = Invoke-Pwsh -Environment $environment -ArgumentList $keyFile, $Interaction, "$PSScriptRoot/Support/Vaults.psm1" -Script {
            param($KeyFile, $Interaction, $Vaults)
            $password = ConvertTo-SecureString 'of the test' -AsPlainText -Force
            Import-Module Microsoft.PowerShell.SecretStore, $Vaults
            Reset-ScratchStore -Authentication Password -Password $password -Interaction $Interaction
            Register-SecretVault -Name Store -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
            Unlock-SecretStore -Password $password
            Import-Csv $KeyFile | Register-DifyApp
            (Get-DifyApp).Name
        }
        $made.Errors | Should -BeNullOrEmpty
        $made.Output | Should -Be 'lockedcat'
        $environment
    }
}

Describe 'A locked vault' -Tag RealVault {
    It 'is told as such by every cmdlet, without a question (interaction <_>)' -ForEach 'None', 'Prompt' {
        $script:environment = New-LockedHome $_
        $used = Invoke-Pwsh -Environment $script:environment -ArgumentList $otherKeyFile -Script {
            param($KeyFile)
            $commands = { Invoke-DifyChat lockedcat hi }, { Import-Csv $KeyFile | Register-DifyApp }, { Set-DifyApp lockedcat -NewName tom }, { Unregister-DifyApp lockedcat }
            foreach ($command in $commands) {
                $problem = $null
                & $command 2>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { $problem = $_ } }
                $problem.FullyQualifiedErrorId.Split(',')[0]
            }
            (Test-DifyApp lockedcat).Status
            (Get-DifyApp).Name
        }
        $used.Errors | Should -BeNullOrEmpty
        # A vault that may prompt writes its question before it finds that nobody is there.
        ($used.Output -split '\r?\n') -notmatch 'requires a password|Enter password|^$' | Should -Be 'VaultLocked', 'VaultLocked', 'VaultLocked', 'VaultLocked', 'VaultLocked', 'lockedcat'
    }

    It 'is told as such where its question meets the end of input' {
        # The home of the vault that may prompt.
        $used = Invoke-Pwsh -MayAsk -Environment $script:environment -Script {
            try { Invoke-DifyChat lockedcat hi -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
        }
        $used.Errors | Should -BeNullOrEmpty
        ($used.Output -split '\r?\n')[-1] | Should -Be 'VaultLocked,DifyPS.Commands.InvokeDifyChatCommand'
    }

    It 'works once it is unlocked' {
        $used = Invoke-Pwsh -Environment $script:environment -Script {
            Unlock-SecretVault -Name Store -Password (ConvertTo-SecureString 'of the test' -AsPlainText -Force)
            "$(Invoke-DifyChat lockedcat hi)"
        }
        $used.Errors | Should -BeNullOrEmpty
        $used.Output | Should -Be "LockedCat here: you said 'hi'"
    }
}

Describe 'A vault' {
    It 'that is not registered is told with what to do' {
        $error_ = $null
        Register-DifyApp lockeddog (ConvertTo-Secure $other.Key) -Server $env:DIFYPS_TEST_SERVER -Vault Nowhere -ErrorVariable error_ -ErrorAction SilentlyContinue
        $error_[0].FullyQualifiedErrorId | Should -BeLike 'VaultNotFound,*'
        $error_[0].ErrorDetails.RecommendedAction | Should -BeLike '*Store*'
    }
}
