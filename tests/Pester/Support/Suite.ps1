# Runs in the process that Run.ps1 starts, whose home is the scratch folder.
param([string] $SettingsFile)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$settings = Get-Content -LiteralPath $SettingsFile -Raw | ConvertFrom-Json
$tests = Split-Path $PSScriptRoot -Parent

# The log is looked at by the last test, so it is written while the suite runs.
$null = Start-Transcript -LiteralPath $settings.LogFile -UseMinimalHeader
$env:DIFYPS_TEST_LOG = $settings.LogFile
. "$PSScriptRoot/Load.ps1"
Import-Module Pester -MinimumVersion 5.5.0 -MaximumVersion 5.999

$simulator = Start-Simulator -Path $settings.Simulator
try {
    Initialize-SecretStore
    Import-Module (Get-ManifestPath)

    # The file that looks back at all others comes last.
    $last = 'NoKeyInAnyText'
    $files = @(Get-ChildItem -Path $tests -Filter '*.Tests.ps1' | Sort-Object -Property Name |
        Where-Object { $name = $_.Name -replace '\.Tests\.ps1$'; $name -eq $last -or @($settings.Only).Where({ $name -like $_ }) } |
        Sort-Object -Stable -Property { $_.Name -like "$last*" })

    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $files.FullName
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Detailed'
    $configuration.Output.CIFormat = 'None'
    if ($settings.ResultFile) {
        $configuration.TestResult.Enabled = $true
        $configuration.TestResult.OutputFormat = 'NUnitXml'
        $configuration.TestResult.OutputPath = $settings.ResultFile
        $configuration.TestResult.TestSuiteName = 'DifyPS.Pester'
    }
    $result = Invoke-Pester -Configuration $configuration
}
finally {
    Stop-Simulator -Simulator $simulator
    $null = Stop-Transcript
}

# 77 means "skipped", and exit codes end at 255.
exit [Math]::Min($result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount, 76)
