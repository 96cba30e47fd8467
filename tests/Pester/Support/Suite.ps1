# Runs in each process that Run.ps1 starts, whose home is a scratch folder.
param([string] $SettingsFile)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$settings = Get-Content -LiteralPath $SettingsFile -Raw | ConvertFrom-Json

# The log is looked at by the last test, so it is written while the suite runs.
$null = Start-Transcript -LiteralPath $settings.LogFile -UseMinimalHeader
$env:DIFYPS_TEST_LOG = $settings.LogFile
foreach ($helper in 'Scratch', 'Vaults', 'Results', 'Command') { Import-Module (Join-Path $PSScriptRoot "$helper.psm1") }
Import-Module $settings.Pester

# Tests that need what is not here have these tags; the text is what they are skipped with.
$absent = @{}
$why = Get-WhyNoRealVault -StandIn $settings.StandIn
if ($why) {
    $absent['RealVault'] = "Needs SecretManagement and SecretStore themselves: $why"
    Write-Output "Vaults in a file stand in for the real ones: $why"
    Use-StandIn
}
if (-not (Get-Command tmux -CommandType Application -ErrorAction Ignore)) {
    $absent['Tmux'] = 'Needs a real terminal: tmux is not installed.'
}
. "$PSScriptRoot/Load.ps1"

$failures = 0
$results = [Collections.Generic.List[psobject]]::new()

function Request-File([string] $Queue, [string] $Path) {
    # Whoever makes the file first has it.
    try { [IO.File]::Open((Join-Path $Queue (Split-Path $Path -Leaf)), 'CreateNew').Dispose() } catch [IO.IOException] { return $false }
    $true
}

function Invoke-File([string] $Path) {
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $Path
    $configuration.Run.PassThru = $true
    $configuration.Filter.ExcludeTag = @($absent.Keys)
    $configuration.Output.Verbosity = 'Detailed'
    $configuration.Output.CIFormat = 'None'
    if ($settings.ResultFile) {
        $name = (Split-Path $Path -Leaf) -replace '\.Tests\.ps1$'
        # Each process has the last one.
        if ($name -eq 'NoKeyInAnyText') { $name += ".$($settings.Number)" }
        $configuration.TestResult.Enabled = $true
        $configuration.TestResult.OutputFormat = 'NUnitXml'
        $configuration.TestResult.OutputPath = Add-Word $settings.ResultFile $name
        $configuration.TestResult.TestSuiteName = 'DifyPS.Pester'
    }
    $run = Invoke-Pester -Configuration $configuration
    $script:failures += $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
    foreach ($result in @(Get-Result -Run $run -Absent $absent -Together Tmux)) { $results.Add($result) }
    Write-Result -Path $settings.DetailFile -Result $results
}

$simulator = Start-Simulator -Path $settings.Simulator
try {
    Initialize-Vault
    Import-Module (Get-ManifestPath)

    Register-Progress $settings.Progress
    foreach ($file in $settings.Files) {
        if (Request-File -Queue $settings.Queue -Path $file) { Invoke-File $file }
    }
    # The file that looks back at all others comes last. A process for which the others have left nothing has nothing to look back at.
    if ($results.Count -gt 0 -or $settings.Number -eq 1) {
        Invoke-File (Join-Path (Split-Path $PSScriptRoot -Parent) 'NoKeyInAnyText.Tests.ps1')
    }
    $results.Where({ $_.Outcome -eq 'Skipped' }).ForEach({ Write-Output "Skipped: $($_.Name). $($_.Message)" })
}
finally {
    Stop-LeftPwsh
    Stop-Simulator -Simulator $simulator
    $null = Stop-Transcript
}

# 76 and 77 have meanings of their own, and exit codes end at 255.
exit [Math]::Min($failures, 75)
