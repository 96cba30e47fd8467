<#
.SYNOPSIS
    Runs the Pester suite: the module as people use it, in real pwsh, with real vaults and real processes.
.DESCRIPTION
    Everything happens in a process of its own whose home is a scratch folder, so that the vault and the
    registry of whoever runs it are never seen, however this script was started.
    Ends with the number of failures (76 at most), or with 77 when a module that it needs is missing.
#>
[CmdletBinding()]
param(
    # Where to leave the results, as NUnit XML.
    [string] $ResultFile,

    # Where to leave all that was shown.
    [string] $LogFile,

    # The built simulator; the newest one in the repository when missing.
    [string] $Simulator,

    # Test files to run, without the ending; wildcards are welcome.
    [string[]] $Only = '*'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Support/Setup.psm1') -Force

$missing = @(Get-MissingRequirement)
if ($missing.Count -gt 0) {
    Write-Output "Missing: $($missing -join ', ')."
    exit 77
}

$scratch = New-Scratch
try {
    $simulatorPath = if ($Simulator) { $Simulator } else { Find-Simulator }
    $settings = @{
        ResultFile = if ($ResultFile) { $PSCmdlet.GetUnresolvedProviderPathFromPSPath($ResultFile) } else { '' }
        LogFile    = if ($LogFile) { $PSCmdlet.GetUnresolvedProviderPathFromPSPath($LogFile) } else { Join-Path $scratch 'suite.log' }
        Simulator  = $simulatorPath
        Only       = $Only -split ','
    }
    exit (Invoke-InScratch -Scratch $scratch -Script (Join-Path $PSScriptRoot 'Support/Suite.ps1') -Settings $settings)
}
finally {
    Remove-Item -LiteralPath $scratch -Recurse -Force -ErrorAction SilentlyContinue
}
