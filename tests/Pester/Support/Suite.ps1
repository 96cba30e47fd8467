# Runs in the process that Run.ps1 starts, whose home is the scratch folder.
param([string] $SettingsFile)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$settings = Get-Content -LiteralPath $SettingsFile -Raw | ConvertFrom-Json
$tests = Split-Path $PSScriptRoot -Parent

# The log is looked at by the last test, so it is written while the suite runs.
$null = Start-Transcript -LiteralPath $settings.LogFile -UseMinimalHeader
$env:DIFYPS_TEST_LOG = $settings.LogFile
foreach ($helper in 'Scratch', 'Vaults', 'Results') { Import-Module (Join-Path $PSScriptRoot "$helper.psm1") }
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

$simulator = Start-Simulator -Path $settings.Simulator
try {
    Initialize-Vault
    Import-Module (Get-ManifestPath)

    # The file that looks back at all others comes last.
    $last = 'NoKeyInAnyText'
    $files = @(Get-ChildItem -Path $tests -Filter '*.Tests.ps1' | Sort-Object -Property Name |
        Where-Object { $name = $_.Name -replace '\.Tests\.ps1$'; $name -eq $last -or @($settings.Only).Where({ $name -like $_ }) } |
        Sort-Object -Stable -Property { $_.Name -like "$last*" })

    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $files.FullName
    $configuration.Run.PassThru = $true
    $configuration.Filter.ExcludeTag = @($absent.Keys)
    $configuration.Output.Verbosity = 'Detailed'
    $configuration.Output.CIFormat = 'None'
    if ($settings.ResultFile) {
        $configuration.TestResult.Enabled = $true
        $configuration.TestResult.OutputFormat = 'NUnitXml'
        $configuration.TestResult.OutputPath = $settings.ResultFile
        $configuration.TestResult.TestSuiteName = 'DifyPS.Pester'
    }
    Register-Progress $settings.Progress
    $run = Invoke-Pester -Configuration $configuration
    $results = @(Get-Result -Run $run -Absent $absent -Together Tmux)
    Write-Result -Path $settings.DetailFile -Result $results
    $results.Where({ $_.Outcome -eq 'Skipped' }).ForEach({ Write-Output "Skipped: $($_.Name). $($_.Message)" })
}
finally {
    Stop-LeftPwsh
    Stop-Simulator -Simulator $simulator
    $null = Stop-Transcript
}

# 76 and 77 have meanings of their own, and exit codes end at 255.
exit [Math]::Min($run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount, 75)
