# Scheduled tasks: no terminal, no input, nobody to ask, and an exit code that says how it went.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'unattended'
    $cat = Add-SimulatedApp 'NightCat'
    $dog = Add-SimulatedApp 'NightDog'
    Import-Csv (New-KeyFile $folder $cat, $dog) | Register-DifyApp
    # Away from any terminal, as a timer starts it.
    $launcher = if (Get-Command setsid -ErrorAction Ignore) { @('setsid', '--wait') } else { @() }
}

Describe 'A run without anybody' {
    It 'needs no prompt and ends with 0' {
        $run = Invoke-Pwsh -Launcher $launcher -Script {
            Set-StrictMode -Version Latest
            $ErrorActionPreference = 'Stop'
            if (-not (Test-DifyApp night* -Quiet)) { exit 3 }
            $reply = 'first', 'second' | Invoke-DifyChat nightcat
            $reply.Answer
            exit 0
        }
        $run.Errors | Should -BeNullOrEmpty
        ($run.Output -split '\r?\n') | Should -Be "NightCat here: you said 'first'", "NightCat here: you said 'second'"
        $run.ExitCode | Should -Be 0
    }

    It 'says by its exit code that an app is not well' {
        $null = Invoke-Control -Path '/apps/NightDog' -Method Patch -Body @{ enabled = $false }
        $run = Invoke-Pwsh -Launcher $launcher -Script { exit [int] (-not (Test-DifyApp night* -Quiet)) }
        $run.ExitCode | Should -Be 1
    }

    It 'says that a key is missing instead of asking for it' {
        $run = Invoke-Pwsh -Launcher $launcher -ArgumentList $env:DIFYPS_TEST_SERVER -Script {
            param($Server)
            try { Register-DifyApp nightowl -Server $Server -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
        }
        $run.Output | Should -BeLike 'ApiKeyRequired,*'
    }

    It 'ends with 1 when an error was not expected' {
        $run = Invoke-Pwsh -Launcher $launcher -Script { $ErrorActionPreference = 'Stop'; Invoke-DifyChat nobody hi; 'not reached' }
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Not -Match 'not reached'
        $run.Errors | Should -Match "No app is registered under the name 'nobody'"
    }
}
