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
    # Only single calls and replies, or only long lists and large files.
    [ValidateSet('Single', 'Batch')] [string[]] $Only = ('Single', 'Batch')
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Support.ps1"
. "$PSScriptRoot/Batch.ps1"

$bench = Start-Bench -Events $Events
try {
    $table = @(
        if ('Single' -in $Only) {
            Measure-Import -Bench $bench -Runs $Runs
            Measure-FirstCall -Bench $bench -Runs $Runs
            Measure-WarmCall -Bench $bench -Calls $Calls
            Measure-WarmCall -Bench $bench -Calls $Calls -Before 5000
            Measure-LongReply -Bench $bench -Rounds 5
            Measure-LongReply -Bench $bench -Rounds 30 -Last 10
        }
        if ('Batch' -in $Only) {
            Add-BatchStage -Bench $bench
            Measure-Batch -Bench $bench
            Measure-Upload -Bench $bench
        }
    )
    "DifyPS on PowerShell $($PSVersionTable.PSVersion), $([Environment]::ProcessorCount) cores, $([Runtime.InteropServices.RuntimeInformation]::OSDescription)"
    $table | Format-Table Measured, Unit, DifyPS, Other, Value, Ratio, Target -AutoSize -Wrap | Out-String -Width 160
}
finally {
    Stop-Bench $bench
}
