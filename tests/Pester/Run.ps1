<#
.SYNOPSIS
    Runs the Pester suite: the module as people use it, in real pwsh, with vaults and real processes.
.DESCRIPTION
    Everything happens in a process of its own whose home is a scratch folder, so that the vault and the
    registry of whoever runs it are never seen, however this script was started. Where SecretManagement and
    SecretStore are missing, or would not keep to that folder, vaults in a file of the suite's own stand in;
    tests that need the real ones are skipped then, and say so.
    Ends with the number of failures (75 at most), with 76 when it made no headway for too long, or with 77
    when something that it needs is missing.
#>
[CmdletBinding()]
param(
    # Where to leave the results, as NUnit XML.
    [string] $ResultFile,

    # Where to leave the result of each test, as a line of JSON.
    [string] $DetailFile,

    # Where to leave all that was shown.
    [string] $LogFile,

    # The built simulator; the newest one in the repository when missing.
    [string] $Simulator,

    # Test files to run, without the ending; wildcards are welcome.
    [string[]] $Only = '*',

    # Run only if SecretManagement and SecretStore are installed.
    [switch] $RequireVaults,

    # Use the vaults that stand in, whatever is installed.
    [switch] $StandIn,

    # How long a single test, or what stands before and behind it, may take.
    [int] $LimitSeconds = 300
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Support/Setup.psm1') -Force

$missing = @(Get-MissingRequirement -RequireVaults:$RequireVaults)
if ($missing.Count -gt 0) {
    Write-Output "Missing: $($missing -join ', ')."
    exit 77
}

$scratch = New-Scratch
try {
    $simulatorPath = if ($Simulator) { $Simulator } else { Find-Simulator }
    $settings = @{
        ResultFile = if ($ResultFile) { $PSCmdlet.GetUnresolvedProviderPathFromPSPath($ResultFile) } else { '' }
        DetailFile = if ($DetailFile) { $PSCmdlet.GetUnresolvedProviderPathFromPSPath($DetailFile) } else { Join-Path $scratch 'results.jsonl' }
        LogFile    = if ($LogFile) { $PSCmdlet.GetUnresolvedProviderPathFromPSPath($LogFile) } else { Join-Path $scratch 'suite.log' }
        Progress   = Join-Path $scratch 'progress.jsonl'
        Simulator  = $simulatorPath
        Pester     = Find-Pester
        StandIn    = [bool] $StandIn
        Only       = $Only -split ','
    }
    exit (Invoke-InScratch -Scratch $scratch -Script (Join-Path $PSScriptRoot 'Support/Suite.ps1') -Settings $settings -LimitSeconds $LimitSeconds)
}
finally {
    Remove-Item -LiteralPath $scratch -Recurse -Force -ErrorAction SilentlyContinue
}
