<#
.SYNOPSIS
    Runs the Pester suite: the module as people use it, in real pwsh, with vaults and real processes.
.DESCRIPTION
    Everything happens in processes of its own, each with a scratch folder for its home, so that the vault and
    the registry of whoever runs it are never seen, however this script was started. They work side by side,
    and each takes the next test file that none has taken yet. Where SecretManagement and
    SecretStore are missing, or would not keep to that folder, vaults in a file of the suite's own stand in;
    tests that need the real ones are skipped then, and say so.
    Ends with the number of failures (75 at most), with 76 when it made no headway for too long, or with 77
    when something that it needs is missing.
#>
[CmdletBinding()]
param(
    # Where to leave the results, as NUnit XML: a file for each test file, its name before the ending.
    [string] $ResultFile,

    # Where to leave the result of each test, as a line of JSON.
    [string] $DetailFile,

    # Where to leave all that was shown: a file for each process, its number before the ending.
    [string] $LogFile,

    # The built simulator; the newest one in the repository when missing.
    [string] $Simulator,

    # Test files to run, without the ending; wildcards are welcome.
    [string[]] $Only = '*',

    # Run only if SecretManagement and SecretStore are installed.
    [switch] $RequireVaults,

    # Use the vaults that stand in, whatever is installed.
    [switch] $StandIn,

    # How many processes work side by side.
    [ValidateRange(1, 16)]
    [int] $Workers = [Math]::Min(2, [Environment]::ProcessorCount),

    # How long a single test, or what stands before and behind it, may take.
    [int] $LimitSeconds = 300
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Support/Setup.psm1'), (Join-Path $PSScriptRoot 'Support/Worker.psm1') -Force

$missing = @(Get-MissingRequirement -RequireVaults:$RequireVaults)
if ($missing.Count -gt 0) {
    Write-Output "Missing: $($missing -join ', ')."
    exit 77
}

$files = @(Get-SuiteFile -Only ($Only -split ','))
$shared = @{
    ResultFile = if ($ResultFile) { $PSCmdlet.GetUnresolvedProviderPathFromPSPath($ResultFile) } else { '' }
    Simulator  = if ($Simulator) { $Simulator } else { Find-Simulator }
    Pester     = Find-Pester
    StandIn    = [bool] $StandIn
    Files      = $files
}
$log = if ($LogFile) { $PSCmdlet.GetUnresolvedProviderPathFromPSPath($LogFile) } else { '' }
$started = @()
try {
    foreach ($number in 1..[Math]::Max(1, [Math]::Min($Workers, $files.Count))) {
        $started += Start-Worker -Number $number -Settings $shared -LogFile $log -Queue $(if ($started) { $started[0].Settings.Queue })
    }
    Wait-Worker -Worker $started -LimitSeconds $LimitSeconds
    if ($DetailFile) { Join-Detail -Worker $started -Path $PSCmdlet.GetUnresolvedProviderPathFromPSPath($DetailFile) }
    exit (Get-WorkerExitCode -Worker $started)
}
finally {
    # Ctrl+C arrives here with the suite still running.
    Remove-Worker -Worker $started
}
