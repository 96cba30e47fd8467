# Whoever runs the tests has vaults of their own: none of it is ever touched.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = New-WorkFolder 'own'
    $vaults = "$PSScriptRoot/Support/Vaults.psm1"
    # Somebody who runs the suite, and the suite's own folder, side by side.
    $somebody = (New-Item -ItemType Directory -Path (Join-Path $folder 'somebody')).FullName
    $scratch = (New-Item -ItemType Directory -Path (Join-Path $folder 'scratch')).FullName

    function Get-Home {
        # The variables that make a folder somebody's home, as far as variables can.
        param([string] $Path)
        @{
            HOME = $Path; CFFIXED_USER_HOME = $Path; USERPROFILE = $Path; XDG_CONFIG_HOME = "$Path/.config"; XDG_DATA_HOME = "$Path/.local/share"
            DIFYPS_TEST_SCRATCH = $scratch
        }
    }
}

Describe 'A vault of whoever runs the tests' {
    It 'is not emptied, and keeps its secrets' -Tag RealVault {
        $made = Invoke-Pwsh -Bare -ArgumentList $vaults, $somebody -Environment (Get-Home $somebody) -Script {
            param($Vaults, $Home_)
            Import-Module $Vaults
            # Made as its owner does it.
            $env:DIFYPS_TEST_SCRATCH = Split-Path $Home_
            Reset-ScratchStore
            Register-SecretVault -Name Mine -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
            Set-Secret -Name precious -Secret 'still here'
        }
        $made.Errors | Should -BeNullOrEmpty
        $run = Invoke-Pwsh -Bare -ArgumentList $vaults -Environment (Get-Home $somebody) -Script {
            param($Vaults)
            Import-Module $Vaults
            try { Initialize-Vault } catch { "$_" }
            Get-Secret -Name precious -AsPlainText
        }
        $run.Errors | Should -BeNullOrEmpty
        $said = $run.Output -split '\r?\n'
        $said[0] | Should -BeLike 'A store outside of the scratch folder is not emptied:*somebody*'
        $said[-1] | Should -Be 'still here'
    }

    It 'is not used where only <Name> lies elsewhere' -Skip:$IsWindows -ForEach @(
        @{ Name = 'HOME'; Value = 'HOME' }
        @{ Name = 'XDG_DATA_HOME'; Value = 'XDG_DATA_HOME' }
    ) {
        $environment = Get-Home (Join-Path $scratch 'home')
        $environment[$Value] = $somebody
        $run = Invoke-Pwsh -Bare -ArgumentList $vaults -Environment $environment -Script {
            param($Vaults)
            Import-Module $Vaults
            try { Reset-ScratchStore } catch { "$_" }
        }
        $run.Output | Should -BeLike "A store outside of the scratch folder is not emptied:*somebody*"
    }

    It 'is not used where a folder only begins with the name of the scratch folder' -Skip:$IsWindows {
        $run = Invoke-Pwsh -Bare -ArgumentList $vaults -Environment (Get-Home "$scratch-of-somebody") -Script {
            param($Vaults)
            Import-Module $Vaults
            try { Reset-ScratchStore } catch { "$_" }
        }
        $run.Output | Should -BeLike 'A store outside of the scratch folder is not emptied:*'
    }

    It 'has a reason to be left alone wherever the folders of the user are not those of the suite' {
        $run = Invoke-Pwsh -Bare -ArgumentList $vaults -Environment (Get-Home $somebody) -Script {
            param($Vaults)
            Import-Module $Vaults
            Get-WhyNoRealVault
        }
        $run.Output | Should -Not -BeNullOrEmpty
        # In this process they are, unless this is a system on which no variable moves them.
        if (-not $IsWindows) { Get-StrayFolder | Should -BeNullOrEmpty }
    }

    It 'could be emptied by one line of the tests only' {
        $root = Split-Path -Parent $PSScriptRoot
        $found = Get-ChildItem -Path $root -Recurse -Include '*.ps1', '*.psm1' | Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]' |
            Select-String -Pattern 'Reset-SecretSt[o]re'
        $found.Path | ForEach-Object { [IO.Path]::GetFileName($_) } | Should -Be 'Vaults.psm1'
    }
}
