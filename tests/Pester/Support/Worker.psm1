# The processes that run the suite side by side, each in a scratch folder of its own.
Set-StrictMode -Version Latest
Import-Module (Join-Path $PSScriptRoot 'Setup.psm1')
Import-Module (Join-Path $PSScriptRoot 'Results.psm1')
Import-Module (Join-Path $PSScriptRoot 'Command.psm1')

function Start-Worker {
    <# .SYNOPSIS Starts one in a new scratch folder. The queue is the folder in which they tell each other what is taken. #>
    param([int] $Number, [hashtable] $Settings, [string] $LogFile, [string] $Queue)
    $scratch = New-Scratch
    $settings = $Settings.Clone()
    $settings.Number = $Number
    $settings.LogFile = if ($LogFile) { Add-Word $LogFile $Number } else { Join-Path $scratch 'suite.log' }
    $settings.DetailFile = Join-Path $scratch 'results.jsonl'
    $settings.Progress = Join-Path $scratch 'progress.jsonl'
    $settings.Queue = if ($Queue) { $Queue } else { (New-Item -ItemType Directory -Path (Join-Path $scratch 'queue')).FullName }

    # Values go through a file: a list does not survive a command line.
    $settingsFile = Join-Path $scratch 'settings.json'
    $settings | ConvertTo-Json | Set-Content -LiteralPath $settingsFile
    $command = @(Get-PwshCommand) + '-NoProfile', '-NonInteractive', '-File', (Join-Path $PSScriptRoot 'Suite.ps1'), $settingsFile
    $start = [Diagnostics.ProcessStartInfo]::new($command[0])
    $command | Select-Object -Skip 1 | ForEach-Object { $start.ArgumentList.Add($_) }
    $values = Get-ScratchEnvironment $scratch
    foreach ($name in $values.Keys) {
        $start.Environment[$name] = $values[$name]
    }
    [pscustomobject] @{ Scratch = $scratch; Settings = $settings; Process = [Diagnostics.Process]::Start($start); ExitCode = $null }
}

function Wait-Worker {
    <#
    .SYNOPSIS
        Waits until all have ended.
    .DESCRIPTION
        Each notes its progress in a file. When that has not grown for so long, the process and all that it
        started are ended, the tests that had run keep their results, and the one under way has failed.
    #>
    param([psobject[]] $Worker, [int] $LimitSeconds)
    while ($running = $Worker.Where({ $null -eq $_.ExitCode })) {
        foreach ($one in $running) {
            if ($one.Process.WaitForExit(500)) {
                $one.ExitCode = $one.Process.ExitCode
            }
            elseif (-not (Test-Headway -Progress $one.Settings.Progress -Since $one.Process.StartTime -LimitSeconds $LimitSeconds)) {
                $one.Process.Kill($true)
                $one.Process.WaitForExit()
                $one.ExitCode = 76
                Complete-Result -Progress $one.Settings.Progress -DetailFile $one.Settings.DetailFile -Reason "It did not end within $LimitSeconds s, and was ended with all that it had started."
            }
        }
    }
}

function Get-WorkerExitCode {
    <# .SYNOPSIS The failures of all; 76 where one made no headway. #>
    param([psobject[]] $Worker)
    if ($Worker.ExitCode -contains 76) { return 76 }
    # 76 and 77 have meanings of their own, and exit codes end at 255.
    [Math]::Min(($Worker | Measure-Object -Property ExitCode -Sum).Sum, 75)
}

function Join-Detail {
    <# .SYNOPSIS Puts the results of all into one file. #>
    param([psobject[]] $Worker, [string] $Path)
    $lines = foreach ($one in $Worker) {
        if (Test-Path -LiteralPath $one.Settings.DetailFile) { Get-Content -LiteralPath $one.Settings.DetailFile }
    }
    Set-Content -LiteralPath $Path -Value $lines
}

function Remove-Worker {
    <# .SYNOPSIS Ends what still runs, and takes the scratch folders away. #>
    param([psobject[]] $Worker)
    foreach ($one in $Worker) {
        if (-not $one.Process.HasExited) {
            $one.Process.Kill($true)
        }
        $one.Process.Dispose()
        Stop-TerminalServer $one.Scratch
        Remove-Item -LiteralPath $one.Scratch -Recurse -Force -ErrorAction SilentlyContinue
    }
}

Export-ModuleMember -Function *-Worker, *-WorkerExitCode, *-Detail
