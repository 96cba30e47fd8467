# Workspace connections as people make them: real processes, real vaults, each dialect of the console.
BeforeDiscovery {
    $versions = '1.8.1', '1.10.0', '1.14.0', '1.20.0'
}

BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"

    function Get-Asked {
        # What the console was asked since it was last forgotten.
        param([psobject] $Simulator)
        @(Invoke-RestMethod -Uri "$($Simulator.Control)/requests" -NoProxy) | ForEach-Object { $_ } | Where-Object { $_ } |
            ForEach-Object { "$($_.method) $($_.path -replace '^/console/api')" }
    }

    function Invoke-ConsoleControl {
        param([psobject] $Simulator, [string] $Path, [string] $Method = 'Post', [hashtable] $Body = @{})
        $null = Invoke-RestMethod -Uri "$($Simulator.Control)/$Path" -Method $Method -Body ($Body | ConvertTo-Json) -ContentType 'application/json' -NoProxy
    }
}

Describe 'A remembered sign-in at Dify <_>' -ForEach $versions {
    BeforeAll {
        $folder = Use-NewRegistry "workspace-$_"
        $password = New-CanaryKey
        $dify = Start-ConsoleSimulator -Version $_ -Email 'ann@example.com' -Password $password
        $credential = [pscredential]::new('ann@example.com', (ConvertTo-Secure $password))
    }

    AfterAll {
        Disconnect-DifyWorkspace * -ErrorAction SilentlyContinue
        Stop-Simulator $dify.Process
    }

    It 'is made once' {
        $made = Connect-DifyWorkspace work -Server $dify.Server -Credential $credential -Remember -PassThru
        $made.Way | Should -Be 'password'
        $made.Role | Should -Be 'owner'
        $made.ServerVersion | Should -Be $_
        (Get-Content (Join-Path $folder 'apps.json') -Raw) | Should -Not -Match (Get-CanaryPattern)
    }

    It 'is listed in other processes' {
        (Invoke-Pwsh { Get-DifyWorkspace | ForEach-Object { "$($_.Name) $($_.Account) $($_.IsSignedIn)" } }).Output |
            Should -Be 'work ann@example.com True'
    }

    It 'serves four processes at once, and none kicks another out' {
        Invoke-ConsoleControl $dify 'console/sessions/expire'
        Invoke-ConsoleControl $dify 'requests' -Method Delete
        $started = 1..4 | ForEach-Object { Start-Pwsh { (Test-DifyWorkspace work).Status } }
        $ended = $started | Wait-Pwsh
        $ended.Errors | Should -Be (@('') * 4)
        $ended.Output | Should -Be (@('Ok') * 4)
        @(Get-Asked $dify).Where({ $_ -eq 'POST /refresh-token' }).Count | Should -Be 1
        @(Get-Asked $dify).Where({ $_ -eq 'POST /login' }).Count | Should -Be 0
        (Test-DifyWorkspace work).Status | Should -Be 'Ok'
    }

    It 'signs in again where the session is over, once for all' {
        Invoke-ConsoleControl $dify 'console/sessions/end'
        Invoke-ConsoleControl $dify 'requests' -Method Delete
        $ended = 1..2 | ForEach-Object { Start-Pwsh { (Test-DifyWorkspace work).Status } } | Wait-Pwsh
        $ended.Output | Should -Be 'Ok', 'Ok'
        @(Get-Asked $dify).Where({ $_ -eq 'POST /login' }).Count | Should -Be 1
    }

    It 'does not lock the account when the password is changed' {
        Invoke-ConsoleControl $dify 'console/accounts/ann@example.com' -Method Patch -Body @{ password = New-CanaryKey }
        Invoke-ConsoleControl $dify 'console/sessions/end'
        Invoke-ConsoleControl $dify 'requests' -Method Delete
        1..4 | ForEach-Object { (Invoke-Pwsh { (Test-DifyWorkspace work).Status }).Output } | Should -Be (@('SignInRefused') * 4)
        @(Get-Asked $dify).Where({ $_ -eq 'POST /login' }).Count | Should -Be 1
    }
}

Describe 'A sign-in that is not remembered' {
    BeforeAll {
        $null = Use-NewRegistry 'workspace-session'
        $password = New-CanaryKey
        $dify = Start-ConsoleSimulator -Version '1.14.0' -Email 'ann@example.com' -Password $password
        $credential = [pscredential]::new('ann@example.com', (ConvertTo-Secure $password))
        Connect-DifyWorkspace work -Server $dify.Server -Credential $credential
    }

    AfterAll {
        Disconnect-DifyWorkspace * -ErrorAction SilentlyContinue
        Stop-Simulator $dify.Process
    }

    It 'serves the runspaces of its process' {
        $found = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:PSScriptRoot/../../DifyPS.psd1
            (Test-DifyWorkspace work).Status
        }
        $found | Should -Be (@('Ok') * 4)
    }

    It 'serves no other process, which says what to do' {
        $run = Invoke-Pwsh { Test-DifyWorkspace work | ForEach-Object { "$($_.Status): $($_.RecommendedAction)" } }
        $run.Output | Should -BeLike 'NotSignedIn: *Connect-DifyWorkspace work*'
    }

    It 'is nothing that a vault would keep' {
        Get-SecretInfo -Name 'DifyPS-workspace-*' | Should -BeNullOrEmpty
    }
}

Describe 'A process without anybody' {
    BeforeAll {
        $null = Use-NewRegistry 'workspace-alone'
        $dify = Start-ConsoleSimulator -Version '1.20.0' -Email 'ann@example.com' -Password (New-CanaryKey)
    }

    AfterAll { Stop-Simulator $dify.Process }

    It 'is told that a code by e-mail needs somebody' {
        $run = Invoke-Pwsh -ArgumentList $dify.Server {
            param($Server)
            try { Connect-DifyWorkspace work -Server $Server -EmailCode -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
        }
        $run.Output | Should -BeLike 'EmailCodeRequired,*'
    }

    It 'shows the code of a device, and that this way makes no keys' {
        Invoke-ConsoleControl $dify 'console' -Method Patch -Body @{ deviceInterval = 1 }
        $started = Start-Pwsh -ArgumentList $dify.Server {
            param($Server)
            Connect-DifyWorkspace work -Server $Server -DeviceCode -PassThru | ForEach-Object Way
        }
        $warning = Wait-PwshLine $started
        while ($warning -notmatch '/device') { $warning += Wait-PwshLine $started }
        $warning | Should -Match 'makes no keys'
        $warning | Should -Match '(?<code>[A-Z0-9]{4}-[A-Z0-9]{4})'
        $code = [regex]::Match($warning, '[A-Z0-9]{4}-[A-Z0-9]{4}').Value
        Invoke-ConsoleControl $dify "console/devices/$code/approve" -Body @{ email = 'ann@example.com' }
        ($started | Wait-Pwsh).Output | Should -Match 'deviceCode'
    }
}
