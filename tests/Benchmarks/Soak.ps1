#Requires -Version 7.4
<#
.SYNOPSIS
    Runs workflows without a break for a while, with faults, and looks whether anything grows: memory, handles, sockets.
.DESCRIPTION
    Prints a sample a line and, at the end, how the last third compares with the one before it. Ends with exit code 1
    when something grew by more than a tenth.
#>
[CmdletBinding()]
param(
    # How long it runs.
    [ValidateRange(1, 1440)] [double] $Minutes = 30,
    [ValidateRange(1, 1000)] [int] $ThrottleLimit = 32
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Support.ps1"

$bench = Start-Bench -Events 1000
try {
    $control = $bench.Server -replace '/v1$', '/_simulator'
    $app = Invoke-RestMethod -Method Post -Uri "$control/apps" -ContentType 'application/json' -Body (@{
            name = 'soak'; mode = 'workflow'; inputs = @(@{ type = 'text-input'; variable = 'topic' }); script = @{ durationMs = 20 }
        } | ConvertTo-Json -Depth 5)
    # Some streams break, some requests come too many; neither may leave anything behind.
    foreach ($fault in @{ kind = 'Drop'; path = '/workflows/run'; afterEvents = 2; chance = 0.02; seed = 1 }, @{ kind = 'Error'; path = '/workflows/run'; status = 429; chance = 0.02; seed = 2 }) {
        $null = Invoke-RestMethod -Method Post -Uri "$control/faults" -ContentType 'application/json' -Body ($fault | ConvertTo-Json)
    }
    $bench.Keys.short = $app.key
    $samples = Invoke-Fresh -Bench $bench -Arguments "$Minutes", "$ThrottleLimit" -Script {
        param([double] $Minutes, [int] $ThrottleLimit)
        Import-Module $Root/DifyPS.psd1
        Register-DifyApp soak (ConvertTo-SecureString $ShortKey -AsPlainText -Force) -Server $Server -User soak
        $port = ([uri] $Server).Port
        $process = [Diagnostics.Process]::GetCurrentProcess()
        $sample = {
            [GC]::Collect()
            $process.Refresh()
            # Connections that are open: those that broke are the system's, for a minute.
            $sockets = if ($IsLinux) { @(Get-Content /proc/self/net/tcp, /proc/self/net/tcp6 | Select-String (': \S+ \S+:{0:X4} 01 ' -f $port)).Count } else { 0 }
            $handles = if ($IsLinux) { @(Get-ChildItem /proc/self/fd).Count } else { $process.HandleCount }
            [pscustomobject] @{
                Minute = [Math]::Round($Watch.Elapsed.TotalMinutes, 2); Done = $done; Failed = $failed
                WorkingSetMB = [Math]::Round($process.WorkingSet64 / 1MB, 1); HeapMB = [Math]::Round([GC]::GetTotalMemory($true) / 1MB, 1)
                Handles = $handles; Sockets = $sockets; Threads = $process.Threads.Count
            } | ConvertTo-Json -Compress
        }
        $done = $failed = 0
        $next = $step = [Math]::Max($Minutes / 30, 0.05)
        $Watch.Start()
        & { $n = 0; while ($Watch.Elapsed.TotalMinutes -lt $Minutes) { [pscustomobject] @{ topic = "item $((++$n))" } } } |
            Invoke-DifyWorkflow soak -ThrottleLimit $ThrottleLimit -ErrorVariable errors -ErrorAction SilentlyContinue |
            ForEach-Object {
                $done++
                if ($Watch.Elapsed.TotalMinutes -ge $next) { $next += $step; & $sample }
            }
        $failed = $errors.Count
        & $sample
    }
    $samples = $samples -split '\r?\n' | ForEach-Object { $_ | ConvertFrom-Json }
    $samples | Format-Table -AutoSize | Out-String -Width 160

    $third = [Math]::Max([int][Math]::Floor($samples.Count / 3), 1)
    $before = $samples[(-2 * $third)..(-$third - 1)]
    $last = $samples[(-$third)..-1]
    $grown = foreach ($what in 'WorkingSetMB', 'HeapMB', 'Handles', 'Sockets', 'Threads') {
        $was = ($before.$what | Measure-Object -Average).Average
        $is = ($last.$what | Measure-Object -Average).Average
        [pscustomobject] @{ What = $what; Before = [Math]::Round($was, 1); Last = [Math]::Round($is, 1); Grown = $is -gt $was * 1.1 + 2 }
    }
    $grown | Format-Table -AutoSize | Out-String
    if ($grown.Grown -contains $true) { exit 1 }
}
finally {
    Stop-Bench $bench
}
