#Requires -Version 7.4
# Measures DifyPS against what people would use instead, in one run on one machine, and prints a table.
# Everything is measured in fresh processes of this PowerShell, against the simulator on loopback.
[CmdletBinding()]
param(
    # How often each thing is measured; the median is told.
    [ValidateRange(3, 100)] [int] $Runs = 9,
    # Calls in one process for the warm call.
    [ValidateRange(50, 100000)] [int] $Calls = 500,
    # Events of the long reply.
    [ValidateRange(1000, 10000000)] [int] $Events = 100000,
    # Apps of the workspace that is bound and rotated.
    [ValidateRange(1, 10000)] [int] $Apps = 1000,
    # Only single calls (which takes two minutes), only calls of a long session and long replies, only long lists and large files, or only
    # a workspace of many apps.
    [ValidateSet('Calls', 'Long', 'Batch', 'Workspace')] [string[]] $Only = ('Calls', 'Long', 'Batch', 'Workspace')
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Support.ps1"
. "$PSScriptRoot/Calls.ps1"
. "$PSScriptRoot/Batch.ps1"
. "$PSScriptRoot/Workspaces.ps1"

function Get-Load {
    # How many processes want a processor, on average of the last minute; nothing where nobody counts.
    if (Test-Path /proc/loadavg) { (Get-Content /proc/loadavg).Split()[0] }
}

$load = Get-Load
$bench = Start-Bench -Events $Events -WithoutLong:('Long' -notin $Only)
try {
    $table = @(
        if ('Calls' -in $Only) {
            Measure-Methods -Bench $bench -Runs 3
            Measure-FirstCall -Bench $bench -Runs $Runs
            Measure-WarmCall -Bench $bench -Calls $Calls
        }
        if ('Long' -in $Only) {
            Measure-WarmCall -Bench $bench -Calls $Calls -Before 5000
            Measure-LongReply -Bench $bench -Rounds 5
            Measure-LongReply -Bench $bench -Rounds 30 -Last 10
        }
        if ('Batch' -in $Only) {
            Add-BatchStage -Bench $bench
            Measure-Batch -Bench $bench
            Measure-Upload -Bench $bench
        }
        if ('Workspace' -in $Only) { Measure-Workspace -Bench $bench -Apps $Apps }
    )
    "DifyPS on PowerShell $($PSVersionTable.PSVersion), $([Environment]::ProcessorCount) cores, $([Runtime.InteropServices.RuntimeInformation]::OSDescription)"
    if ($load) { "Load before it began: $load; as it ended: $(Get-Load)" }
    $table | Format-Table Measured, Unit, DifyPS, Other, Value, Ratio, Target -AutoSize -Wrap | Out-String -Width 160
}
finally {
    Stop-Bench $bench
}
